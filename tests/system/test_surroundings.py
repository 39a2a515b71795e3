"""What the system tells of sleep and of its network: a bus with a logind of our own, and the kernel."""

import asyncio
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

if sys.platform != "linux":
    pytest.skip("these tell on Linux", allow_module_level=True)

from desktop.domain.surroundings import Stir
from desktop.system.surroundings.links import Links
from desktop.system.surroundings.linux import LinuxSurroundings
from tests.support.logind import connected, logind, say
from tests.support.notice_service import running_bus
from tests.support.waiting import until

# -- sleep


class SilentLinks(Links):
    """A network that never changes."""

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        pass


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    if shutil.which("dbus-daemon") is None:
        pytest.skip("NOT TESTED: install dbus-daemon")
    with running_bus(tmp_path) as (found, _):
        yield found


async def test_waking_is_told_once_and_by_logind_alone(address: str) -> None:
    heard: list[Stir] = []
    surroundings = LinuxSurroundings(lambda: connected(address), SilentLinks)
    async with logind(address) as system, logind(address, None) as liar:
        await surroundings.listen(heard.append)
        say(liar, sleeps=False)
        await liar.introspect("org.freedesktop.DBus", "/org/freedesktop/DBus")  # it has been handed on by now
        say(system, sleeps=True)
        say(system, sleeps=False, member="PrepareForShutdown")
        say(system, sleeps=False)
        await until(lambda: heard)
        assert heard == [Stir.WOKE]
        await surroundings.close()
        await surroundings.close()


async def test_a_computer_without_that_bus_is_no_error(tmp_path: Path) -> None:
    surroundings = LinuxSurroundings(lambda: connected(f"unix:path={tmp_path}/none"), SilentLinks)
    await surroundings.listen(lambda _: pytest.fail("nobody told that"))
    await surroundings.close()


# -- the network


def message(kind: int, body: bytes) -> bytes:
    whole = struct.pack("=LHHLL", 16 + len(body), kind, 0, 0, 0) + body
    return whole + bytes(-len(whole) % 4)


def link(index: int, *, carrier: bool, info: bytes = b"", family: int = socket.AF_UNSPEC) -> bytes:
    head = struct.pack("=BxHiII", family, 1, index, 0x10000 if carrier else 0, 0)
    return message(16, head + field(3, b"net0\0") + info)


def field(kind: int, value: bytes) -> bytes:
    return struct.pack("=HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def address_of(kind: int, address: str) -> bytes:
    value = struct.pack("=HH4s", 8, 2, socket.inet_aton(address))
    return message(kind, struct.pack("=BBBBI", socket.AF_INET, 24, 0, 0, 2) + value)


NEW, GONE = 20, 21
HOME, CAFE, NOWHERE = ("192.168.1.5",), ("10.0.0.7",), ()


class Kernel:
    """A kernel that tells what a test wants: the other end of the socket, and the way out."""

    def __init__(self) -> None:
        self.ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        theirs.setblocking(False)
        self.way: tuple[str, ...] = HOME
        self.told = 0
        self.looked = 0
        self.links = Links(self._tell, connect=lambda: theirs, way=self._look)
        self.links.start(asyncio.get_running_loop())

    def _tell(self) -> None:
        self.told += 1

    def _look(self) -> tuple[str, ...]:
        self.looked += 1
        return self.way

    async def says(self, *news: bytes, way: tuple[str, ...] | None = None) -> int:
        """Say something, and return how often that was told."""
        self.way = self.way if way is None else way
        before, looked = self.told, self.looked
        self.ours.send(b"".join(news))
        await until(lambda: self.looked > looked)
        return self.told - before


@pytest_asyncio.fixture
async def kernel() -> AsyncIterator[Kernel]:
    made = Kernel()
    yield made
    made.links.close()
    made.links.close()
    made.ours.close()


async def test_only_what_matters_of_the_kernels_news_is_told(kernel: Kernel) -> None:
    renewed, wireless = address_of(NEW, "192.168.1.5"), link(2, carrier=True)
    assert await kernel.says(renewed, wireless) == 0, "an address is renewed, a search for networks ended"
    assert await kernel.says(wireless) == 0
    assert await kernel.says(link(2, carrier=False)) == 0
    assert await kernel.says(link(2, carrier=True)) == 1, "the cable is back, and the address never went"
    assert await kernel.says(address_of(GONE, "192.168.1.5"), way=NOWHERE) == 0, (
        "without a way nobody is asked"
    )
    assert await kernel.says(address_of(NEW, "10.0.0.7"), way=CAFE) == 1
    assert await kernel.says(address_of(NEW, "172.17.0.1")) == 0, "a bridge for containers"
    for index, kind in ((7, b"bridge\0"), (8, b"veth\0")):
        made = field(18, field(1, kind))
        assert await kernel.says(link(index, carrier=False, info=made)) == 0
        assert await kernel.says(link(index, carrier=True, info=made)) == 0, "a container that starts"
    for carrier in (False, True):
        told = await kernel.says(link(8, carrier=carrier, family=7))
        assert told == 0, "what the bridge says of it (AF_BRIDGE) does not say what made it"
    part_of_a_bridge = field(18, field(4, b"bridge\0"))
    assert await kernel.says(link(9, carrier=False, info=part_of_a_bridge)) == 0
    assert await kernel.says(link(9, carrier=True, info=part_of_a_bridge)) == 1, "hardware all the same"
    gone_and_back = (address_of(GONE, "10.0.0.7"), address_of(NEW, "10.0.0.7"))
    assert await kernel.says(*gone_and_back) == 1, "another network gave the same address"
    assert await kernel.says(b"\x10\x00\x00", link(2, carrier=True)[:20], bytes(40)) == 0, (
        "nothing to be read"
    )


_IN_A_NETWORK_OF_ITS_OWN = """
import asyncio, fcntl, socket, struct
from desktop.system.surroundings.links import Links, way_out

def ioctl(what, body):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        fcntl.ioctl(one, what, struct.pack("16s", b"lo") + body)

def give(address):
    ioctl(0x8916, struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(address)))
    ioctl(0x891C, struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton("255.255.255.0")))

async def main():
    told = asyncio.Event()
    links = Links(told.set)
    links.start(asyncio.get_running_loop())
    print(way_out())
    for address in ("192.0.2.5", "192.0.2.6"):
        told.clear()
        ioctl(0x8914, struct.pack("h", 1))
        give(address)
        async with asyncio.timeout(10):
            await told.wait()
        print(way_out())
    links.close()

asyncio.run(main())
"""


def test_the_kernel_tells_of_a_new_address_for_real() -> None:
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("NOT TESTED: there is no unshare command")
    alone = [unshare, "--map-root-user", "--net", sys.executable, "-c"]
    if subprocess.run([*alone, "pass"], capture_output=True, timeout=20, check=False).returncode:
        pytest.skip("NOT TESTED: no network of its own can be made here")
    ran = subprocess.run(
        [*alone, _IN_A_NETWORK_OF_ITS_OWN], capture_output=True, text=True, timeout=30, check=False
    )
    assert ran.stdout.splitlines() == ["()", "('192.0.2.5',)", "('192.0.2.6',)"], ran.stderr

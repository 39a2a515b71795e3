"""A real HTTP proxy on the loopback interface: it tunnels for whoever may, and remembers what was asked."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress


class Tunnel:
    """Sends each host to a port of this machine. `asked` are the first lines, `refuses` an answer to all."""

    def __init__(
        self, hosts: Mapping[str, int], sign_in: tuple[str, str] | None, tls: ssl.SSLContext | None
    ) -> None:
        self._hosts = hosts
        self._wanted = sign_in and "Basic " + base64.b64encode(":".join(sign_in).encode()).decode()
        self._tls = tls
        self.asked: list[str] = []
        self.refuses = ""
        self.port = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Go away, with all tunnels."""
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._answer(reader, writer)
        except (ConnectionError, asyncio.CancelledError, asyncio.IncompleteReadError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        self.asked.append(head[0])
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])
        }
        if self._wanted and headers.get("proxy-authorization") != self._wanted:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
        elif self.refuses or not head[0].startswith("CONNECT "):
            writer.write(f"HTTP/1.1 {self.refuses or '403 Forbidden'}\r\nContent-Length: 0\r\n\r\n".encode())
        else:
            host = head[0].split(" ")[1].rpartition(":")[0]
            there, back = await asyncio.open_connection("127.0.0.1", self._hosts[host])
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            try:
                await asyncio.gather(_pour(reader, back), _pour(there, writer))
            finally:
                back.close()
        await writer.drain()


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()
        if target.can_write_eof():
            target.write_eof()


@asynccontextmanager
async def tunnel(
    hosts: Mapping[str, int], sign_in: tuple[str, str] | None = None, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Tunnel]:
    """Run a proxy for the length of the block."""
    proxy = Tunnel(hosts, sign_in, tls)
    await proxy.start()
    try:
        yield proxy
    finally:
        await proxy.stop()

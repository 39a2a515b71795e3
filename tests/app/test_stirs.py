"""What Qt tells of the network is passed on when there is a way, and not when it goes."""

import asyncio

from PySide6.QtNetwork import QNetworkInformation

from desktop.app.stirs import Stirs
from desktop.domain.surroundings import Stir

REACH = QNetworkInformation.Reachability


async def test_only_a_network_that_leads_somewhere_is_told() -> None:
    told: list[Stir] = []
    stirs = Stirs(asyncio.get_running_loop(), told.append)
    for reach in (REACH.Disconnected, REACH.Local):
        stirs.reached(reach)
    await asyncio.sleep(0)
    assert told == []
    stirs.reached(REACH.Online)
    stirs.reached(REACH.Unknown)  # where the system cannot say, it is looked at
    stirs.moved(QNetworkInformation.TransportMedium.WiFi)
    await asyncio.sleep(0)
    assert told == [Stir.NETWORK] * 3


def test_a_loop_that_has_ended_hears_nothing_and_that_is_no_fault() -> None:
    loop = asyncio.new_event_loop()
    loop.close()
    Stirs(loop, lambda _: None).reached(REACH.Online)


def test_listening_is_possible_or_declined_and_no_fault_either_way(qapp: object) -> None:
    stirs = Stirs(asyncio.new_event_loop(), lambda _: None)
    stirs._loop.close()
    assert stirs.start() is (QNetworkInformation.instance() is not None)

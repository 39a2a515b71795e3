"""Campaigns on paper in a real window: what a test sets up, and what it sees."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.domain.campaigns import (
    CampaignFilter,
    CampaignNumber,
    CampaignPage,
    CampaignSort,
)
from desktop.ui.campaigns.detail.views import NumbersState
from desktop.ui.campaigns.presenter import ListState
from desktop.ui.campaigns.screen import CampaignsScreen
from desktop.ui.shell.window import MainWindow
from tests.support.paper_campaigns import CampaignProvider, Dialler
from tests.ui.conftest import Scene, until


@dataclass
class Asked(Dialler):
    """A dialler that remembers what it was asked for."""

    asked: list[tuple[CampaignFilter, CampaignSort, bool]] = field(default_factory=list)

    async def campaigns(
        self, wanted: CampaignFilter, sort: CampaignSort, *, descending: bool, first: int, count: int
    ) -> CampaignPage:
        self.asked.append((wanted, sort, descending))
        return await super().campaigns(wanted, sort, descending=descending, first=first, count=count)

    def put_long(self, numbers: int) -> None:
        """Set a campaign of the name Long up."""
        self.put("long", "Long", numbers, starts_at=datetime(2026, 2, 1))  # noqa: DTZ001 - a provider may name no zone


Steps = Callable[[Scene, Asked], Awaitable[None]]


@pytest.fixture
def play_campaigns(play_on: Callable[..., None]) -> Callable[[Steps], None]:
    """Play a scene whose only provider has a few campaigns that the test may change."""
    dialler = Asked()
    day = iter(range(1, 28))
    for name, numbers, told in (
        ("Spring renewals", 25, {"tag_ids": ("t1",), "phone_system_id": "ps-1"}),
        ("Service notice", 6, {"status": "draft", "type": "static"}),
        ("Loyalty survey", 3, {"mode": "predictive"}),
        ("Win back", 4, {"status": "finished", "type": "static"}),
        ("Odd one", 2, {"status": "Scheduled"}),
    ):
        begins = datetime(2026, 3, next(day))  # noqa: DTZ001 - a provider may name no zone
        dialler.put(name.split()[0].lower(), name, numbers, starts_at=begins, **told)
    provider = CampaignProvider(dialler)
    return lambda steps: play_on(lambda scene: steps(scene, dialler), {}, {"paper": provider})


async def sign_in(scene: Scene, name: str = "Main") -> None:
    """Add an account of the paper provider."""
    added = scene.opened.services.accounts.add("paper", name, {"region": "US"}, {"secret": "s3"})
    await scene.there(added)


async def settled(screen: CampaignsScreen) -> None:
    """Wait until nothing is read any more."""
    await until(lambda: screen.presenter.settled and screen.detail_presenter.settled)


async def listed(scene: Scene) -> tuple[MainWindow, CampaignsScreen]:
    """Open a window at the campaigns of a new account."""
    await sign_in(scene)
    return await at_campaigns(scene)


async def at_campaigns(scene: Scene) -> tuple[MainWindow, CampaignsScreen]:
    """Open a window at the campaigns."""
    window = await scene.window()
    window.show_campaigns()
    screen = window.screens.the_campaigns()
    await until(lambda: screen.page.state is not ListState.LOADING)
    await settled(screen)
    return window, screen


def names(screen: CampaignsScreen) -> list[str]:
    """Return the names in the list, from its top."""
    found = [screen.model.entry_at(row) for row in range(screen.model.rows)]
    return [one.name for one in found if one is not None]


async def choose(screen: CampaignsScreen, name: str) -> None:
    """Choose a campaign in the list, and wait until its numbers are read."""
    row = names(screen).index(name)
    screen.list.go_to(row)
    await until(lambda: screen.detail_presenter.view is not None, "no campaign is open")
    await until(lambda: screen.detail.header.title.text() == name)
    await until(lambda: screen.detail.card.state is not NumbersState.LOADING)
    await settled(screen)


def rows(screen: CampaignsScreen) -> list[CampaignNumber | None]:
    """Return the numbers that are listed, None for one whose page is not here."""
    return [screen.detail.model.entry_at(row) for row in range(screen.detail.model.rows)]


def sentence(model: Any, row: int) -> str:
    """Return what a screen reader says of a row."""
    return str(model.data(model.index(row, 0), Qt.ItemDataRole.AccessibleTextRole))

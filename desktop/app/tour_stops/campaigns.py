"""The list of campaigns: filtered, sorted, searched, and why it is empty; in every size and direction."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import Qt

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW, enlarged, longer_words, mirrored
from desktop.domain.campaigns import CampaignAccount, CampaignSort, LabelKind
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui.campaigns.chosen import DateKey, Span, Wish
from desktop.ui.campaigns.detail.views import NumbersState
from desktop.ui.campaigns.filters import Filters
from desktop.ui.campaigns.presenter import ListContent, ListState
from desktop.ui.campaigns.screen import CampaignsScreen
from desktop.ui.shell.window import MainWindow

FIRST, SMALL = (1180, 760), (560, 640)
NAMES = {"tag-renewal": "Renewal", "tag-paris": "Paris", "tag-survey": "Survey"}

T = TypeVar("T")


async def campaigns(stage: Stage, window: MainWindow) -> None:
    """Show the list: filters, orders, search, and why there are no rows."""
    window.resize(*FIRST)
    window.activateWindow()  # off screen nobody gives that back when a popover closes
    screen = await opened(stage, window)
    await choose(screen, "Spring renewals")
    await _rows(stage, window, screen)
    await _filtered(stage, window, screen)
    await _more(stage, window, screen)
    _empty(stage, window, screen)
    _accounts(stage, window, screen)
    await _narrow(stage, window, screen)


async def campaigns_otherwise(stage: Stage) -> None:
    """Show the campaigns mirrored, twice as large, and with longer words."""
    with longer_words():
        await _in_another_window(stage, "long-words", FIRST)
    with mirrored():
        await _in_another_window(stage, "right-to-left", FIRST)
    with enlarged():
        await _in_another_window(stage, "text-200", NARROW)


async def engine(stage: Stage, work: Coroutine[Any, Any, T]) -> T:
    """Run something on the engine's loop."""

    async def there() -> T:
        return await work

    return await asyncio.wrap_future(stage.engine.submit(there()))


async def opened(stage: Stage, window: MainWindow) -> CampaignsScreen:
    """Show the campaigns with their tags labelled, and wait until all is read."""
    service = stage.container.services.campaigns
    account = (await engine(stage, service.accounts()))[0]
    for tag, label in NAMES.items():
        await engine(stage, service.set_label(account.account_id, LabelKind.TAG, tag, label))
    window.show_campaigns()
    screen = window.campaigns
    assert screen is not None
    await settled(screen)
    await until(lambda: screen.presenter.known.choices(LabelKind.TAG).get("tag-paris") == "Paris")
    return screen


async def settled(screen: CampaignsScreen) -> None:
    """Wait until nothing is read any more."""
    await until(lambda: screen.page.state is not ListState.LOADING)
    await until(lambda: screen.presenter.settled and screen.detail_presenter.settled)


async def choose(screen: CampaignsScreen, name: str) -> None:
    """Open a campaign of the list, and wait for its numbers."""
    row = next(row for row in range(screen.model.rows) if _name(screen, row).startswith(name))
    screen.list.go_to(row)
    await until(lambda: screen.detail.header.title.text().startswith(name))
    await until(lambda: screen.detail.card.state is not NumbersState.LOADING)
    await settled(screen)


def _name(screen: CampaignsScreen, row: int) -> str:
    campaign = screen.model.entry_at(row)
    return campaign.name if campaign is not None else ""


async def _rows(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    rows, take = screen.list, stage.album.take
    for row in (2, 5):
        screen.detail.model.tick(row)
    rows.setFocus(Qt.FocusReason.MouseFocusReason)
    take(window, "campaigns", "all")
    screen.detail.model.untick()
    rows.hover_row(rows.current_row + 1)
    take(window, "campaigns", "hovered")
    rows.hover_row(-1)
    rows.clearFocus()
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    take(window, "campaigns", "keyboard")
    rows.setFocus(Qt.FocusReason.MouseFocusReason)


async def _filtered(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    page, take, presenter = screen.page, stage.album.take, screen.presenter
    filters: Filters = page.filters
    filters.status.click()
    take(window, "campaigns", "status-menu")
    filters.status.menu.close()
    filters.tag.click()
    take(window, "campaigns", "tag-menu")
    filters.tag.menu.close()
    page.sort.click()
    take(window, "campaigns", "sort-menu")
    page.sorts.close()
    for state, wish in (
        ("filtered", replace(presenter.wish, status="active", type="dynamic", archived=False)),
        ("by-tags", replace(_plain(presenter.wish), tag_ids=("tag-paris", "tag-survey"))),
        ("archived", replace(_plain(presenter.wish), archived=True)),
        ("sorted", replace(_plain(presenter.wish), sort=CampaignSort.NUMBERS)),
    ):
        presenter.choose(wish)
        await settled(screen)
        take(window, "campaigns", state)
    presenter.choose(_plain(presenter.wish))
    page.search.setText("survey")
    await settled(screen)
    take(window, "campaigns", "search")
    page.search.setText("<b>nothing</b>")
    await until(lambda: page.state is ListState.NOTHING and presenter.settled)
    take(window, "campaigns", "filtered-to-nothing")
    page.show_all()
    await settled(screen)


def _plain(wish: Wish) -> Wish:
    return wish.everything()


async def _more(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    filters, presenter = screen.page.filters, screen.presenter
    presenter.choose(replace(presenter.wish, starts=Span("2026-09-01", "2026-11-30")))
    await settled(screen)
    filters.open_more()
    assert filters.popover is not None
    stage.album.take(window, "campaigns", "more-filters")
    span = filters.popover.spans[DateKey.ENDED]
    span.low.setText("the other day")
    span.low.textEdited.emit(span.low.text())
    assert span.span is None
    stage.album.take(window, "campaigns", "more-filters-wrong")
    span.low.clear()
    filters.popover.hide()
    presenter.choose(_plain(presenter.wish))
    await settled(screen)


# ---- why there are no rows


def _empty(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    page, before = screen.page, screen.presenter.content
    assert before is not None
    title = screen.presenter.accounts[0].provider
    provider = window.shell.manifests[title].title
    offline = Trouble(ErrorKind.OFFLINE, provider=provider).sentence
    signed_out = Trouble(ErrorKind.SIGN_IN, provider=provider, account="Paris").sentence
    page.show_content(replace(before, sentence=offline))
    stage.album.take(window, "campaigns", "offline")
    for content in (
        ListContent(ListState.LOADING),
        ListContent(ListState.EMPTY),
        ListContent(ListState.FAILED, sentence=offline),
        ListContent(ListState.SIGN_IN, sentence=signed_out),
        ListContent(ListState.NO_ACCOUNT),
    ):
        page.show_content(content)
        stage.album.take(window, "campaigns", content.state.value.replace(" ", "-"))
    page.show_content(before)


def _accounts(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    presenter = screen.presenter
    before = presenter.accounts
    second = CampaignAccount("second", "Head office <b>London</b>", before[0].provider, "GB")
    presenter.accounts = (*before, second)
    screen.page.show_accounts()
    stage.album.take(window, "campaigns", "accounts")
    presenter.accounts = before
    screen.page.show_accounts()


# ---- sizes


async def _narrow(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    await settled(screen)
    window.resize(*NARROW)
    stage.album.take(window, "campaigns", "smallest")
    window.setMinimumSize(0, 0)
    window.resize(*SMALL)
    await until(lambda: screen.narrow)
    screen.go_back()
    await until(lambda: not screen.sliding)
    stage.album.take(window, "campaigns", "narrow-list")
    screen.show_detail()
    await until(lambda: not screen.sliding)
    stage.album.take(window, "campaigns", "narrow-detail")
    screen.go_back()
    await until(lambda: not screen.sliding)
    window.resize(*FIRST)
    await until(lambda: not screen.narrow)


async def _in_another_window(stage: Stage, state: str, size: tuple[int, int]) -> None:
    window = await stage.window()
    window.resize(*size)
    screen = await opened(stage, window)
    await choose(screen, "Appointment reminders")
    screen.go_back()
    await until(lambda: not screen.sliding)
    stage.album.take(window, "campaigns", state)
    screen.show_detail()
    await until(lambda: not screen.sliding)
    screen.detail.model.tick(1)
    stage.album.take(window, "campaigns", f"{state}-detail")
    screen.detail.open_details()
    stage.album.take(window, "campaigns", f"{state}-ids")
    assert screen.detail.ids is not None
    screen.detail.ids.hide()
    screen.add_number()
    stage.album.take(window, "campaigns", f"{state}-add")
    assert screen.form is not None
    screen.form.reject()
    await stage.close(window)

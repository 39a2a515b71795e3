"""An opened campaign: its numbers in every state, its ids, what is deleted and what is added."""

from dataclasses import replace

from PySide6.QtCore import Qt

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.campaigns import FIRST, choose, opened, settled
from desktop.domain.campaigns import Campaign, DeleteResult
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowState, RowVerdict, Upload, UploadState
from desktop.ui.campaigns.detail.addpresenter import AddView
from desktop.ui.campaigns.detail.addpresenter import Stage as Adding
from desktop.ui.campaigns.detail.views import NumbersContent, NumbersState
from desktop.ui.campaigns.screen import CampaignsScreen
from desktop.ui.shell.window import MainWindow

NEW = "+33 6 39 98 47 12"
SPARE = "+33639984712"


async def campaign_details(stage: Stage, window: MainWindow) -> None:
    """Show an opened campaign in every state."""
    window.resize(*FIRST)
    window.activateWindow()  # off screen nobody gives that back when a popover closes
    screen = await opened(stage, window)
    screen.detail_presenter.show("")
    _take(stage, window, "nothing-chosen")
    for state, name in (
        ("draft", "Service notice"),
        ("static", "Water main"),
        ("paused", "Callback"),
        ("finished", "Invoice"),
        ("no-numbers", "Trade fair"),
        ("odd-name", "<b>Bold"),
    ):
        await choose(screen, name)
        _take(stage, window, state)
    await choose(screen, "Loyalty survey")
    await _numbers(stage, window, screen)
    _states(stage, window, screen)
    await _ids(stage, window, screen)
    _deleting(stage, window, screen)
    _uploads(stage, window, screen)
    await _adding(stage, window, screen)
    window.show_recents()


def _take(stage: Stage, window: MainWindow, state: str) -> None:
    stage.album.take(window, "campaign", state)


async def _numbers(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    table, model = screen.detail.card.table, screen.detail.model
    table.setFocus(Qt.FocusReason.TabFocusReason)
    table.go_to(1)
    _take(stage, window, "keyboard")
    table.setFocus(Qt.FocusReason.MouseFocusReason)
    table.hover_row(4)
    _take(stage, window, "hovered")
    table.hover_row(-1)
    place = table.viewport().mapToGlobal(table.visualRect(model.index(2, 0)).center())
    table.choice_wanted.emit(2, place)
    _take(stage, window, "row-menu")
    table.menu.close()
    table.go_to(model.rows - 20)
    _take(stage, window, "page-on-its-way")
    await until(lambda: model.entry_at(model.rows - 20) is not None)
    await settled(screen)
    _take(stage, window, "page-came")
    entry = model.entry_at(model.rows - 20)
    assert entry is not None
    screen.detail.search.setText(entry.number[-5:])
    await until(lambda: screen.detail_presenter.query.part != "" and screen.detail_presenter.settled)
    _take(stage, window, "search")
    screen.detail.search.setText("000000000")
    await until(lambda: screen.detail.card.state is NumbersState.NOTHING)
    _take(stage, window, "no-such-number")
    screen.detail.search.clear()
    await until(lambda: screen.detail.card.state is NumbersState.READY and screen.detail_presenter.settled)
    table.go_to(0)


def _states(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    page, before, view = screen.detail, screen.detail_presenter.content, screen.detail_presenter.view
    assert before is not None
    assert view is not None
    offline = Trouble(ErrorKind.OFFLINE, provider=view.provider).sentence
    page.show_numbers(replace(before, sentence=offline))
    _take(stage, window, "offline")
    page.show_numbers(before)
    gone = Trouble(ErrorKind.NOT_FOUND, provider=view.provider).sentence
    page.show_view(replace(view, trouble=gone))
    _take(stage, window, "gone-there")
    page.show_view(view)
    for state, content in (
        ("loading", NumbersContent(NumbersState.LOADING)),
        ("failed", NumbersContent(NumbersState.FAILED, sentence=offline)),
    ):
        page.show_numbers(content)
        _take(stage, window, state)
    page.show_numbers(before)
    page.show_view(replace(view, campaign=_scheduled(view.campaign)))
    _take(stage, window, "unknown-state")
    page.show_view(view)


def _scheduled(campaign: Campaign) -> Campaign:
    return replace(campaign, told=replace(campaign.told, status="Scheduled", numbers_count=None))


async def _ids(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    screen.detail.open_details()
    assert screen.detail.ids is not None
    _take(stage, window, "ids")
    line = screen.detail.ids.lines[-1]
    line.write.click()
    line.field.setText("Front desk")
    _take(stage, window, "label")
    line.leave()
    screen.detail.ids.hide()


def _deleting(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    model, card = screen.detail.model, screen.detail.card
    for row in (0, 2, 3, 5):
        model.tick(row)
    ticked = model.ticked
    card.delete.click()
    assert screen.question is not None
    _take(stage, window, "ask-delete")
    screen.question.reject()
    screen.detail_presenter.deleted.emit(
        DeleteResult(ticked[:1], ticked[1:], reason="One was called already.")
    )
    _take(stage, window, "still-there")
    screen.detail_presenter.deleted.emit(DeleteResult(ticked))
    _take(stage, window, "deleted")
    screen.passing.hush()
    model.untick()


def _uploads(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    view = screen.detail_presenter.view
    assert view is not None
    upload = Upload(
        id="1",
        campaign_id=view.campaign.id,
        campaign=view.campaign.name,
        account_id=view.campaign.account_id,
        source="renewals-march.csv",
        variables=2,
        region="FR",
        state=UploadState.STOPPED,
        rows=10_047,
        verdicts={RowVerdict.OK: 9812},
        states={RowState.SENT: 5098, RowState.WAITING: 4712, RowState.UNKNOWN: 2, RowState.LEFT_OUT: 235},
        pieces=52,
        pieces_total=99,
        made_at=stage.now,
        reason=Trouble(ErrorKind.OFFLINE, provider=view.provider).sentence,
    )
    strip = screen.detail.strip
    strip.show_uploads((upload,))
    _take(stage, window, "unfinished-upload")
    strip.show_uploads((replace(upload, state=UploadState.SENDING, reason=""),))
    _take(stage, window, "upload-under-way")
    strip.show_uploads(())


async def _adding(stage: Stage, window: MainWindow, screen: CampaignsScreen) -> None:
    screen.add_number()
    form = screen.form
    assert form is not None
    _take(stage, window, "add")
    form.number.setText("06 39 98")
    form.presenter.type("06 39 98")
    _take(stage, window, "add-unfinished")
    form.number.setText("5 55")
    form.presenter.check("5 55", ())
    await until(lambda: form.presenter.settled)
    _take(stage, window, "add-refused-here")
    form.number.setText(NEW)
    form.presenter.type(NEW)
    form.presenter.check(NEW, ("Amélie", "R-20418"))
    await until(lambda: form.presenter.view.stage is Adding.ASKING)
    _take(stage, window, "add-asking")
    asked, found = form.presenter.view, screen.detail.model.read(0, 2)
    lost = Trouble(ErrorKind.ADDED_UNKNOWN, name=screen.detail.header.title.text()).sentence
    alike = tuple(one for one in found if one is not None)
    for state, view in (
        ("add-sending", replace(asked, stage=Adding.SENDING)),
        ("add-unknown", replace(asked, stage=Adding.UNKNOWN, sentence=lost, found=())),
        ("add-unknown-alike", replace(asked, stage=Adding.UNKNOWN, sentence=lost, found=alike)),
        ("add-unknown-unread", replace(asked, stage=Adding.UNKNOWN, sentence=lost, found=None)),
        ("add-refused", replace(asked, stage=Adding.REFUSED, sentence="The campaign was paused meanwhile.")),
    ):
        form.presenter.view = view
        form.presenter.changed.emit()
        _take(stage, window, state)
    form.presenter.view = asked
    form.presenter.back()
    await until(lambda: form.presenter.view.stage is Adding.FORM)
    form.presenter.view = AddView()
    form.reject()
    await settled(screen)

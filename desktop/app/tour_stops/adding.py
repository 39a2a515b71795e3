"""Contacts and calls on their way into a campaign, and the campaigns that a number is in."""

from dataclasses import replace
from datetime import timedelta

from desktop.app.tour import Stage, until
from desktop.app.tour_stops.common import NARROW, open_first, talked_about
from desktop.app.tour_stops.do_not_call import LONG, closed
from desktop.domain.campaigns import Campaign, Membership
from desktop.domain.uploads import RowState, Upload, UploadState
from desktop.ui.campaigns.adding.dialog import AddToCampaign
from desktop.ui.campaigns.adding.presenter import AddingPresenter
from desktop.ui.campaigns.adding.presenter import Stage as Step
from desktop.ui.candidates import Candidate
from desktop.ui.detail import header
from desktop.ui.numberfacts import Lists
from desktop.ui.shell.window import MainWindow

PEOPLE = (
    Candidate("Ingrid Holm", (("main", "+12025550177"), ("mobile", "+12025550178"))),
    Candidate("Bluebird Bakery", (("main", "+12025550164"),)),
    Candidate("Front desk", (("main", "204"),)),
    Candidate(LONG, (("main", "020 7946 0018"),)),
    Candidate("", (("", "+33639983126"),)),
)


async def opened_form(window: MainWindow) -> AddToCampaign:
    """Open the form, and wait until its numbers are checked."""
    window.deeds.add_to_campaign(PEOPLE, "Contacts")
    form = window.deeds.dialog
    assert isinstance(form, AddToCampaign)
    await until(lambda: form.presenter.stage is Step.READY)
    return form


async def adding(stage: Stage, window: MainWindow) -> None:
    """Show the form from its beginning to every end, and where a number is."""
    take = stage.album.take
    window.show_recents()
    window.deeds.add_to_campaign(PEOPLE, "Contacts")
    form = window.deeds.dialog
    assert isinstance(form, AddToCampaign)
    take(window, "adding", "loading")
    presenter = form.presenter
    await until(lambda: presenter.stage is Step.READY)
    take(window, "adding", "ready")
    form.table.ask_choice(0)
    take(window, "adding", "which-number")
    form.menu.close()
    window.resize(*NARROW)
    take(window, "adding", "narrow")
    window.resize(1180, 760)
    _ended(stage, window, form)
    upload = presenter.upload
    presenter.stage, presenter.trouble = Step.FAILED, "The provider cannot be reached."
    presenter.changed.emit()
    take(window, "adding", "failed")
    presenter.stage = Step.UNCHECKED
    presenter.changed.emit()
    take(window, "adding", "unchecked")
    presenter.stage = Step.NONE
    presenter.changed.emit()
    take(window, "adding", "no-campaign")
    campaigns = presenter.campaigns
    presenter.upload = upload
    await closed(window)
    await _members(stage, window, campaigns)


def _ended(stage: Stage, window: MainWindow, form: AddToCampaign) -> None:
    take, presenter = stage.album.take, form.presenter
    checked, rows = presenter.upload, presenter.rows
    assert checked is not None
    presenter.stage = Step.CHECKING
    presenter.changed.emit()
    take(window, "adding", "checking")
    presenter.stage = Step.SENDING
    _pose(presenter, checked, RowState.SENDING)
    take(window, "adding", "sending")
    presenter.stage = Step.DONE
    _pose(presenter, checked, RowState.SENT)
    take(window, "adding", "done")
    _pose(presenter, checked, RowState.UNKNOWN)
    take(window, "adding", "unknown")
    presenter.upload, presenter.rows = checked, rows


def _pose(presenter: AddingPresenter, checked: Upload, state: RowState) -> None:
    """Have those that go in be of a state."""
    rows = [row if row.state is RowState.LEFT_OUT else replace(row, state=state) for row in presenter.rows]
    going = sum(row.state is state for row in rows)
    states = {RowState.LEFT_OUT: len(rows) - going, state: going}
    presenter.rows = tuple(rows)
    presenter.upload = replace(checked, state=UploadState.DONE, states=states)
    presenter.changed.emit()


async def _members(stage: Stage, window: MainWindow, campaigns: tuple[Campaign, ...]) -> None:
    """Show in the opened call which campaigns its number is in."""
    take = stage.album.take
    await open_first(stage, window, talked_about)
    window.recents.detail.header.tabs.setCurrentIndex(header.PERSON)
    facts = window.recents.detail_presenter.facts
    await until(lambda: facts.settled)
    take(window, "adding", "in-no-campaign")
    ages = (timedelta(hours=2), timedelta(hours=32))
    facts.memberships = tuple(
        Membership(one, stage.now - age) for one, age in zip(campaigns, ages, strict=False)
    )
    facts.changed.emit()
    take(window, "adding", "in-campaigns")
    facts.lists, facts.to_read = Lists.ASKING, 1_204_000
    facts.changed.emit()
    take(window, "adding", "many-to-read")
    facts.lists = Lists.LOOKING
    facts.changed.emit()
    take(window, "adding", "reading-lists")
    facts.lists, facts.trouble = Lists.FAILED, "The provider cannot be reached. Check the network connection."
    facts.changed.emit()
    take(window, "adding", "lists-failed")
    facts.lists, facts.memberships = Lists.RESTING, ()
    facts.changed.emit()
    window.recents.detail.header.tabs.setCurrentIndex(header.CONVERSATION)

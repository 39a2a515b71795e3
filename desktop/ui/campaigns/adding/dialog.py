"""The form that puts contacts and callers into a campaign: which one, each number's verdict, the result."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.domain.campaigns import NewNumber
from desktop.domain.uploads import RowState
from desktop.ui import sentences_adding as sentences
from desktop.ui import strings_adding as strings
from desktop.ui.campaigns.adding.presenter import AddingPresenter, Stage
from desktop.ui.campaigns.adding.table import AddingTable
from desktop.ui.candidates import Candidate
from desktop.ui.context import Context
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.float import Menu
from desktop.ui.kit.labels import Text
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import Banner, EmptyState, Pane, Skeleton
from desktop.ui.kit.table import TableHead
from desktop.ui.kit.theme import u
from desktop.ui.kit.wizard import Wide
from desktop.ui.sentences import listed
from desktop.ui.sentences_do_not_call import number

WIDTH, HEIGHT = 880, 560
_WITH_ROWS = frozenset({Stage.CHECKING, Stage.READY, Stage.SENDING, Stage.DONE})


class AddToCampaign(Wide):
    """Owns its presenter. `open_wanted` carries the campaign that somebody wants to see afterwards.

    `source` says where the people stood. With a `campaign_id` that campaign is proposed.
    """

    open_wanted = Signal(str)

    def __init__(
        self,
        context: Context,
        window: QWidget,
        people: Sequence[Candidate | NewNumber],
        source: str,
        campaign_id: str = "",
    ) -> None:
        super().__init__(window, title=strings.TITLE, close_name=strings.CLOSE, width=WIDTH, height=HEIGHT)
        self.presenter = AddingPresenter(context, people, source, campaign_id, self)
        self.campaign = Combo(name=strings.CAMPAIGN)
        self.table = AddingTable(self.presenter)
        self.head = TableHead(self.table, all_name=strings.ALL)
        self.rings = Banner("waiting", block=True)
        self.told = Banner("answered", block=True)
        self.failed_note = Banner("missed", block=True)
        self.menu = Menu(self)
        self._menu_row = -1
        self._places: dict[QAction, int] = {}
        self._said = ""
        self._begun = False
        self.again = self.add_button(Button(strings.LOOK_AGAIN))
        self.show_it = self.add_button(Button(strings.OPEN_CAMPAIGN))
        self.cancel = self.add_button(Button(strings.CANCEL))
        self.go = self.add_button(Button(sentences.go(0), kind="go"))
        self._stack = QStackedWidget()
        self._states: dict[Stage, QWidget] = {}
        self._lay_out()
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        self._chooser = QWidget()
        line = QHBoxLayout(self._chooser)
        line.setContentsMargins(u(24), u(12), u(24), u(12))
        line.setSpacing(u(12))
        line.addWidget(Text(strings.CAMPAIGN, "dim"))
        line.addWidget(self.campaign)
        line.addStretch(1)
        notes = Pane(margins=(24, 12, 24, 12))
        for note in (self.rings, self.told, self.failed_note):
            notes.add(note)
        rows = Pane()
        rows.add(self._chooser)
        rows.add(self.head)
        rows.add(self.table, 1)
        rows.add(notes)
        none = EmptyState("campaign", strings.NONE_TITLE, strings.NONE_TEXT, strings.READ_AGAIN)
        none.acted.connect(self.presenter.start)
        self._failed = EmptyState("warning", strings.FAILED_TITLE, "", strings.TRY_AGAIN)
        self._failed.acted.connect(self.presenter.start)
        self._unchecked = EmptyState("warning", strings.UNCHECKED_TITLE, "", strings.TRY_AGAIN)
        self._unchecked.acted.connect(self.presenter.check)
        self._states = {
            Stage.LOADING: Skeleton(name=strings.LOADING),
            Stage.NONE: none,
            Stage.FAILED: self._failed,
            Stage.UNCHECKED: self._unchecked,
        }
        self._states.update(dict.fromkeys(_WITH_ROWS, rows))
        for part in dict.fromkeys(self._states.values()):
            self._stack.addWidget(part)
        self.pages.addWidget(self._stack)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.refresh)
        self.campaign.picked.connect(self._picked)
        self.head.all_wanted.connect(presenter.tick_all)
        self.table.choice_wanted.connect(self._open_menu)
        self.menu.triggered.connect(self._number_chosen)
        self.cancel.clicked.connect(self.reject)
        self.go.clicked.connect(self._go)
        self.again.clicked.connect(presenter.look_again)
        self.show_it.clicked.connect(self._show_campaign)

    def showEvent(self, event: QShowEvent) -> None:
        """Look for campaigns once it is there."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self.presenter.start()
            focus.give(self.campaign, ring=focus.by_keyboard())

    # ---- what is shown

    def refresh(self) -> None:
        """Show the presenter's state."""
        presenter, stage = self.presenter, self.presenter.stage
        self._failed.set_message(strings.FAILED_TITLE, presenter.trouble)
        self._unchecked.set_message(strings.UNCHECKED_TITLE, presenter.trouble)
        self._show_campaigns()
        self.table.entries.refresh()
        self.table.viewport().update()
        ticks = [self.table.entries.ticked(row) for row in range(len(presenter.choices))]
        free = [tick for tick in ticks if tick is not None]
        self.head.show_ticked(presenter.going if free else 0, len(free))
        self.head.box.setVisible(stage in (Stage.CHECKING, Stage.READY))
        self._stack.setCurrentWidget(self._states[stage])
        self._show_notes()
        self._show_buttons()

    def _show_campaigns(self) -> None:
        presenter = self.presenter
        offered = [
            (one.id, sentences.campaign(one, several_accounts=presenter.several_accounts))
            for one in presenter.campaigns
        ]
        if offered != [
            (self.campaign.itemData(at), self.campaign.itemText(at)) for at in range(len(offered))
        ]:
            self.campaign.set_choices(offered)
        if presenter.campaign is not None:
            self.campaign.choose(presenter.campaign.id)
        self.campaign.setEnabled(presenter.stage in (Stage.CHECKING, Stage.READY))

    def _show_notes(self) -> None:
        presenter, stage = self.presenter, self.presenter.stage
        campaign, upload = presenter.campaign, presenter.upload
        asks = stage is Stage.READY and presenter.going > 0 and campaign is not None
        if asks and campaign is not None:
            lead = strings.RINGS if campaign.runs else strings.MAY_RING
            self.rings.set_message(lead, sentences.rings(campaign, presenter.going))
        done = stage is Stage.DONE and upload is not None
        unknown = bool(done and upload is not None and upload.states.get(RowState.UNKNOWN, 0))
        whole = bool(
            done
            and upload is not None
            and upload.states.get(RowState.SENT, 0) == upload.wanted
            and upload.wanted
        )
        if done and upload is not None:
            said = sentences.result(upload)
            self.told.set_message("", said)
            reason = " ".join(
                part
                for part in (presenter.trouble or upload.reason, strings.UNKNOWN_TEXT if unknown else "")
                if part
            )
            self.failed_note.set_message(f"{strings.PART}: {said}.", reason)
            self._announce(said)
        self.rings.setVisible(asks)
        self.told.setVisible(whole)
        self.failed_note.setVisible(done and not whole)
        self.say(strings.STAYS if stage is Stage.SENDING else "")

    def _show_buttons(self) -> None:
        presenter, stage = self.presenter, self.presenter.stage
        done = stage is Stage.DONE
        upload = presenter.upload
        self.again.setVisible(done and upload is not None and upload.states.get(RowState.UNKNOWN, 0) > 0)
        self.show_it.setVisible(done)
        self.cancel.setText(strings.DONE if stage in (Stage.SENDING, Stage.DONE) else strings.CANCEL)
        self.go.setVisible(not done)
        self.go.setText(strings.SENDING if stage is Stage.SENDING else sentences.go(presenter.going))
        self.go.setEnabled(stage is Stage.READY and presenter.going > 0)

    def _announce(self, said: str) -> None:
        if said != self._said:
            self._said = said
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    # ---- what a person does

    def _picked(self, campaign_id: object) -> None:
        self.presenter.choose(str(campaign_id))

    def _go(self) -> None:
        self.presenter.send()
        focus.give(self.cancel, ring=focus.by_keyboard())

    def _show_campaign(self) -> None:
        if self.presenter.campaign is not None:
            self.open_wanted.emit(self.presenter.campaign.id)
        self.accept()

    def _open_menu(self, row: int, place: QPoint) -> None:
        if not self.table.entries.several(row):
            return
        choice = self.presenter.choices[row]
        self._menu_row = row
        self.menu.clear()
        self._places = {}
        for at, (label, text) in enumerate(choice.who.numbers):
            action = self.menu.add(listed([number(text), shown(label)]))
            action.setCheckable(True)
            action.setChecked(at == choice.at)
            self._places[action] = at
        self.menu.open_at(place)

    def _number_chosen(self, action: QAction) -> None:
        if action in self._places:
            self.presenter.choose_number(self._menu_row, self._places[action])

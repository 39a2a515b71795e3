"""An opened campaign: header, what can be done with its numbers, and the numbers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.campaigns import LabelKind
from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings
from desktop.ui import strings_campaigns as words
from desktop.ui.campaigns.detail.header import Header
from desktop.ui.campaigns.detail.ids import IdsPopover
from desktop.ui.campaigns.detail.numberscard import NumbersCard
from desktop.ui.campaigns.detail.numbersmodel import NumbersModel
from desktop.ui.campaigns.detail.presenter import CampaignPresenter
from desktop.ui.campaigns.detail.strip import UploadStrip
from desktop.ui.campaigns.detail.views import CampaignView, Changing, NumbersContent
from desktop.ui.context import Context
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field
from desktop.ui.kit.labels import IconLabel, Paragraph
from desktop.ui.kit.panes import EmptyState, Pane
from desktop.ui.kit.theme import u
from desktop.ui.sentences import tip

NARROW = 560
"""Below that, the buttons beside the search are only their symbols."""


class CampaignDetail(Pane):
    """Shows what the presenter read. `add_wanted`, `upload_wanted` and `delete_wanted` ask for something."""

    add_wanted = Signal()
    upload_wanted = Signal()
    delete_wanted = Signal(object)
    upload_shown = Signal(str)

    def __init__(self, context: Context, presenter: CampaignPresenter, parent: QWidget | None = None) -> None:
        super().__init__("window", parent=parent)
        self._context = context
        self._presenter = presenter
        self._view: CampaignView | None = None
        self._ids: IdsPopover | None = None
        self._numbers_trouble = ""
        self.model = NumbersModel(context.campaigns, self)
        self.nothing = EmptyState("campaign", words.CHOOSE_TITLE, words.CHOOSE_TEXT)
        self._whole = QWidget()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self._whole)
        self.add(self._stack, 1)
        self._lay_out()
        self._connect(presenter)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.header = Header()
        column.addWidget(self.header)
        body = Pane("window", margins=(24, 16, 24, 16), spacing=12)
        tools = Pane("window", vertical=False, spacing=8)
        self.search = Field(words.PART, icon="search", clearable=True)
        self.search.set_clear_name(strings.CLEAR_SEARCH)
        self.add_number = Button(words.ADD_NUMBER, icon="plus", name=words.ADD_NUMBER)
        self.add_number.clicked.connect(self.add_wanted)
        self.upload = Button(words.UPLOAD, icon="upload", name=words.UPLOAD)
        self.upload.clicked.connect(self.upload_wanted)
        tools.add(self.search, 1)
        tools.add(self.add_number)
        tools.add(self.upload)
        body.add(tools)
        note = self._note = Pane("window", vertical=False, spacing=6)
        self._note_icon = IconLabel("bell", 14, "waiting")
        self.note = Paragraph("", "dim", 12)
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        note.add(self._note_icon)
        note.add(self.note, 1)
        note.box.setAlignment(self._note_icon, Qt.AlignmentFlag.AlignTop)
        body.add(note)
        self.strip = UploadStrip()
        body.add(self.strip)
        self.card = NumbersCard(self.model)
        body.box.addSpacing(u(4))
        body.add(self.card, 1)
        column.addWidget(body, 1)

    def _connect(self, presenter: CampaignPresenter) -> None:
        presenter.opened.connect(self.show_view)
        presenter.numbers.connect(self.show_numbers)
        presenter.campaign_changed.connect(self._start_anew)
        presenter.deleting_changed.connect(self.card.show_deleting)
        presenter.uploads_changed.connect(self.strip.show_uploads)
        self.model.missing.connect(presenter.paging.want)
        self.header.refresh_wanted.connect(presenter.refresh)
        self.header.details_wanted.connect(self.open_details)
        self.header.ticked.connect(self._show_age)
        self.search.textChanged.connect(presenter.search)
        self.search.returnPressed.connect(self.focus_numbers)
        self.card.head.turn_wanted.connect(presenter.turn)
        self.card.again.connect(presenter.refresh)
        self.card.search_left.connect(self._leave_search)
        self.card.add_wanted.connect(self.add_wanted)
        self.card.delete_wanted.connect(self.delete_wanted)
        self.strip.resume_wanted.connect(presenter.resume)
        self.strip.show_wanted.connect(self.upload_shown)

    # ---- what is shown

    @property
    def ids(self) -> IdsPopover | None:
        """The ids with their labels, once they were opened."""
        return self._ids

    def show_view(self, view: CampaignView | None) -> None:
        """Show a campaign, or that none is chosen."""
        self._view = view
        self._stack.setCurrentWidget(self.nothing if view is None else self._whole)
        if view is None:
            return
        now, told = self._context.now(), view.campaign.told
        self.header.show_view(view)
        self._say_trouble()
        self.header.show_times(
            sentences.span(told.starts_at, told.ends_at, now) or words.NO_DATES,
            sentences.moment(told.started_at, now) if told.started_at else words.NOT_YET,
            sentences.moment(told.ended_at, now) if told.ended_at else "",
        )
        self._show_age()
        self._show_changing(view)
        if self._ids is not None:
            self._ids.show_campaign(view.campaign, view.known)

    def _show_changing(self, view: CampaignView) -> None:
        changing, refusal = view.changing, view.campaign.refusal
        fixed = changing is Changing.NO
        said = {Changing.YES: words.RINGS, Changing.DOUBTFUL: words.MAY_RING}.get(changing, refusal)
        self._note_icon.set_icon("lock" if fixed else "bell", "dim" if fixed else "waiting")
        self.note.set_text(said)
        for button in (self.add_number, self.upload):
            held = button.hasFocus()
            button.setEnabled(not fixed)
            button.setAccessibleDescription(said)
            button.setToolTip(tip(said))
            if held and fixed:
                self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.card.set_fixed(fixed)

    def _show_age(self) -> None:
        view = self._view
        if view is not None:
            read_at, now = view.campaign.read_at, self._context.now()
            said = words.READING if view.reading else sentences.read_ago(view.provider, read_at, now)
            self.header.show_age(said)

    def show_numbers(self, content: NumbersContent) -> None:
        """Show numbers, or why there are none."""
        region = self._view.region if self._view is not None else None
        listing = content.listing
        stale = sentences.as_of(listing.read_at, self._context.now()) if listing is not None else ""
        self.card.show_content(content, region, stale=stale)
        self.card.head.show_order(descending=self._presenter.query.descending)
        self._numbers_trouble = content.sentence
        self._say_trouble()

    def _say_trouble(self) -> None:
        """Say why the campaign was not read anew, unless that is said of its numbers already."""
        trouble = self._view.trouble if self._view is not None else ""
        self.header.show_trouble("" if trouble == self._numbers_trouble else trouble)

    def _start_anew(self) -> None:
        """Forget what belongs to the campaign that was open."""
        self.model.start_anew()
        self._numbers_trouble = ""
        self.search.setText("")
        self.strip.show_uploads(())
        if self._ids is not None:
            self._ids.hide()

    def open_details(self) -> None:
        """Show the provider's ids with their labels."""
        if self._view is None:
            return
        if self._ids is None:
            self._ids = IdsPopover(self)
            self._ids.labelled.connect(self._label)
        self._ids.show_campaign(self._view.campaign, self._view.known)
        self._ids.open_under(self.header.details, at_end=True)

    def _label(self, kind: LabelKind, raw_id: str, label: str) -> None:
        self._presenter.set_label(kind, raw_id, label)

    # ---- keys

    def focus_search(self) -> None:
        """Go to the search among the numbers."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def focus_numbers(self) -> None:
        """Go to the numbers."""
        shown = self.card.shown_state
        heir = shown.button if isinstance(shown, EmptyState) and shown.button is not None else shown
        heir.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if shown is self.card.table and self.card.table.current_row < 0 and self.model.rows:
            self.card.table.go_to(0)

    def leave(self) -> bool:
        """Empty the search, or go from it to the numbers; says whether there was something to leave."""
        if not self.search.hasFocus():
            return False
        if self.search.text():
            self.search.clear()
        else:
            self.focus_numbers()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the search down to what it found."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.focus_numbers()
            return
        super().keyPressEvent(event)

    def _leave_search(self) -> None:
        self.search.clear()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the labels of the buttons out where there is no room for them."""
        super().resizeEvent(event)
        narrow = self.width() < u(NARROW)
        self.add_number.set_label("" if narrow else words.ADD_NUMBER)
        self.upload.set_label("" if narrow else words.UPLOAD)
        self._show_age()

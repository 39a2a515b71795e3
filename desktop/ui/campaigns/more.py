"""The filters that have no button of their own: ids with their labels, and the four times of a campaign."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.campaigns import LabelKind
from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings_campaigns as strings
from desktop.ui.campaigns.chosen import DateKey, IdKey, Span
from desktop.ui.campaigns.presenter import CampaignsPresenter, Known, ListContent, ListState
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Menu, Popover
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.outside import shown
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import u
from desktop.ui.typed_times import read_time, write_time

WIDTH, LEAST_HEIGHT = 480, 280
TYPING_MS = 500

KINDS: dict[IdKey, LabelKind] = {
    IdKey.PHONE_SYSTEM: LabelKind.PHONE_SYSTEM,
    IdKey.EXTENSION: LabelKind.EXTENSION,
    IdKey.CALL_FLOW: LabelKind.CALL_FLOW,
    IdKey.HUMAN_FLOW: LabelKind.CALL_FLOW,
    IdKey.MACHINE_FLOW: LabelKind.CALL_FLOW,
    IdKey.WEBHOOK: LabelKind.WEBHOOK,
}


class MorePopover(Popover):
    """Opens under its button; what is typed is asked for a moment after the last key."""

    def __init__(self, presenter: CampaignsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=strings.MORE_FILTERS, margins=(0, 0, 0, 0), spacing=0)
        self._presenter = presenter
        self._anchor: QWidget | None = None
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._typing.timeout.connect(self._apply)
        self.spans = {key: SpanFields(sentences.DATE_TITLES[key]) for key in DateKey}
        self.ids = {key: IdField(sentences.ID_TITLES[key]) for key in IdKey}
        self.campaign_ids = Field(name=strings.IDS)
        self._lay_out()
        forms: list[SpanFields | IdField] = [*self.spans.values(), *self.ids.values()]
        for form in forms:
            form.edited.connect(self._edited)
            form.settled.connect(self._apply)
        self.campaign_ids.textEdited.connect(self._edited)
        self.campaign_ids.returnPressed.connect(self._apply)
        presenter.shown.connect(self._show_count)
        presenter.known_changed.connect(self._show_known)

    def _lay_out(self) -> None:
        inside = self._inside = Pane("panel", margins=(16, 14, 16, 12), spacing=12)
        for key, span in self.spans.items():
            span.show_now(self._presenter)
            inside.add(_titled(sentences.DATE_TITLES[key], span))
        inside.add(Paragraph(strings.TIMES_AS_THERE, "dim", 12))
        for key_id, field in self.ids.items():
            inside.add(_titled(sentences.ID_TITLES[key_id], field))
        inside.add(_titled(strings.IDS, self.campaign_ids))
        self._scroll = QScrollArea()
        plain_scrolling(self._scroll)
        self._scroll.setWidget(inside)
        self.box.addWidget(self._scroll, 1)
        foot = self._foot = Pane("panel", "t", vertical=False, margins=(16, 9, 16, 8))
        self.count = Text("", "text", 12, 600)
        self.reset = Button(strings.RESET, kind="link", px=12)
        self.reset.clicked.connect(self._reset)
        foot.add(self.count, 1)
        foot.add(self.reset)
        self.box.addWidget(foot)

    def open_under(self, anchor: QWidget, *, at_end: bool = False, above: bool = False) -> None:
        """Show it below its button, as high as the window leaves room."""
        self._anchor = anchor
        self.refresh()
        window = anchor.window()
        width = min(u(WIDTH), window.width() - u(16))
        foot = self._foot.sizeHint().height()
        below = window.height() - anchor.mapTo(window, QPoint(0, anchor.height())).y() - u(16) - foot
        most = min(max(below, u(LEAST_HEIGHT)), anchor.screen().availableGeometry().height() - foot - u(16))
        self._inside.box.activate()
        self._scroll.setFixedSize(width, min(self._inside.box.totalHeightForWidth(width), most))
        self.adjustSize()
        super().open_under(anchor, at_end=at_end, above=above)

    def refresh(self) -> None:
        """Show what is chosen."""
        wish = self._presenter.wish
        self._show_known()
        for key, form in self.spans.items():
            form.show_span(wish.span(key))
        for key_id, field in self.ids.items():
            field.show_id(getattr(wish, key_id))
        self.campaign_ids.setText(", ".join(wish.ids))
        self.reset.setVisible(wish.more > 0)
        if self._presenter.content is not None:
            self._show_count(self._presenter.content)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take what was typed last."""
        if self._typing.isActive():
            self._apply()
        super().hideEvent(event)

    def _show_known(self) -> None:
        for key, field in self.ids.items():
            field.show_known(self._presenter.known, KINDS[key])

    def _show_count(self, content: ListContent) -> None:
        listing = content.listing
        said = strings.LOADING
        if content.state is not ListState.LOADING and listing is not None:
            said = sentences.counted(listing.rows, content.total, exact=listing.exact)
        self.count.setText(said)
        self.count.setAccessibleName(said)

    def _edited(self) -> None:
        self._typing.start()

    def _apply(self) -> None:
        self._typing.stop()
        spans: dict[str, Any] = {key.value: form.span for key, form in self.spans.items()}
        if None in spans.values():
            return  # said beside the field
        ids: dict[str, Any] = {key.value: field.raw_id for key, field in self.ids.items()}
        texts = tuple(part.strip() for part in self.campaign_ids.text().split(",") if part.strip())
        self._presenter.choose(replace(self._presenter.wish, **spans, **ids, ids=texts))
        self.reset.setVisible(self._presenter.wish.more > 0)

    def _reset(self) -> None:
        plain: dict[str, Any] = {key.value: Span() for key in DateKey}
        plain |= {key.value: "" for key in IdKey}
        self._presenter.choose(replace(self._presenter.wish, **plain, ids=()))
        self.refresh()


class SpanFields(QWidget):
    """Both ends of a span of time: whether the moment itself belongs to it, and the moment."""

    edited = Signal()
    settled = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.low_kind = Combo(
            ((False, strings.FROM), (True, strings.AFTER)), name=f"{title}, {strings.FROM_OR_AFTER}"
        )
        self.high_kind = Combo(
            ((False, strings.UNTIL), (True, strings.BEFORE)), name=f"{title}, {strings.UNTIL_OR_BEFORE}"
        )
        self.low = Field(name=f"{title}, {strings.FROM}")
        self.high = Field(name=f"{title}, {strings.UNTIL}")
        self._wrong = Text(strings.NOT_A_TIME, "missed", 12)
        self._wrong.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(u(6))
        grid.setVerticalSpacing(u(4))
        for column, widget in enumerate((self.low_kind, self.low, self.high_kind, self.high)):
            grid.addWidget(widget, 0, column)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.addWidget(self._wrong, 1, 0, 1, 4)
        self._presenter: CampaignsPresenter | None = None
        for field in (self.low, self.high):
            field.textEdited.connect(self._typed)
            field.returnPressed.connect(self.settled)
        for combo in (self.low_kind, self.high_kind):
            combo.picked.connect(self._picked)

    def show_now(self, presenter: CampaignsPresenter) -> None:
        """Take the clock that words such as "today" are read by."""
        self._presenter = presenter
        today = f"{presenter.now().astimezone():%Y-%m-%d}"
        self.low.setPlaceholderText(write_time(today))
        self.high.setPlaceholderText(write_time(today))

    def show_span(self, span: Span) -> None:
        """Show what is chosen."""
        self.low_kind.choose(span.after)
        self.high_kind.choose(span.before)
        self.low.setText(write_time(span.low))
        self.high.setText(write_time(span.high))
        self._check()

    @property
    def span(self) -> Span | None:
        """Return what is typed, None where it is no time."""
        if not self._check():
            return None
        low, high = self._read(self.low) or "", self._read(self.high) or ""
        after, before = self.low_kind.value is True, self.high_kind.value is True
        return Span(low, high, after and bool(low), before and bool(high))

    def _check(self) -> bool:
        wrong = [self._read(field) is None for field in (self.low, self.high)]
        for field, is_wrong in zip((self.low, self.high), wrong, strict=True):
            field.set_wrong(is_wrong)
            field.setAccessibleDescription(strings.NOT_A_TIME if is_wrong else "")
        self._wrong.setVisible(any(wrong))
        return not any(wrong)

    def _read(self, field: Field) -> str | None:
        assert self._presenter is not None
        return read_time(field.text(), self._presenter.now())

    def _typed(self) -> None:
        self.edited.emit()

    def _picked(self) -> None:
        self.settled.emit()


class IdField(QWidget):
    """An id of the provider: typed, or chosen by what a person calls it."""

    edited = Signal()
    settled = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self._known = Known({}, {})
        self._kind = LabelKind.TAG
        self._showing = False
        self.field = Field(name=title, clearable=True)
        self.choose = Button(icon="chevron-down", name=f"{title}: {strings.KNOWN_IDS}", icon_size=14, edge=8)
        self.menu = Menu(self)
        self.menu.triggered.connect(self._chosen)
        self.choose.clicked.connect(self._open)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(u(6))
        line.addWidget(self.field, 1)
        line.addWidget(self.choose)
        self.field.textChanged.connect(self._changed)  # the cross in it counts as typing
        self.field.returnPressed.connect(self.settled)

    def show_known(self, known: Known, kind: LabelKind) -> None:
        """Offer the ids of a kind that are known."""
        self._known, self._kind = known, kind
        self.choose.setEnabled(bool(known.ids.get(kind)))

    def show_id(self, raw_id: str) -> None:
        """Show an id by its label."""
        self._showing = True
        self.field.setText(self._known.label(self._kind, raw_id) if raw_id else "")
        self._showing = False

    @property
    def raw_id(self) -> str:
        """Return the id that is meant: that of the label which was typed, else what was typed."""
        text = self.field.text().strip()
        for raw_id, label in self._known.choices(self._kind).items():
            if text and text.casefold() == label.casefold():
                return raw_id
        return text

    def _changed(self) -> None:
        if not self._showing:
            self.edited.emit()

    def _open(self) -> None:
        self.menu.clear()
        for raw_id, label in self._known.choices(self._kind).items():
            said = shown(label, 60) if label == raw_id else f"{shown(label, 40)}  ({shown(raw_id, 40)})"
            self.menu.add(said).setData(raw_id)
        self.menu.open_under(self.choose, at_end=True)

    def _chosen(self, action: QAction) -> None:
        self.show_id(action.data())
        self.settled.emit()


def _titled(title: str, widget: QWidget) -> QWidget:
    section = QWidget()
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(u(4))
    column.addWidget(Text(title, "dim", 12, 600))
    column.addWidget(widget)
    return section

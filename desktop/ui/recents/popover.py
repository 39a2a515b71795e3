"""The filter: all there is to choose from, applied at once, with the count of what is left."""

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.calls import Outcome
from desktop.services.when import Preset
from desktop.ui import sentences, strings
from desktop.ui import sentences_recents as words
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.chips import Chips
from desktop.ui.kit.float import Popover
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.scroll import plain_scrolling
from desktop.ui.kit.theme import u
from desktop.ui.recents.chosen import OTHER_OUTCOMES
from desktop.ui.recents.presenter import ListContent, ListState, RecentsPresenter
from desktop.ui.recents.typed import DurationRange, TimeRange

WIDTH = 440
LEAST_HEIGHT = 280
_LENGTHS = (60, 600, 1800)


class Custom(Enum):
    """The choice beside the presets."""

    RANGE = "range"


class Having(Enum):
    """What a call can have."""

    RECORDING = strings.A_RECORDING
    TRANSCRIPT = strings.A_TRANSCRIPT


class FilterPopover(Popover):
    """Opens under the Filter button. It shows what the presenter has, and asks it for something else."""

    reset_wanted = Signal()

    def __init__(self, presenter: RecentsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent, name=strings.FILTER, margins=(0, 0, 0, 0), spacing=0)
        self._presenter = presenter
        self._anchor: QWidget | None = None
        self._custom = False
        days: dict[Preset | Custom, str] = dict(words.PRESETS.items())
        days[Custom.RANGE] = strings.CUSTOM
        self.day = Chips(days, name=strings.WHEN, single=True)
        self.range = TimeRange(presenter.now)
        self.direction = Chips(words.DIRECTIONS, name=strings.DIRECTION)
        self.result = Chips(words.OUTCOMES, name=strings.RESULT)
        over = {length: words.duration(length, None) for length in _LENGTHS}
        self.length = Chips[int](over, name=strings.DURATION, single=True)
        self.minutes = DurationRange()
        self.having = Chips({each: each.value for each in Having}, name=strings.HAS)
        self.line = Chips[str]({}, name=strings.LINE)
        self.account = Chips[str]({}, name=strings.ACCOUNT)
        self.tag = Chips[str]({}, name=strings.TAGS)
        self._sections: dict[QWidget, QWidget] = {}
        self._lay_out()
        for chips, slot in (
            (self.day, self._day_chosen),
            (self.direction, self._apply),
            (self.result, self._apply),
            (self.length, self._length_chosen),
            (self.having, self._apply),
            (self.line, self._apply),
            (self.account, self._apply),
            (self.tag, self._apply),
        ):
            chips.changed.connect(slot)
        self.range.changed.connect(self._apply)
        self.minutes.changed.connect(self._apply)
        self.reset.clicked.connect(self.reset_wanted)
        presenter.wish_changed.connect(self.refresh)
        presenter.shown.connect(self.show_count)

    def open_under(self, anchor: QWidget, *, at_end: bool = False, above: bool = False) -> None:
        """Show it below its button, as high as the window leaves room."""
        self._anchor = anchor
        self.range.start_anew()
        self.minutes.start_anew()
        self._presenter.read_tags()
        self.refresh()
        self._fit()
        super().open_under(anchor, at_end=at_end, above=above)

    def refresh(self) -> None:
        """Show what is chosen, and what there is to choose from now."""
        presenter, chosen = self._presenter, self._presenter.chosen
        self.line.set_choices(presenter.lines)
        self.account.set_choices(presenter.accounts)
        self.tag.set_choices({name: name for name in dict.fromkeys((*presenter.tags, *chosen.tags))})
        for chips, least in ((self.line, 2), (self.account, 2), (self.tag, 1)):
            self._sections[chips].setVisible(chips.count >= least)
        custom = chosen.preset is None and (self._custom or bool(chosen.since or chosen.until))
        self.day.show_on([chosen.preset] if chosen.preset else [Custom.RANGE] if custom else [])
        self.range.setVisible(custom)
        self.range.show_words(chosen.since, chosen.until)
        self.direction.show_on(chosen.directions)
        self.result.show_on(chosen.outcomes)
        self.length.show_on([chosen.min_s] if chosen.max_s is None and chosen.min_s in _LENGTHS else [])
        self.minutes.show_seconds(chosen.min_s, chosen.max_s)
        having = {Having.RECORDING: chosen.recording, Having.TRANSCRIPT: chosen.transcript}
        self.having.show_on(key for key, wanted in having.items() if wanted)
        self.line.show_on(chosen.lines)
        self.account.show_on(chosen.accounts)
        self.tag.show_on(chosen.tags)
        self.reset.setVisible(bool(chosen.facets()))
        if self.isVisible():
            self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Take what was typed last, and forget a range of one's own that stayed empty."""
        _application().focusChanged.disconnect(self._focus_moved)
        self.range.settle()
        self.minutes.settle()
        self._custom = False
        super().hideEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Follow the focus."""
        super().showEvent(event)
        _application().focusChanged.connect(self._focus_moved)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._inside.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, u(24))

    def _lay_out(self) -> None:
        self._inside = Pane("panel", margins=(16, 14, 16, 6), spacing=14)
        for title, chips, more in (
            (strings.WHEN, self.day, self.range),
            (strings.DIRECTION, self.direction, None),
            (strings.RESULT, self.result, None),
            (strings.DURATION, self.length, self.minutes),
            (strings.HAS, self.having, None),
            (strings.LINE, self.line, None),
            (strings.ACCOUNT, self.account, None),
            (strings.TAGS, self.tag, None),
        ):
            section = QWidget()
            column = QVBoxLayout(section)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(u(6))
            column.addWidget(Text(title, "dim", 12, 600))
            column.addWidget(chips)
            if more is not None:
                column.addWidget(more)
            self._inside.add(section)
            self._sections[chips] = section
        self._scroll = QScrollArea()
        plain_scrolling(self._scroll)
        self._scroll.setWidget(self._inside)
        self.box.addWidget(self._scroll, 1)
        self._foot = Pane("panel", "t", vertical=False, margins=(16, 9, 16, 8))
        self.count = Text("", "text", 12, 600)
        self.reset = Button(strings.RESET, kind="link", px=12)
        self._foot.add(self.count, 1)
        self._foot.add(self.reset)
        self.box.addWidget(self._foot)

    def _fit(self) -> None:
        """Be as high as the content, but stay inside the window where that leaves some room."""
        anchor = self._anchor
        if anchor is None:
            return
        window = anchor.window()
        width = min(u(WIDTH), window.width() - u(16))
        foot = self._foot.sizeHint().height()
        below = window.height() - anchor.mapTo(window, QPoint(0, anchor.height())).y() - u(16) - foot
        most = min(max(below, u(LEAST_HEIGHT)), anchor.screen().availableGeometry().height() - foot - u(16))
        layout = self._inside.box
        layout.activate()
        self._scroll.setFixedSize(width, min(layout.totalHeightForWidth(width), most))
        self.adjustSize()

    def show_count(self, content: ListContent) -> None:
        """Say how many calls are left."""
        known = content.state is not ListState.LOADING
        text = sentences.counted(content.calls, "call", "calls") if known else strings.LOADING
        self.count.setText(text)
        self.count.setAccessibleName(text)

    # ---- what the person chose

    def _day_chosen(self) -> None:
        day = next(iter(self.day.on), None)
        self._custom = day is Custom.RANGE
        self._apply()
        self.refresh()
        if self._custom:
            self.range.begin.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _length_chosen(self) -> None:
        self.minutes.show_seconds(next(iter(self.length.on), None), None)
        self._apply()

    def _apply(self) -> None:
        day = next(iter(self.day.on), None)
        since, until = self.range.words if day is Custom.RANGE else ("", "")
        least, most = self.minutes.seconds
        outcomes = self.result.on
        self._presenter.choose(
            replace(
                self._presenter.chosen,
                preset=day if isinstance(day, Preset) else None,
                since=since,
                until=until,
                directions=self.direction.on,
                outcomes=outcomes | OTHER_OUTCOMES if Outcome.OTHER in outcomes else outcomes,
                min_s=least,
                max_s=most,
                lines=self.line.on,
                accounts=self.account.on,
                tags=tuple(sorted(self.tag.on)),
                recording=Having.RECORDING in self.having.on,
                transcript=Having.TRANSCRIPT in self.having.on,
            )
        )


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app

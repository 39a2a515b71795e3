"""The top row: the name, the field for whom to call, the line that will ring, the menu."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.domain.lines import Line
from desktop.ui import sentences, sentences_calling, strings, strings_settings
from desktop.ui.kit import icons
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Menu
from desktop.ui.kit.fonts import face
from desktop.ui.kit.labels import IconLabel, Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import Scheme, theme, u
from desktop.ui.lines.popover import LinePopover
from desktop.ui.recents.face import formatted
from desktop.ui.search.field import SearchField
from desktop.ui.shell.health import WIDTH as HEALTH_WIDTH
from desktop.ui.shell.health import HealthDot
from desktop.ui.shell.keys import KEYS, keycap
from desktop.ui.shell.presenter import ShellPresenter

_THEMES = {
    Scheme.SYSTEM: strings.THEME_SYSTEM,
    Scheme.LIGHT: strings.THEME_LIGHT,
    Scheme.DARK: strings.THEME_DARK,
    Scheme.CONTRAST_LIGHT: strings.THEME_CONTRAST_LIGHT,
    Scheme.CONTRAST_DARK: strings.THEME_CONTRAST_DARK,
}


FIELD_WIDTH, FIELD_LEAST = 520, 280
_BRAND_WIDTH, _SYMBOL = 140, 22
_LEAST, _SHORTEST = 400, 40
_BETWEEN = 2 * 16 + 4 * 12 + HEALTH_WIDTH


class _Brand(QWidget):
    """The symbol and the name of the program."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(u(8))
        row.addWidget(IconLabel("brand", 22, "accent"))
        self._name = Text(strings.PRODUCT, weight=600)
        row.addWidget(self._name, 1)
        self.show_name(True)

    def show_name(self, shown: bool) -> None:
        """Show the name beside the symbol, or the symbol alone where there is no room."""
        self._name.setVisible(shown)
        self.setFixedWidth(u(_BRAND_WIDTH if shown else _SYMBOL))


class TopBar(Pane):
    """Brand, search field, line and menu."""

    quit_wanted = Signal()
    account_wanted = Signal()
    settings_wanted = Signal()
    theme_chosen = Signal(object)
    keys_wanted = Signal()
    list_wanted = Signal()

    def __init__(self, presenter: ShellPresenter, parent: QWidget | None = None) -> None:
        super().__init__("panel", "b", vertical=False, margins=(16, 1, 16, 0), spacing=12, parent=parent)
        self._presenter = presenter
        self.setFixedHeight(u(56))
        self._brand = _Brand()
        self.add(self._brand)
        self.box.addStretch()
        self.field = SearchField(key_hint=keycap("search"))
        self.field.setMaximumWidth(u(FIELD_WIDTH))
        self._instead: QWidget | None = None
        self.add(self.field, 1)
        self.box.addStretch()
        self.line = Button(strings.NO_LINE, tail="chevron-down", dot="dim", height=36)
        self.line.clicked.connect(self.open_lines)
        self.add(self.line)
        self.health = HealthDot()
        self.health.clicked.connect(self._settings_picked)
        self.add(self.health)
        self.menu = Button(icon="menu", name=strings.MENU)
        self.menu.clicked.connect(self._open_menu)
        self.add(self.menu)
        self.lines: LinePopover | None = None
        self._main = Menu(self)
        self._themes: dict[Scheme, QAction] = {}
        self._fill_menu()
        presenter.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the line that rings now."""
        line = self._presenter.line()
        for part in (self.line, self.field, self.health):
            part.setVisible(bool(self._presenter.accounts) and self._instead is None)
        self.health.show_health(self._presenter.health)
        self._fit()
        if line is None:
            self.line.setAccessibleName(strings.NO_LINE)
            return
        forced = line.settings.forced_forward or bool(line.trouble)
        hint = sentences.forwarded(line) if line.settings.forced_forward else sentences.line_note(line)
        named = sentences.line_chosen(line)
        self.line.setAccessibleName(f"{named}. {hint}" if forced else named)
        self.line.setToolTip(sentences.tip(hint))

    def show_instead(self, widget: QWidget | None) -> None:
        """Show something in place of the field, the line and their health; None shows those again."""
        if widget is self._instead:
            return
        if self._instead is not None:
            self._instead.hide()
        self._instead = widget
        if widget is not None:
            if self.box.indexOf(widget) < 0:
                self.box.insertWidget(self.box.indexOf(self.field), widget)
            widget.show()
        self.refresh()

    def minimumSizeHint(self) -> QSize:
        """Return what is left when all has gone that can go."""
        return QSize(u(_LEAST), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the field its room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where it is narrow, drop the line's number, then the program's name, then part of the line."""
        line = self._presenter.line()
        name, detail, dot = (line.name, _number(line), _dot(line)) if line else (strings.NO_LINE, "", "dim")
        spare = (
            self.width() / theme.scale - _BETWEEN - FIELD_LEAST - self.menu.sizeHint().width() / theme.scale
        )
        self.line.setText(name)
        self.line.set_icon("forward" if line and line.settings.forced_forward else "")
        self.line.set_detail(detail, dot)
        if self._line_width() > spare - _BRAND_WIDTH:
            self.line.set_detail("", dot)
        self._brand.show_name(self._line_width() <= spare - _BRAND_WIDTH)
        over = self._line_width() - (spare - _SYMBOL)
        if over > 0:
            letters = face(14)
            room = max(letters.width(name) - over, _SHORTEST)
            self.line.setText(letters.metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))

    def _line_width(self) -> float:
        return self.line.sizeHint().width() / theme.scale

    def show_theme(self, scheme: Scheme) -> None:
        """Mark the theme in force."""
        if scheme in self._themes:
            self._themes[scheme].setChecked(True)

    @property
    def main_menu(self) -> Menu:
        """Return the menu of everything else."""
        return self._main

    def open_lines(self) -> None:
        """Let the person choose the line that rings."""
        if not self.line.isVisible():
            return
        if self.lines is None:
            self.lines = LinePopover(self._presenter, self)
        self.lines.open_under(self.line, at_end=True)

    def _open_menu(self) -> None:
        self._main.open_under(self.menu, at_end=True)

    def _fill_menu(self) -> None:
        sync = self._main.addAction(icons.icon("sync"), f"{strings.SYNC_NOW}\tF5")
        sync.triggered.connect(self._presenter.sync_now)
        self._main.addAction(icons.icon("plus"), strings.ADD_ACCOUNT).triggered.connect(self.account_wanted)
        self._main.addAction(icons.icon("block"), strings.LIST_MENU).triggered.connect(self.list_wanted)
        native = QKeySequence(KEYS["settings"].sequences[0]).toString(QKeySequence.SequenceFormat.NativeText)
        settings = self._main.addAction(icons.icon("settings"), f"{strings_settings.SETTINGS}\t{native}")
        settings.triggered.connect(self._settings_picked)
        self._main.addSeparator()
        group = QActionGroup(self._main)
        for scheme, label in _THEMES.items():
            action = self._main.addAction(sentences.theme_named(label))
            action.setData(scheme)
            action.setCheckable(True)
            group.addAction(action)
            self._themes[scheme] = action
        group.triggered.connect(self._theme_picked)
        self._main.addSeparator()
        sheet = self._main.addAction(icons.icon("help"), f"{strings.KEYS_TITLE}\tF1")
        sheet.triggered.connect(self.keys_wanted)
        keys = QKeySequence("Ctrl+Q").toString(QKeySequence.SequenceFormat.NativeText)
        leave = self._main.addAction(icons.icon("power"), f"{strings.QUIT}\t{keys}")
        leave.triggered.connect(self.quit_wanted)

    def _settings_picked(self) -> None:
        self.settings_wanted.emit()

    def _theme_picked(self, action: QAction) -> None:
        self.theme_chosen.emit(action.data())


def _number(line: Line) -> str:
    if line.is_softphone:
        return sentences_calling.THIS_COMPUTER
    return formatted(line.number) if line.number else line.extension or ""


def _dot(line: Line) -> Role:
    return "answered" if line.can_dial else "missed"

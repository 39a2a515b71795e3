"""The rows that are no plain setting: the line, the kept recordings, folders, versions, diagnostics."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.ui import sentences, sentences_policy, sentences_settings
from desktop.ui import strings_settings as strings
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import Paragraph, SelectableText, Text
from desktop.ui.kit.progress import ProgressBar
from desktop.ui.kit.theme import u
from desktop.ui.lines.popover import LinePopover
from desktop.ui.settings.catalogue import ENTRIES, Entry
from desktop.ui.settings.presenter import SettingsPresenter
from desktop.ui.settings.rows import Row, side_by_side
from desktop.ui.shell.presenter import ShellPresenter

_BAR = 160


def entry(key: str) -> Entry:
    """Return a row's declaration."""
    return next(each for each in ENTRIES if each.key == key)


class LineRow(Row):
    """The line that rings, chosen in the same popover as everywhere."""

    def __init__(self, shell: ShellPresenter) -> None:
        self.button = Button(strings.CHOOSE_LINE, tail="chevron-down", dot="dim")
        super().__init__(entry("dial.line"), self.button)
        self._shell = shell
        self._popover: LinePopover | None = None
        self.button.clicked.connect(self._open)
        shell.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        line = self._shell.line()
        self.button.setEnabled(bool(self._shell.accounts))
        if line is None:
            self.button.setText(strings.CHOOSE_LINE)
            self.button.set_detail("", "dim")
        else:
            self.button.setText(line.name)
            self.button.set_detail(line.extension or "", "answered" if line.can_dial else "missed")
        name = sentences.line_chosen(line) if line else strings.CHOOSE_LINE
        self.button.setAccessibleName(f"{self.entry.title}: {name}")

    def _open(self) -> None:
        if self._popover is None:
            self._popover = LinePopover(self._shell, self)
        self._popover.open_under(self.button, at_end=True)


class ListRow(Row):
    """The do-not-call list, which opens over the main window: `wanted` is a press of the button."""

    wanted = Signal()

    def __init__(self) -> None:
        self.button = Button(strings.OPEN_LIST)
        super().__init__(entry("dial.list"), self.button)
        self.button.clicked.connect(self.wanted)


class KeptRow(Row):
    """What the kept recordings take, and the button that gives it back."""

    def __init__(self, presenter: SettingsPresenter) -> None:
        self._presenter = presenter
        self.bar = ProgressBar(name=strings.KEPT, width=_BAR)
        self.bar.setRange(0, 1000)
        self.button = Button(strings.EMPTY, kind="danger")
        self.stop = Button(strings.CANCEL)
        super().__init__(entry("recordings.kept"), side_by_side(self.bar, self.button, self.stop, room=16))
        self.dialog: Dialog | None = None
        self.button.clicked.connect(self._ask)
        self.stop.clicked.connect(presenter.stop_emptying)
        presenter.cache_changed.connect(self._show)
        presenter.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        kept, running = self._presenter.kept, self._presenter.emptying
        limit = int(self._presenter.values.get("recordings.cache_mb", 0))
        had_focus = self.button.hasFocus() or self.stop.hasFocus()
        self.button.setVisible(running is None)
        self.stop.setVisible(running is not None)
        if had_focus:
            (self.button if running is None else self.stop).setFocus()
        self.button.setEnabled(bool(kept))
        if running is not None:
            self.bar.setAccessibleName(strings.EMPTYING)
            self.bar.setValue(round(running * 1000))
            self.say(f"{strings.EMPTYING}...")
            return
        self.bar.setAccessibleName(strings.KEPT)
        self.bar.setVisible(kept is not None)
        if kept is not None and limit:
            self.bar.setValue(min(1000, round(kept / (limit << 20) * 1000)))
            self.say(sentences_settings.kept_of(kept, limit))

    def _ask(self) -> None:
        self.dialog = dialog = Dialog(self.window(), title=strings.EMPTY_TITLE)
        dialog.box.addWidget(Text(strings.EMPTY_TITLE, px=16, weight=600))
        dialog.box.addWidget(Paragraph(sentences_settings.empty_text(self._presenter.kept or 0)))
        dialog.add_button(Button(strings.CANCEL)).clicked.connect(dialog.reject)
        dialog.add_button(Button(strings.EMPTY_DO, kind="danger")).clicked.connect(dialog.accept)
        dialog.accepted.connect(self._presenter.empty)
        dialog.finished.connect(self._answered)
        dialog.open()

    def close_dialog(self) -> None:
        """Take the question away if it stands open."""
        if self.dialog is not None:
            self.dialog.reject()

    def _answered(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None


class PlaceRow(Row):
    """A path that can be copied, and a button that shows its folder."""

    def __init__(self, key: str, path: Path | None, instead: str) -> None:
        self._path = path
        self.button = Button(strings.OPEN_FOLDER, name=f"{strings.OPEN_FOLDER}: {entry(key).title}")
        super().__init__(entry(key), self.button)
        self.button.setText(strings.OPEN_FOLDER)
        self.button.setVisible(path is not None)
        if path is None:
            self.say(instead)
        else:
            text = SelectableText(str(path), name=entry(key).title, px=12)
            text.setWordWrap(True)
            text.setMinimumWidth(u(80))  # one folder with a long name is no reason to widen the window
            self.words.addWidget(text)
        self.button.clicked.connect(self._open)

    def _open(self) -> None:
        if self._path is not None:
            folder = self._path if self._path.is_dir() else self._path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class NotifierRow(Row):
    """Who shows notices on this desktop, as far as it was asked."""

    def __init__(self, presenter: SettingsPresenter) -> None:
        super().__init__(entry("notify.service"))
        self._presenter = presenter
        presenter.notifier_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        state = self._presenter.notifier
        self.say(strings.SHOWN_BY_ASKED if state is None else sentences_settings.shown_by(state))


class VersionsRow(Row):
    """Names and versions that can be copied."""

    def __init__(self, presenter: SettingsPresenter) -> None:
        super().__init__(entry("about.made"))
        lines = "\n".join(f"{name} {version}" for name, version in presenter.home.versions)
        self.versions = SelectableText(lines, name=strings.MADE_OF, px=12)
        self.words.addWidget(self.versions)


class PolicyRow(Row):
    """Which administrator's file holds here, what it settles, and what of it does not hold."""

    def __init__(self, presenter: SettingsPresenter) -> None:
        super().__init__(entry("about.policy"))
        self.say(sentences_policy.file(presenter.policy))
        self.refuse(presenter.policy.trouble or "")


class DiagnosticsRow(Row):
    """Copies what support wants to know."""

    def __init__(self, presenter: SettingsPresenter) -> None:
        self.button = Button(strings.COPY_DIAGNOSTICS, icon="copy")
        super().__init__(entry("about.diagnostics"), self.button)
        self.button.setEnabled(presenter.home.diagnose is not None)
        self.button.clicked.connect(presenter.diagnose)


def plain(key: str) -> Row:
    """Return a row that only says something."""
    return Row(entry(key))

"""The import as a dialog over the window: its pages, its foot, and what the keys and a dropped file do."""

from pathlib import Path

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.services.importing.plan import Choice, Verdict
from desktop.services.importing.values import Role
from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui.contacts.importing.checking import CheckPage
from desktop.ui.contacts.importing.presenter import ImportPresenter, Phase
from desktop.ui.contacts.importing.result import ResultPage
from desktop.ui.contacts.importing.running import RunningPage
from desktop.ui.context import Context
from desktop.ui.files.choosing import ChoosePage
from desktop.ui.files.columns import ColumnsPage
from desktop.ui.kit import focus
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.dropzone import FileDrops
from desktop.ui.kit.float import Toast
from desktop.ui.kit.opening import OpenDialog, ask_which
from desktop.ui.kit.outside import shown
from desktop.ui.kit.saving import SaveDialog, ask_where
from desktop.ui.kit.wizard import Wide

WIDTH, HEIGHT = 1004, 680
_STEP = {
    Phase.CHECKING: 1,
    Phase.CHECK: 1,
    Phase.IMPORTING: 2,
    Phase.RESULT: 2,
    Phase.UNDOING: 2,
    Phase.UNDONE: 2,
}


class ImportWizard(Wide):
    """Owns its presenter, which whoever opened the dialog closes when it is gone."""

    def __init__(self, context: Context, window: QWidget, file: Path | None = None) -> None:
        super().__init__(
            window,
            title=strings.IMPORT_TITLE,
            close_name=strings.CLOSE_IMPORT,
            width=WIDTH,
            height=HEIGHT,
            steps=sentences.steps(None),
        )
        self.presenter = ImportPresenter(context, self)
        self._first_file = file
        self._shown_phase: Phase | None = None
        self.asking: OpenDialog | SaveDialog | None = None
        self.choose_page = ChoosePage(strings.DROP_TITLE, strings.DROP_TEXT)
        self.columns_page = ColumnsPage(strings.IS_CONTACT)
        self.check_page = CheckPage()
        self.running_page = RunningPage()
        self.result_page = ResultPage()
        for page in (
            self.choose_page,
            self.columns_page,
            self.check_page,
            self.running_page,
            self.result_page,
        ):
            self.pages.addWidget(page)
        self.save = self.add_button(Button(strings.SAVE_RESULT, icon="save"))
        self.undo = self.add_button(Button(strings.UNDO_IMPORT))
        self.back = self.add_button(Button(strings.BACK))
        self.stop = self.add_button(Button(strings.STOP_IMPORT, kind="danger"))
        self.go_on = self.add_button(Button(strings.CHECK_ROWS, kind="go"))
        self.drops = FileDrops(self)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.refresh)
        presenter.progressed.connect(self._show_progress)
        presenter.said.connect(self._say)
        self.drops.over.connect(self._over)
        self.drops.dropped.connect(self._dropped)
        self.choose_page.choose_wanted.connect(self.ask_file)
        self.choose_page.cancelled.connect(presenter.forget_file)
        columns = self.columns_page
        columns.change_wanted.connect(self.ask_file)
        columns.delimiter_wanted.connect(self._delimiter)
        columns.encoding_wanted.connect(self._encoding)
        columns.header_wanted.connect(self._header)
        columns.picked.connect(self._use_as)
        check = self.check_page
        check.change_wanted.connect(self.ask_file)
        check.columns_wanted.connect(presenter.show_columns)
        check.book_wanted.connect(presenter.choose_book)
        check.encoding_wanted.connect(self._encoding)
        check.region_wanted.connect(presenter.choose_region)
        check.all_wanted.connect(self._all)
        check.save_wanted.connect(self.ask_list_place)
        check.again_wanted.connect(presenter.check)
        check.cancelled.connect(presenter.cancel_check)
        check.table.tick_wanted.connect(presenter.tick)
        check.table.choose_wanted.connect(self._choose)
        self.result_page.cancelled.connect(presenter.stop)
        self.save.clicked.connect(self.ask_result_place)
        self.undo.clicked.connect(presenter.undo)
        self.back.clicked.connect(self._back)
        self.stop.clicked.connect(presenter.stop)
        self.go_on.clicked.connect(self._go_on)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.go_on.click)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin once it is there."""
        super().showEvent(event)
        if self._shown_phase is None:
            self._shown_phase = Phase.CHOOSE
            self._give_focus(Phase.CHOOSE, ring=focus.by_keyboard())
            self.presenter.start(self._first_file)

    def reject(self) -> None:
        """Go, or first only stop the import that runs: what it did by then is told."""
        if self.presenter.phase is Phase.IMPORTING:
            self.presenter.stop()
        else:
            super().reject()

    # ---- what is shown

    def refresh(self) -> None:
        """Show the phase that the import is in."""
        ring = focus.reached_by_keyboard(self)  # a page that goes hands its focus to whatever comes next
        presenter = self.presenter
        phase = presenter.phase
        names = sentences.steps(presenter.facts.kind if presenter.facts else None)
        if self.steps is not None:
            self.steps.set_names(names)
            at = _STEP.get(phase, 0)
            self.steps.go_to(at, spoken=sentences.step(at, names))
        self._show_page(phase)
        self._show_foot(phase)
        if self.isVisible() and phase is not self._shown_phase:
            self._shown_phase = phase
            self._give_focus(phase, ring=ring)
            self._announce(phase)

    def _show_page(self, phase: Phase) -> None:
        presenter = self.presenter
        facts, plan, book = presenter.facts, presenter.plan, presenter.book
        if phase in {Phase.CHOOSE, Phase.LOOKING}:
            page: QWidget = self.choose_page
            if phase is Phase.LOOKING and presenter.file is not None:
                self.choose_page.show_looking(shown(presenter.file.name))
            else:
                self.choose_page.show_waiting(presenter.lead, presenter.trouble)
        elif phase is Phase.COLUMNS and facts is not None:
            page = self.columns_page
            self.columns_page.show_facts(facts, tuple(sentences.ROLES.items()), facts.columns)
        elif phase in {Phase.CHECKING, Phase.CHECK} and facts is not None and book is not None:
            page = self.check_page
            if plan is not None:
                self.check_page.show_plan(plan)
            elif phase is Phase.CHECKING:
                self.check_page.show_checking(presenter.progress)
            else:
                self.check_page.show_trouble(presenter.trouble)
            self.check_page.show_file(facts, presenter.books, book, presenter.region)
        elif phase is Phase.IMPORTING:
            page = self.running_page
            self._show_progress()
        else:
            page = self.result_page
            self._show_result(phase)
        self.pages.setCurrentWidget(page)

    def _show_result(self, phase: Phase) -> None:
        result = self.presenter.result
        if phase is Phase.UNDOING or result is None:
            self.result_page.show_undoing(None)
            return
        counts = (result.added, result.merged, result.skipped, len(result.failed))
        refused = sentences.refused(result)
        if phase is Phase.UNDONE:
            self.result_page.show_result(strings.UNDONE, strings.UNDONE_TEXT, (), (), good=True)
            return
        done = len(result.contacts)
        title = self.presenter.lead or sentences.imported(done)
        text = sentences.paragraphs(
            self.presenter.trouble,
            sentences.so_far(done, result.left) if result.left else "",
            strings.SENT_LATER if result.waiting else "",
            sentences.unknown(len(result.unknown)),
        )
        good = not self.presenter.lead and not result.failed
        self.result_page.show_result(title, text, counts, refused, good=good)

    def _show_progress(self) -> None:
        presenter = self.presenter
        progress = presenter.progress
        if presenter.phase is Phase.CHECKING:
            self.check_page.show_checking(progress)
        elif presenter.phase is Phase.IMPORTING and presenter.plan is not None:
            total = progress.total if progress else presenter.plan.included()
            self.running_page.show_progress(progress.done if progress else 0, total, presenter.seconds)

    def _show_foot(self, phase: Phase) -> None:
        presenter = self.presenter
        plan, facts, result = presenter.plan, presenter.facts, presenter.result
        checking = phase in {Phase.CHECKING, Phase.CHECK}
        said, button, may = "", "", False
        if phase is Phase.COLUMNS and facts is not None:
            said = _missing(facts.has_names, facts.has_numbers)
            button, may = strings.CHECK_ROWS, not said
        elif checking:
            count = plan.included() if plan else 0
            said = sentences.foot(plan) if plan and count else strings.NOTHING_CHOSEN if plan else ""
            button, may = sentences.import_button(count) if plan else "", count > 0
        elif phase in {Phase.CHOOSE, Phase.LOOKING}:
            said = strings.DROP_NOTE
        elif phase is Phase.IMPORTING:
            said = strings.IMPORT_STAYS
        elif phase in {Phase.RESULT, Phase.UNDONE}:
            button, may = strings.DONE, True
        self.say(said)
        self.go_on.setVisible(bool(button))
        self.go_on.setEnabled(may)
        self.go_on.setText(button or strings.DONE)
        ways = {Phase.CHOOSE: strings.CANCEL, Phase.COLUMNS: strings.BACK}
        back = strings.BACK if checking else strings.GO_ON if self._can_go_on(phase) else ways.get(phase, "")
        self.back.setVisible(bool(back))
        self.back.setText(back or strings.BACK)
        self.stop.setVisible(phase is Phase.IMPORTING)
        ended = phase is Phase.RESULT and result is not None
        self.save.setVisible(ended)
        self.undo.setVisible(bool(ended and result and result.contacts))

    def _can_go_on(self, phase: Phase) -> bool:
        result = self.presenter.result
        return phase is Phase.RESULT and result is not None and result.left > 0

    def _give_focus(self, phase: Phase, *, ring: bool) -> None:
        targets: dict[Phase, QWidget] = {
            Phase.CHOOSE: self.choose_page.zone.button,
            Phase.LOOKING: self.choose_page.working.cancel,
            Phase.COLUMNS: self.go_on if self.go_on.isEnabled() else self.columns_page.delimiter,
            Phase.CHECKING: self.check_page.working.cancel,
            Phase.CHECK: self.check_page.first_focus(),
            Phase.IMPORTING: self.stop,
            Phase.RESULT: self.go_on,
            Phase.UNDOING: self.result_page.working.cancel,
            Phase.UNDONE: self.go_on,
        }
        focus.give(targets[phase], ring=ring)

    def _announce(self, phase: Phase) -> None:
        plan, result = self.presenter.plan, self.presenter.result
        said = self.presenter.trouble
        if phase is Phase.CHECK and plan is not None:
            said = sentences.checked(plan)
        elif phase is Phase.RESULT and result is not None:
            said = self.presenter.lead or sentences.imported(len(result.contacts))
        if said:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    # ---- what a person does

    def ask_file(self) -> None:
        """Ask with the desktop's dialog which file."""
        filters = (strings.FILE_FILTER, strings.ANY_FILTER)
        dialog = ask_which(self, strings.STEP_FILE, filters)
        dialog.chosen.connect(self.presenter.open_file)
        self.asking = dialog

    def ask_list_place(self) -> None:
        """Ask where the list of rows is saved."""
        self._ask_place(strings.SAVE_LIST_TITLE, strings.LIST_NAME).chosen.connect(self.presenter.save_list)

    def ask_result_place(self) -> None:
        """Ask where the result is saved."""
        place = self._ask_place(strings.SAVE_RESULT_TITLE, strings.RESULT_NAME)
        place.chosen.connect(self.presenter.save_result)

    def _ask_place(self, title: str, what: str) -> SaveDialog:
        facts = self.presenter.facts
        stem = f"{facts.file.stem}-{what}" if facts else what
        dialog = ask_where(self, title, f"{stem}.csv", (strings.TABLE_FILTER,))
        self.asking = dialog
        return dialog

    def _over(self, over: bool) -> None:
        self.choose_page.zone.set_over(over)

    def _dropped(self, file: Path) -> None:
        if self.presenter.phase not in {Phase.IMPORTING, Phase.UNDOING}:
            self.presenter.open_file(file)

    def _delimiter(self, value: str) -> None:
        self.presenter.use_form(delimiter=value)

    def _encoding(self, value: str) -> None:
        self.presenter.use_form(encoding=value)

    def _header(self, value: bool) -> None:
        self.presenter.use_form(header=value)

    def _use_as(self, place: int, value: object) -> None:
        facts = self.presenter.facts
        if facts is not None:
            roles = list(facts.columns)
            roles[place] = Role(str(value))
            self.presenter.use_form(roles=tuple(roles))

    def _choose(self, index: int, choice: Choice) -> None:
        self.presenter.choose([index], choice)

    def _all(self, verdict: Verdict | None, included: bool) -> None:
        self.presenter.choose_all(verdict, included=included)

    def _back(self) -> None:
        phase, facts = self.presenter.phase, self.presenter.facts
        if phase is Phase.CHOOSE:
            self.reject()
        elif self._can_go_on(phase):
            self.presenter.run()
        elif phase is not Phase.COLUMNS and facts is not None and facts.columns:
            self.presenter.show_columns()
        else:
            self.presenter.forget_file()

    def _go_on(self) -> None:
        phase = self.presenter.phase
        if phase is Phase.COLUMNS:
            self.presenter.check()
        elif phase is Phase.CHECK:
            self.presenter.run()
        else:
            self.accept()

    def _say(self, sentence: str) -> None:
        if self.isVisible():
            Toast(self.pages, sentence, milliseconds=4000).pop()


def _missing(names: bool, numbers: bool) -> str:
    """Say what the columns do not tell yet."""
    if not names:
        return strings.NO_NAMES_YET
    return "" if numbers else strings.NO_NUMBERS_YET

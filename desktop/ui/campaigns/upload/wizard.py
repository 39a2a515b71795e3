"""The upload as a dialog over the window: its steps, its foot, and what the keys and a dropped file do."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.uploads import RowState
from desktop.services.importing.values import Stage
from desktop.ui import sentences_files, strings_files, times
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui.campaigns.upload.asking import Questions
from desktop.ui.campaigns.upload.checking import CheckPage
from desktop.ui.campaigns.upload.columns import offered, parts, uses
from desktop.ui.campaigns.upload.foot import foot
from desktop.ui.campaigns.upload.presenter import UploadPresenter
from desktop.ui.campaigns.upload.result import ResultPage
from desktop.ui.campaigns.upload.running import RunningPage
from desktop.ui.campaigns.upload.views import Help, Phase
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

WIDTH, HEIGHT = 1068, 696
_CHECKS = (Phase.COLUMNS, Phase.LISTING, Phase.CHECKING, Phase.CHECK)
_STEP = {Phase.RUNNING: 2, Phase.RESULT: 3, **dict.fromkeys(_CHECKS, 1)}
_LISTS = frozenset({Phase.CHOOSE, Phase.LOOKING, *_CHECKS})


class UploadWizard(Wide):
    """Owns its presenter, which whoever opened the dialog closes when it is gone.

    Opens at a campaign (our id), with a file that was dropped on it; or at an upload that there is already.
    `sign_in_wanted` carries the name of the account that has to sign in again.
    """

    sign_in_wanted = Signal(str)

    def __init__(
        self,
        context: Context,
        window: QWidget,
        campaign_id: str,
        file: Path | None = None,
        upload_id: str | None = None,
    ) -> None:
        super().__init__(
            window,
            title=strings.STEP_UPLOAD,
            close_name=strings.CLOSE,
            width=WIDTH,
            height=HEIGHT,
            steps=sentences.steps(),
        )
        self.presenter = UploadPresenter(context, campaign_id, self)
        self._first = (file, upload_id)
        self._shown_phase: Phase | None = None
        self._shown_rows = False
        self.asking: OpenDialog | SaveDialog | None = None
        self.questions = Questions(self.presenter, self)
        self.questions.leave.connect(self._leave)
        self.choose_page = ChoosePage(strings.DROP_TITLE, strings.DROP_TEXT)
        self.columns_page = ColumnsPage(strings.IS_A_NUMBER)
        self.check_page = CheckPage(context.uploads())
        self.running_page = RunningPage(context.uploads())
        self.result_page = ResultPage(context.uploads())
        each = (self.choose_page, self.columns_page, self.check_page, self.running_page, self.result_page)
        for page in each:
            self.pages.addWidget(page)
        self.save = self.add_button(Button(strings.SAVE_RESULT, icon="save"))
        self.look = self.add_button(Button(strings.LOOK_AGAIN, icon="search"))
        self.again = self.add_button(Button(strings.SEND_AGAIN))
        self.back = self.add_button(Button(strings.BACK))
        self.stop = self.add_button(Button(strings.CANCEL_UPLOAD, kind="danger"))
        self.pause = self.add_button(Button(strings.PAUSE, icon="pause"))
        self.go_on = self.add_button(Button(strings.CHECK_LIST, kind="go"))
        self.drops = FileDrops(self)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        presenter, sending = self.presenter, self.presenter.sending
        presenter.changed.connect(self.refresh)
        presenter.progressed.connect(self._show_progress)
        presenter.said.connect(self._say)
        self.drops.over.connect(self.choose_page.zone.set_over)
        self.drops.dropped.connect(self._dropped)
        self.choose_page.choose_wanted.connect(self.ask_file)
        self.choose_page.cancelled.connect(presenter.forget_file)
        for form in (self.columns_page, self.check_page):
            form.change_wanted.connect(self.ask_file)
            form.delimiter_wanted.connect(self._delimiter)
            form.encoding_wanted.connect(self._encoding)
            form.header_wanted.connect(self._header)
        self.columns_page.picked.connect(presenter.use_column)
        check = self.check_page
        check.columns_wanted.connect(presenter.show_columns)
        check.region_wanted.connect(presenter.choose_region)
        check.save_wanted.connect(self.ask_place)
        check.again_wanted.connect(presenter.check)
        check.cancelled.connect(presenter.cancel_check)
        check.head.picked.connect(presenter.use_column)
        check.mirror.read_wanted.connect(presenter.read_numbers)
        check.table.fix_wanted.connect(presenter.fix)
        check.table.out_wanted.connect(self._leave_out)
        self.running_page.ticked.connect(self._tick)
        self.running_page.notice.acted.connect(self._help)
        self.running_page.unknown.acted.connect(self._show_unknown)
        self.result_page.cancelled.connect(sending.stop_looking)
        self.result_page.chips.chosen.connect(self._chips_moved)
        self.result_page.notice.acted.connect(presenter.check_anew)
        self.save.clicked.connect(self.ask_place)
        self.look.clicked.connect(sending.look_again)
        self.again.clicked.connect(self._ask_again)
        self.back.clicked.connect(self._back)
        self.stop.clicked.connect(self.questions.ask_cancel)
        self.pause.clicked.connect(sending.pause)
        self.go_on.clicked.connect(self._go_on)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.go_on.click)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin once it is there."""
        super().showEvent(event)
        if self._shown_phase is None:
            self._shown_phase = Phase.CHOOSE
            self._give_focus(Phase.CHOOSE, ring=focus.by_keyboard())
            self.presenter.start(*self._first)

    def reject(self) -> None:
        """Go; an upload that runs goes on. Before what was changed in a list is lost, ask."""
        if self.presenter.touched and self.isVisible():
            self.questions.ask_leave()
        else:
            super().reject()

    def quit(self) -> None:
        """Go away for the program to end, which asks nothing."""
        self.done(0)
        super().quit()

    # ---- what is shown

    def refresh(self) -> None:
        """Show the phase that the upload is in."""
        ring = focus.reached_by_keyboard(self)  # a page that goes hands its focus to whatever comes next
        presenter = self.presenter
        phase = presenter.phase
        name = presenter.campaign.name if presenter.campaign else ""
        self.title.setText(sentences.title(name))
        self.setAccessibleName(sentences.title(name))
        if self.steps is not None:
            at, names = _STEP.get(phase, 0), sentences.steps()
            self.steps.go_to(at, spoken=sentences_files.step(at, names))
        self._show_page(phase)
        self._show_foot()
        rows = presenter.sending.rows_shown
        if self.isVisible() and (phase is not self._shown_phase or rows != self._shown_rows):
            self._shown_phase, self._shown_rows = phase, rows
            self._give_focus(phase, ring=ring)
            self._announce(phase)

    def _show_page(self, phase: Phase) -> None:
        presenter = self.presenter
        facts = presenter.facts
        if phase in {Phase.CHOOSE, Phase.LOOKING}:
            page: QWidget = self.choose_page
            if phase is Phase.LOOKING and presenter.file is not None:
                self.choose_page.show_looking(shown(presenter.file.name))
            else:
                self.choose_page.show_waiting(presenter.lead, presenter.trouble)
        elif phase is Phase.COLUMNS and facts is not None:
            page = self.columns_page
            self.columns_page.show_facts(facts, offered(presenter.choice), uses(facts, presenter.choice))
        elif phase in _LISTS:
            page = self.check_page
            self._show_check(phase)
        elif phase is Phase.RUNNING and not presenter.sending.rows_shown:
            page = self.running_page
            self._show_running()
        else:
            page = self.result_page
            self._show_result()
        self.pages.setCurrentWidget(page)

    def _show_check(self, phase: Phase) -> None:
        presenter, page = self.presenter, self.check_page
        upload = presenter.upload
        own = presenter.account.region if presenter.account else None
        page.show_region(upload.region if upload and presenter.facts is None else presenter.region, own)
        page.show_list(upload.source if upload else "", presenter.facts, presenter.choice)
        if phase is not Phase.CHECK:
            self._show_progress()
        elif presenter.trouble:
            page.show_trouble(presenter.lead, presenter.trouble)
        elif upload is not None:
            page.show_upload(upload)
            page.show_list(upload.source, presenter.facts, presenter.choice)
            page.show_mirror(presenter.comparing.age, presenter.now())

    def _show_progress(self) -> None:
        presenter = self.presenter
        if presenter.phase is Phase.LISTING:
            listed = presenter.comparing.progress
            share = listed.done / listed.total if listed and listed.total else None
            self.check_page.show_working(sentences.listing(listed) if listed else "", share, listing=True)
        elif presenter.phase is Phase.CHECKING:
            now = presenter.progress
            share = now.done / now.total if now and now.total and now.stage is Stage.READING else None
            self.check_page.show_working(sentences.reading(now) if now else "", share, listing=False)

    def _show_running(self) -> None:
        presenter, sending = self.presenter, self.presenter.sending
        upload, pieces = presenter.upload, sending.pieces
        if upload is None:
            return
        self.running_page.show_upload(upload, pieces.marks, pieces.made, pieces.size)
        self._tick()

    def _tick(self) -> None:
        upload, sending = self.presenter.upload, self.presenter.sending
        if upload is None:
            return
        unknown = upload.states.get(RowState.UNKNOWN, 0)
        told = sentences.unknown_rows(unknown), sentences.unknown_text(sending.pieces.unknown)
        self.running_page.show_pace(upload, sending.pace())
        self.running_page.show_standing(sending.standing(), told if unknown else None)

    def _show_result(self) -> None:
        presenter, page = self.presenter, self.result_page
        upload = presenter.upload
        if upload is None:
            return
        if presenter.sending.looking:
            page.show_looking()
            return
        when = upload.ended_at or upload.began_at or upload.made_at
        title = strings.KNOWN_LIST if presenter.known and presenter.facts is not None else ""
        page.show_known(title, times.moment(when, presenter.now()), strings.CHECK_ANEW)
        shown_parts = parts(presenter.facts, presenter.choice, upload.variables)
        page.show_upload(upload, shown_parts, presenter.sending.trouble)

    def _show_foot(self) -> None:
        now = foot(self.presenter, self.result_page.chips.key)
        self.say(now.said, "bell" if now.rings else "")
        uploads = self.presenter.phase is Phase.CHECK and bool(now.go)
        self.go_on.set_icon("upload" if uploads else "")
        self.go_on.setVisible(bool(now.go))
        self.go_on.setEnabled(now.may_go)
        self.go_on.setText(now.go or strings.DONE)
        self.back.setVisible(bool(now.back))
        self.back.setText(now.back or strings.BACK)
        self.stop.setVisible(now.stop)
        for button in (self.stop, self.pause, self.running_page.notice.button):
            button.setEnabled(not self.presenter.sending.busy)
        self.pause.setVisible(bool(now.pause))
        self.save.setVisible(now.save)
        self.look.setVisible(now.look)
        self.again.setVisible(now.again)

    def _give_focus(self, phase: Phase, *, ring: bool) -> None:
        targets: dict[Phase, QWidget] = {
            Phase.CHOOSE: self.choose_page.zone.button,
            Phase.LOOKING: self.choose_page.working.cancel,
            Phase.COLUMNS: self.go_on if self.go_on.isEnabled() else self.columns_page.delimiter,
            Phase.LISTING: self.check_page.listing.cancel,
            Phase.CHECKING: self.check_page.working.cancel,
            Phase.CHECK: self.check_page.first_focus(),
            Phase.RUNNING: self.result_page.table if self._shown_rows else self.go_on,
            Phase.RESULT: self.go_on,
        }
        focus.give(targets[phase], ring=ring)

    def _announce(self, phase: Phase) -> None:
        upload, said = self.presenter.upload, self.presenter.trouble
        if phase is Phase.CHECK and upload is not None:
            said = said or sentences.checked(upload)
        elif phase is Phase.RESULT and upload is not None:
            said = sentences.result(upload)
        if said:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    # ---- what a person does

    def ask_file(self) -> None:
        """Ask with the desktop's dialog which file."""
        filters = (strings.FILE_FILTER, strings_files.ANY_FILTER)
        dialog = ask_which(self, strings.STEP_FILE, filters)
        dialog.chosen.connect(self.presenter.open_file)
        self.asking = dialog

    def ask_place(self) -> None:
        """Ask where the list, or the result, is saved."""
        upload = self.presenter.upload
        what = strings.LIST_NAME if self.presenter.phase is Phase.CHECK else strings.RESULT_NAME
        stem = f"{Path(upload.source).stem}-{what}" if upload and upload.source else what
        dialog = ask_where(self, strings.SAVE_TITLE, f"{stem}.csv", (strings_files.TABLE_FILTER,))
        dialog.chosen.connect(self.presenter.save_list)
        self.asking = dialog

    def _ask_again(self) -> None:
        state = self.result_page.chips.key
        if state is not None:
            self.questions.ask_again(state)

    def _leave(self) -> None:
        super().reject()

    def _dropped(self, file: Path) -> None:
        if self.presenter.phase in _LISTS:
            self.presenter.open_file(file)

    def _delimiter(self, value: str) -> None:
        self.presenter.use_form(delimiter=value)

    def _encoding(self, value: str) -> None:
        self.presenter.use_form(encoding=value)

    def _header(self, value: bool) -> None:
        self.presenter.use_form(header=value)

    def _leave_out(self, index: int, out: bool) -> None:
        self.presenter.leave_out(index, out=out)

    def _show_unknown(self) -> None:
        self.presenter.sending.show_rows(shown=True)
        self.result_page.show_state(RowState.UNKNOWN)

    def _chips_moved(self, _key: object) -> None:
        self._show_foot()

    def _help(self) -> None:
        standing = self.presenter.sending.standing()
        if standing is not None and standing.help is Help.SIGN_IN and self.presenter.account is not None:
            self.sign_in_wanted.emit(self.presenter.account.account)
            self.done(0)
        else:
            self.presenter.sending.send()

    def _back(self) -> None:
        phase, facts = self.presenter.phase, self.presenter.facts
        if phase is Phase.CHOOSE or (phase is Phase.CHECK and facts is None):
            self.reject()
        elif phase is Phase.RUNNING:
            self.presenter.sending.show_rows(shown=False)
        elif phase in {Phase.LISTING, Phase.CHECKING}:
            self.presenter.cancel_check()
        else:
            self.presenter.forget_file()

    def _go_on(self) -> None:
        phase = self.presenter.phase
        if phase is Phase.COLUMNS:
            self.presenter.check()
        elif phase is Phase.CHECK:
            self.questions.ask_send()
        else:
            self.accept()

    def _say(self, sentence: str) -> None:
        if self.isVisible():
            Toast(self.pages, sentence, milliseconds=4000).pop()

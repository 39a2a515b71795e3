"""The opened contact: its header over its numbers and calls, or over its form, in the same place."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui import sentences_contact as sentences
from desktop.ui import sentences_do_not_call
from desktop.ui import strings_contact as strings
from desktop.ui.campaigns.membership import CampaignsCard
from desktop.ui.contacts.detail.asking import AskDialog
from desktop.ui.contacts.detail.callscard import CallsCard
from desktop.ui.contacts.detail.conflictcard import ConflictCard
from desktop.ui.contacts.detail.differences import NAME
from desktop.ui.contacts.detail.formcard import FormCard
from desktop.ui.contacts.detail.header import Header
from desktop.ui.contacts.detail.menu import MoreMenu
from desktop.ui.contacts.detail.notes import Notes
from desktop.ui.contacts.detail.numbercard import NumberCard
from desktop.ui.contacts.detail.presenter import ContactPresenter
from desktop.ui.contacts.detail.views import Ask, ContactView, FormView
from desktop.ui.kit import focus
from desktop.ui.kit.outside import shown, within
from desktop.ui.kit.panes import EmptyState, Pane
from desktop.ui.kit.passing import Passing
from desktop.ui.kit.scroll import plain_scrolling

_MINUTE_MS = 60_000
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ContactDetail(Pane):
    """The other half of Contacts. It asks before anything that somebody wrote is lost.

    `dial_wanted` carries a number, a name and an account's id; `open_call_wanted` a call's id;
    `all_calls_wanted`, `delete_wanted`, `list_wanted`, `campaign_wanted` the contact; `open_contact_wanted`
    another contact's id; `unlist_wanted` numbers that may be called again, `open_campaign_wanted` a
    campaign's id.
    """

    dial_wanted = Signal(str, str, str)
    open_call_wanted = Signal(str)
    all_calls_wanted = Signal(object)
    open_contact_wanted = Signal(str)
    delete_wanted = Signal(object)
    list_wanted = Signal(object)
    campaign_wanted = Signal(object)
    unlist_wanted = Signal(object)
    open_campaign_wanted = Signal(str)

    def __init__(self, presenter: ContactPresenter, parent: QWidget | None = None) -> None:
        super().__init__("window", parent=parent)
        self._presenter = presenter
        self.passing = Passing(self)
        self._opened_id = ""
        self.dialog: AskDialog | None = None
        self.header = Header()
        self.notes = Notes(presenter.now)
        self.numbers = NumberCard()
        self.campaigns = CampaignsCard(presenter.facts)
        self.calls = CallsCard(presenter.now)
        self.form = FormCard()
        self.conflict = ConflictCard()
        self.menu = MoreMenu(self)
        self._body = Pane("window", margins=(24, 16, 24, 16), spacing=16)
        for card in (self.notes, self.numbers, self.form, self.conflict, self.campaigns, self.calls):
            self._body.add(card)
        self._body.add_stretch()
        self._scroll = QScrollArea()
        plain_scrolling(self._scroll)
        self._scroll.setAccessibleName(strings.CONTACT)
        self._scroll.setWidget(self._body)
        opened = QWidget()
        column = QVBoxLayout(opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._scroll, 1)
        self.nothing = EmptyState("user", strings.NO_CHOICE, strings.NO_CHOICE_TEXT)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(opened)
        self.add(self._stack, 1)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(presenter.refresh_clock)
        self._connect(presenter)
        self._show_contact(presenter.view)

    def _connect(self, presenter: ContactPresenter) -> None:
        presenter.shown.connect(self._show_contact)
        presenter.gone.connect(self._show_gone)
        presenter.form.connect(self._show_form)
        presenter.begun.connect(self.focus_form)
        presenter.asked.connect(self._ask)
        presenter.pointed.connect(self._point)
        presenter.saved.connect(self._saved)
        presenter.told.connect(self._tell)
        header = self.header
        header.dial_wanted.connect(self._dial)
        header.edit_wanted.connect(self._edit)
        header.more_wanted.connect(self._open_menu)
        header.star_pressed.connect(presenter.favourite)
        header.cancel_wanted.connect(presenter.cancel)
        header.save_wanted.connect(presenter.save)
        self.notes.retry_wanted.connect(presenter.retry)
        self.notes.discard_wanted.connect(presenter.discard)
        self.notes.choose_wanted.connect(self._edit)
        self.numbers.dial_wanted.connect(self._dial)
        self.numbers.copied.connect(self._copy)
        self.calls.call_chosen.connect(self.open_call_wanted)
        self.calls.all_wanted.connect(self._all_calls)
        self.calls.again_wanted.connect(presenter.read_calls)
        self.form.edited.connect(presenter.writing.write)
        self.form.book_chosen.connect(presenter.writing.choose_book)
        self.form.left.connect(self._left)
        self.form.other_wanted.connect(self._other)
        self.conflict.chosen.connect(self._side)
        self.conflict.all_chosen.connect(self._all_sides)
        self.conflict.kept.connect(presenter.save)
        self.conflict.let_go.connect(presenter.writing.let_go)
        self.menu.copied.connect(self._copy)
        self.menu.delete_wanted.connect(self._delete)
        self.campaigns.open_wanted.connect(self.open_campaign_wanted)
        self.notes.unlist_wanted.connect(self._unlist)
        presenter.facts.changed.connect(self._show_listed)
        self.menu.list_wanted.connect(self._list)
        self.menu.campaign_wanted.connect(self._campaign)
        self.menu.shared.connect(self._share)

    # ---- for the screen round it

    def focus_call(self) -> None:
        """Put the focus on Call, so that Enter calls; on Edit where no number can be called."""
        first = self.header.call if self.header.call.isEnabled() else self.header.edit
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_form(self) -> None:
        """Put the focus into the form's first field."""
        self.form.start(at=NAME)

    @property
    def is_editing(self) -> bool:
        """Whether the form is shown."""
        return self._presenter.writing.draft is not None

    # ---- Qt's own

    def event(self, event: QEvent) -> bool:
        """Have the form's keys before the window's own."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._deed(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save with Ctrl+S and Ctrl+Enter, leave the form with Escape."""
        deed = self._deed(event)
        if deed == "save":
            self._presenter.save()
        elif deed == "cancel":
            self._presenter.cancel()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the local times right while somebody looks."""
        super().showEvent(event)
        self._presenter.refresh_clock()
        self._minute.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Work out nothing for nobody."""
        super().hideEvent(event)
        self._minute.stop()

    def _deed(self, event: QKeyEvent) -> str | None:
        if not self.is_editing:
            return None
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_S, *_ENTER):
            return "save"
        return "cancel" if event.key() == Qt.Key.Key_Escape and not event.modifiers() else None

    # ---- what is shown

    def _show_contact(self, view: ContactView | None) -> None:
        if self.is_editing:
            return
        self._stack.setCurrentIndex(0 if view is None else 1)
        if view is None:
            self.nothing.set_message(strings.NO_CHOICE, strings.NO_CHOICE_TEXT)
            self._opened_id = ""
            return
        for card in (self.form, self.conflict):
            card.hide()
        self.header.show_contact(view)
        self.notes.show_contact(view)
        self.numbers.show_lines(view.lines)
        self.numbers.setVisible(bool(view.lines))
        self.calls.show_calls(view.calls, several_accounts=view.several_accounts)
        self.calls.show()
        self.campaigns.refresh()
        if self._opened_id != view.contact.id:
            self._opened_id = view.contact.id
            self._scroll.verticalScrollBar().setValue(0)

    def _show_form(self, form: FormView | None) -> None:
        if form is None:
            held = self._holds_focus()
            self._show_contact(self._presenter.view)
            if held:
                focus.give(self.header.edit, ring=focus.by_keyboard())
            return
        began = self.form.isHidden()
        self._stack.setCurrentIndex(1)
        for card in (self.numbers, self.calls, self.campaigns):
            card.hide()
        self.header.show_form(form)
        self.notes.show_form(form)
        if began:
            self.form.start_anew()
        self.form.show_form(form)
        self.form.show()
        self.conflict.show_form(form)
        if began:
            self._scroll.verticalScrollBar().setValue(0)

    def _show_listed(self) -> None:
        facts = self._presenter.facts
        said = [sentences_do_not_call.is_listed(entry, facts.now()) for entry in facts.listed]
        self.notes.show_listed("\n".join(said))
        self.campaigns.setVisible(facts.has_campaigns and not self.is_editing)

    def _unlist(self) -> None:
        self.unlist_wanted.emit([entry.number for entry in self._presenter.facts.listed])

    def _show_gone(self) -> None:
        self.nothing.set_message(strings.GONE, strings.GONE_TEXT)

    def _holds_focus(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)

    # ---- questions

    def _ask(self, ask: Ask) -> None:
        if self.dialog is not None:
            return
        writing = self._presenter.writing
        text = {Ask.UNFINISHED: strings.UNFINISHED_TEXT, Ask.DISCARD: strings.DISCARD_TEXT}.get(ask, "")
        if ask is Ask.LEAVE and writing.draft is not None:
            named = writing.draft.contact_id is not None
            text = sentences.unsaved(within(writing.draft.started.name) if named else "")
        self.dialog = AskDialog(self.window(), ask, text, may_save=writing.may_save)
        if ask is Ask.LEAVE:
            self.dialog.saved.connect(self._presenter.answer_save)
            self.dialog.discarded.connect(self._presenter.answer_discard)
            self.dialog.stayed.connect(self._presenter.answer_stay)
        elif ask is Ask.UNFINISHED:
            self.dialog.saved.connect(self._presenter.save_anyway)
        else:
            self.dialog.discarded.connect(self._presenter.discard_now)
        self.dialog.finished.connect(self._answered)
        self.dialog.open()

    def _answered(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _point(self, field: int) -> None:
        self.form.point_at(field)

    # ---- what is done

    def _edit(self) -> None:
        self._presenter.edit()

    def _left(self) -> None:
        save = self.conflict.keep if self.header.save.isHidden() else self.header.save
        save.setFocus(Qt.FocusReason.TabFocusReason)

    def _saved(self) -> None:
        focus.give(self.header.edit, ring=focus.by_keyboard())

    def _other(self, contact_id: str) -> None:
        self.open_contact_wanted.emit(contact_id)

    def _side(self, field: int, theirs: bool) -> None:
        self._presenter.writing.take_side(field, theirs=theirs)

    def _all_sides(self, theirs: bool) -> None:
        self._presenter.writing.take_all(theirs=theirs)

    def _dial(self, number: str) -> None:
        view = self._presenter.view
        if view is not None:
            self.dial_wanted.emit(number, shown(view.contact.name), view.contact.account_id)

    def _all_calls(self) -> None:
        if self._presenter.view is not None:
            self.all_calls_wanted.emit(self._presenter.view.contact)

    def _delete(self) -> None:
        if self._presenter.view is not None:
            self.delete_wanted.emit(self._presenter.view.contact)

    def _list(self) -> None:
        if self._presenter.view is not None:
            self.list_wanted.emit(self._presenter.view.contact)

    def _campaign(self) -> None:
        if self._presenter.view is not None:
            self.campaign_wanted.emit(self._presenter.view.contact)

    def _open_menu(self) -> None:
        if self._presenter.view is not None:
            self.menu.open_for(self._presenter.view, self.header.more)

    def _share(self) -> None:
        view = self._presenter.view
        if view is not None:
            from desktop.ui.kit.saving import ask_where  # noqa: PLC0415 - few save, all start

            name = sentences.file_name(view.contact.name)
            dialog = ask_where(self, strings.SHARE_TITLE, name, (strings.VCARD_FILES,))
            dialog.chosen.connect(self._share_in)

    def _share_in(self, file: Path) -> None:
        self._presenter.share(file)

    def _copy(self, text: str, what: str = "") -> None:
        QGuiApplication.clipboard().setText(text)
        self._tell(sentences.copied(what or shown(text)))

    def _tell(self, text: str) -> None:
        """Say something in passing, in the place of what was said before."""
        self.passing.say(self._stack, text)

"""The opened contact in the window: its keys beside the window's own, and the ways to and from the calls."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.calls import CallFilter, Direction
from desktop.domain.contacts import Contact, ContactCard
from desktop.ui.contacts.detail.page import ContactDetail
from desktop.ui.contacts.detail.presenter import ContactPresenter
from desktop.ui.contacts.detail.views import Stage
from desktop.ui.shell.window import MainWindow
from tests.support.phonebook import add_book
from tests.ui.conftest import Scene, until

CTRL = Qt.KeyboardModifier.ControlModifier


class Shown:
    """A window with a contact open that has calls."""

    def __init__(self, scene: Scene, window: MainWindow, contact: Contact) -> None:
        self.scene = scene
        self.window = window
        self.contact = contact
        assert window.contacts is not None
        self.detail: ContactDetail = window.contacts.detail
        self.presenter: ContactPresenter = window.contacts.detail_presenter

    async def edit(self) -> None:
        self.detail.header.edit.click()
        await until(lambda: self.presenter.writing.draft is not None)

    def rename(self, name: str) -> None:
        edit = self.detail.form.name_line.edit
        edit.setFocus()
        edit.selectAll()
        typed = QInputMethodEvent()
        typed.setCommitString(name)
        QApplication.sendEvent(edit, typed)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)


@pytest.fixture
def play_shown(play):
    def run(steps: Callable[[Shown], object]) -> None:
        async def scene(scene: Scene) -> None:
            await scene.sign_in()
            book = await scene.there(add_book(scene.opened.services, scene.hello))
            days = scene.rows.days(CallFilter())
            call = next(
                call
                for day in days
                for call in scene.rows.rows(CallFilter(), day.day, 0, day.calls)
                if call.other and call.direction is not Direction.INTERNAL and not call.contact_id
            )
            contact = await scene.there(
                scene.opened.services.contacts.add(book.id, ContactCard("Test Person", (call.other, "", "")))
            )
            window = await scene.window()
            window.open_contact(contact.id)
            await until(lambda: window.contacts is not None and window.contacts.detail_presenter.view)
            shown = Shown(scene, window, contact)
            window.activateWindow()
            await until(lambda: window.isActiveWindow() and shown.presenter.settled)
            await until(lambda: shown.presenter.view.calls.stage is Stage.READY)
            await steps(shown)

        play(scene)

    return run


def test_escape_and_control_s_belong_to_the_form_while_it_is_open(play_shown):
    async def steps(shown):
        await shown.edit()
        shown.key(Qt.Key.Key_Escape)
        assert shown.presenter.writing.draft is None
        await shown.edit()
        shown.rename("Test Person, twice")
        shown.key(Qt.Key.Key_Escape)
        assert shown.detail.dialog is not None
        shown.detail.dialog.reject()
        shown.detail.form.name_line.edit.setFocus()
        shown.key(Qt.Key.Key_S, CTRL)
        await until(lambda: shown.presenter.writing.draft is None)
        assert shown.presenter.view.contact.name == "Test Person, twice"

    play_shown(steps)


def test_what_is_typed_is_still_there_after_looking_at_the_calls(play_shown):
    async def steps(shown):
        await shown.edit()
        shown.rename("Somebody else")
        shown.window.show_recents()
        shown.window.show_contacts()
        assert shown.detail.dialog is None
        assert shown.detail.form.isVisible()
        assert shown.detail.form.name_line.edit.text() == "Somebody else"
        shown.presenter.answer_discard()

    play_shown(steps)


def test_a_call_opens_among_the_calls(play_shown):
    async def steps(shown):
        row = shown.detail.calls.rows[0]
        row.click()
        recents = shown.window.recents
        await until(recents.isVisible)
        await until(lambda: recents.detail_presenter.view is not None)
        await until(lambda: recents.detail_presenter.view.call.id == row.call.id)

    play_shown(steps)


def test_show_all_lists_the_calls_with_this_person_under_their_name(play_shown):
    async def steps(shown):
        shown.detail.calls.show_all.click()
        recents = shown.window.recents
        await until(recents.isVisible)
        await until(lambda: recents.presenter.settled)
        assert [pill.text() for pill in recents.page.pills.pills] == ["Test Person"]
        count = shown.presenter.view.calls.calls
        days = shown.scene.rows.days(recents.presenter.wanted)
        assert sum(day.calls for day in days) == count > 0

    play_shown(steps)


def test_quitting_asks_about_what_is_not_saved(play_shown, qtbot):
    async def steps(shown):
        quits = []
        await shown.edit()
        shown.rename("Nearly lost")
        shown.window.screens.leave(lambda: quits.append(True))
        assert shown.detail.dialog is not None
        shown.detail.dialog.stay.click()
        assert not quits
        shown.window.screens.leave(lambda: quits.append(True))
        shown.detail.dialog.save.click()
        await until(lambda: quits)
        kept = await shown.scene.there(shown.scene.opened.services.contacts.get(shown.contact.id))
        assert kept.name == "Nearly lost"

    play_shown(steps)

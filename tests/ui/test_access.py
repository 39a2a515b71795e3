"""Everything that a person can meet in the window has a name, a role and a ring that knows the keyboard."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop.domain.attempts import DialSource
from desktop.domain.calls import CallFilter, Direction, Outcome
from desktop.ui.calling import card
from desktop.ui.firstrun.steps import GuideStep
from desktop.ui.kit.float import Popover
from desktop.ui.recents.face import face
from desktop.ui.settings.catalogue import Page
from desktop.ui.shell.window import MainWindow
from tests.support.spoken import nameless, unringed
from tests.ui.conftest import now, until


def fault(*widgets):
    """Return what is wrong with these widgets, and with every popover and menu that stands open."""
    floating = [
        one
        for one in QApplication.topLevelWidgets()
        if one.isVisible() and isinstance(one, Popover | QMenu) and one not in widgets
    ]
    found = []
    for widget in (*widgets, *floating):
        assert widget.isVisible()
        found += nameless(widget) + [f"no ring: {one}" for one in unringed(widget)]
    return found


def newest(scene, fits):
    return next(
        call
        for day in scene.rows.days(CallFilter())
        for call in scene.rows.rows(CallFilter(), day.day, 0, day.calls)
        if fits(call)
    )


def is_recorded(call):
    return call.has_recording and call.outcome is Outcome.ANSWERED


async def opened(scene, fits=is_recorded):
    await scene.sign_in()
    window = await scene.window()
    await until(window.recents.list.isVisible)
    window.recents.list.go_to_call(newest(scene, fits))
    await until(lambda: window.recents.detail_presenter.settled)
    await until(lambda: window.recents.player_presenter.view.phase.value in {"ready", "none"})
    return window


def close_what_floats():
    for one in QApplication.topLevelWidgets():
        if one.isVisible() and isinstance(one, Popover | QMenu):
            one.close()


def test_no_row_says_a_number_in_one_piece(play):
    async def steps(scene):
        await scene.sign_in()
        read = [
            face(call, now(), several_accounts=True)
            for day in scene.rows.days(CallFilter())
            for call in scene.rows.rows(CallFilter(), day.day, 0, day.calls)
        ]
        assert any(one.call.direction is Direction.INTERNAL for one in read)
        for one in read:
            assert not re.search(r"\+\d{7}", f"{one.lines.title} {one.sentence}")

    play(steps)


def test_the_window_with_an_opened_call(play):
    async def steps(scene):
        window = await opened(scene)
        detail = window.recents.detail
        for show in (detail.show_conversation, detail.show_person, detail.show_details):
            show()
            assert fault(window) == []
        detail.show_conversation()
        detail.search()
        assert fault(window) == []

    play(steps)


def test_popovers_and_menus(play):
    async def steps(scene):
        window = await opened(scene)
        recents = window.recents
        recents.page.open_filter()
        assert fault(window) == []
        close_what_floats()
        window.bar.open_lines()
        await until(lambda: any(isinstance(one, Popover) and one.isVisible() for one in tops()))
        assert fault(window) == []
        close_what_floats()
        window.bar.menu.click()
        assert fault(window) == []
        close_what_floats()
        rows = recents.list
        place = rows.viewport().mapToGlobal(rows.visualRect(rows.currentIndex()).center() + QPoint(4, 0))
        rows.menu_wanted.emit(rows.current_row, place)
        assert fault(window) == []
        close_what_floats()
        window.bar.field.setFocus()
        window.bar.field.setText("06")
        await until(lambda: window.bar.field.text() and not fault(window))
        window.bar.field.clear()

    play(steps)


def tops() -> list[QWidget]:
    return QApplication.topLevelWidgets()


def test_the_form_of_an_account(play):
    async def steps(scene):
        window = await scene.window()
        await until(lambda: window.signing_in)
        assert fault(window) == []

    play(steps)


def test_the_pages_of_the_guide(play):
    async def steps(scene):
        await scene.there(scene.opened.add(scene.hello, "Main"))
        scene.opened.services.settings.set("ui.guide", "calling")

        async def demo():
            raise AssertionError("nobody asked for it")

        window = MainWindow(replace(scene.context(), demo=demo))
        scene.windows.append(window)
        window.show()
        window.start()
        await until(lambda: window.entry.guiding and window.entry.guide.presenter.country)
        for step in GuideStep:
            window.entry.guide.go_to(step)
            assert fault(window) == [], step

    play(steps)


@pytest.mark.parametrize("page", list(Page))
def test_a_page_of_the_settings(play, page):
    async def steps(scene):
        await scene.sign_in()
        window = await scene.window()
        window.open_settings(page.value)
        settings = window.settings.window
        await until(lambda: settings.presenter.values and settings.presenter.kept is not None)
        await until(lambda: settings.isVisible() and settings.pages[page].isVisible())
        assert fault(settings) == []

    play(steps)


def test_the_question_the_card_the_sheet_and_quick_dial(play):
    async def steps(scene):
        window = await opened(scene)
        window.show_keys()
        sheet = window.access.sheet
        assert fault(sheet) == []
        sheet.reject()
        window.ask_about("tel:+1 900 555 0143", DialSource.LINK)
        await until(lambda: window.question is not None and window.question.isVisible())
        assert fault(window.question) == []
        window.calling.decline()
        window.quick_dial()
        quick = window.finding.quick
        await until(quick.isVisible)
        assert fault(quick) == []
        quick.close()
        window.calling.wish("112", DialSource.FIELD)
        await until(window.card.isVisible)
        assert fault(window) == []
        window.calling.dismiss()

    play(steps)


class Reader:
    """Stands where Qt passes on what is to be said."""

    def __init__(self):
        self.said = []

    def updateAccessibility(self, event):
        if isinstance(event, QAccessibleAnnouncementEvent):
            self.said.append(event.message())


def test_what_becomes_of_a_call_is_said(play, monkeypatch):
    reader = Reader()
    monkeypatch.setattr(card, "QAccessible", reader)

    async def steps(scene):
        window = await opened(scene)
        window.calling.wish("+33612345678", DialSource.ROW)
        await until(lambda: any("rings first" in text for text in reader.said))
        window.calling.dismiss()
        window.calling.wish("112", DialSource.FIELD)
        await until(lambda: any("emergency" in text for text in reader.said))
        assert len(reader.said) == len(set(reader.said)), "nothing is said twice"
        window.calling.dismiss()

    play(steps)

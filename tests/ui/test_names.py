"""A name stands wherever the number does, at once after an edit, and nothing in it disturbs a line."""

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from desktop.domain.attempts import DialSource
from desktop.domain.calls import CallFilter
from desktop.ui.calling.views import Stage
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.theme import theme
from desktop.ui.recents.face import Face, formatted
from desktop.ui.recents.presenter import ListState
from tests.support.named import name_them
from tests.support.recents import listed, shown, stored
from tests.ui.conftest import Scene, until


def faces(window):
    model = window.recents.model
    return [item for row in range(model.rowCount()) if isinstance(item := model.item(row), Face)]


def face_of(window, call_id):
    return next(face for face in faces(window) if face.call.id == call_id)


def somebody(scene: Scene, window, plan="+33"):
    """Return the newest call with a number of the world."""
    return next(
        call for call in map(scene.rows.get, shown(window)) if call.other and call.other.startswith(plan)
    )


def test_a_row_and_the_header_say_the_name_over_the_number_and_follow_an_edit(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        call = somebody(scene, window)
        window.recents.open_call(call.id)
        header = window.recents.detail.header
        await until(lambda: header.title.text() == formatted(call.other))
        before = face_of(window, call.id)
        assert before.lines.title == formatted(call.other)
        await name_them(scene, ("Ada Lovelace", call.other))
        await until(lambda: face_of(window, call.id).lines.title == "Ada Lovelace")
        face = face_of(window, call.id)
        assert face.lines.meta[0] == formatted(call.other)
        assert " Ada Lovelace, " in face.sentence
        index = window.recents.model.index(window.recents.model.row_of(call), 0)
        assert " Ada Lovelace, " in index.data(Qt.ItemDataRole.AccessibleTextRole)
        await until(lambda: header.title.text() == "Ada Lovelace")
        assert header._under._number.text() == formatted(call.other)
        assert header._avatar.text() == "AL"
        await name_them(scene, ("Countess", call.other))
        await until(lambda: face_of(window, call.id).lines.title == "Countess")
        await until(lambda: (header.title.text(), header._avatar.text()) == ("Countess", "C"))
        await name_them(scene)
        await until(lambda: face_of(window, call.id).lines.title == formatted(call.other))
        await until(lambda: (header.title.text(), header._avatar.text()) == (formatted(call.other), ""))
        assert window.recents.list.current_call.id == call.id

    play(steps)


def test_a_search_by_name_follows_an_edit(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        call = somebody(scene, window)
        await name_them(scene, ("Élodie Martin", call.other))
        page = window.recents.page
        page.search.setText("lodie mar")
        wanted = stored(scene, CallFilter(others=frozenset({call.other})))
        await until(lambda: page.state is ListState.READY and shown(window) == wanted)
        await name_them(scene, ("Somebody else", call.other))
        await until(lambda: page.state is ListState.NOTHING)
        page.search.setText(call.other)
        await until(lambda: page.state is ListState.READY and shown(window) == wanted)

    play(steps)


def test_calls_with_all_numbers_of_a_person_stand_together(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        call = somebody(scene, window)
        other = next(
            one
            for one in map(scene.rows.get, shown(window))
            if one.other and one.other.startswith("+") and one.other != call.other
        )
        both = len(stored(scene, CallFilter(others=frozenset({call.other, other.other}))))
        alone = len(stored(scene, CallFilter(others=frozenset({call.other}))))
        presenter = window.recents.detail_presenter
        window.recents.open_call(call.id)
        await until(lambda: presenter.view is not None and presenter.view.known)
        assert presenter.view.history.calls == alone
        await name_them(scene, ("Ada", call.other, other.other))
        await until(lambda: presenter.view.history.calls == both)
        person = window.recents.detail.person
        listed_ids = {row.entry.call.id for row in (*person.later.rows.rows, *person.earlier.rows.rows)}
        assert other.id in listed_ids
        texts = [
            text for row in (*person.later.rows.rows, *person.earlier.rows.rows) for text in row._lines.meta
        ]
        assert {formatted(call.other), formatted(other.other)} <= set(texts)
        kept = person.earlier.rows.rows
        await name_them(scene, ("Countess", call.other, other.other))
        await until(lambda: window.recents.detail.header.title.text() == "Countess")
        await until(lambda: presenter.settled)
        assert person.earlier.rows.rows is kept, "another name is no reason to build the rows anew"
        person.all_wanted.emit()
        wanted = stored(scene, CallFilter(others=frozenset({call.other, other.other})))
        await until(lambda: window.recents.page.state is ListState.READY and shown(window) == wanted)

    play(steps)


def test_a_card_and_a_question_say_who_it_is_and_follow_an_edit(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        await until(lambda: window.shell.lines)
        await name_them(scene, ("Élodie", "06 12 34 56 78"))
        window.ask_about("tel:+33612345678", DialSource.LINK)
        await until(lambda: window.question is not None)
        dialog = window.question
        assert "Élodie" in dialog.accessibleDescription()
        dialog.cancel.setFocus()
        await name_them(scene, ("Countess", "06 12 34 56 78"))
        await until(lambda: "Countess" in dialog.accessibleDescription())
        assert window.question is dialog
        assert dialog.cancel.hasFocus()
        assert dialog.call.isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await until(lambda: window.question is None)
        window.calling.wish("112", DialSource.FIELD, name="Nobody")
        await until(lambda: window.card.state is not None and window.card.state.stage is Stage.REFUSED)
        assert window.card.state.name == "Nobody"
        window.calling.wish("+33612345678", DialSource.FIELD, name="What the row said")
        await until(lambda: window.card.state is not None and window.card.state.name == "Countess")
        await name_them(scene, ("Ada", "06 12 34 56 78"))
        await until(lambda: window.card.state.name == "Ada")
        await name_them(scene)
        await until(lambda: window.card.state.name == "What the row said")
        await until(lambda: window.card.state.stage is not Stage.SENDING)

    play(steps)


HOSTILE = "Ada\u202e\u2066\r\nLove\u200blace\t" + "x" * 10_000


def test_a_hostile_name_is_one_short_line_everywhere(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        call = somebody(scene, window)
        await name_them(scene, (HOSTILE, call.other))
        await until(lambda: face_of(window, call.id).lines.title.startswith("Ada Lovelace xxx"))
        window.recents.open_call(call.id)
        header = window.recents.detail.header
        await until(lambda: header.title.text().startswith("Ada Lovelace xxx"))
        face = face_of(window, call.id)
        for text in (face.lines.title, face.sentence, header.title.text()):
            assert text.isprintable()
            assert len(text) < 500
        assert header._avatar.text() == "AX"

    play(steps)


def test_a_name_of_ten_thousand_letters_costs_no_more_to_paint_than_one_of_three_hundred(app):
    def cost(text):
        image = QImage(400, 56, QImage.Format.Format_ARGB32_Premultiplied)
        began = time.perf_counter()
        for _ in range(50):
            painter = QPainter(image)
            with Ink(painter, image.rect(), Qt.LayoutDirection.LeftToRight) as ink:
                ink.text(0, 10, text, theme.roles.text, room=200)
            painter.end()
        return time.perf_counter() - began

    cost("warm" * 75)
    assert cost("wide" * 2_500) < 5 * cost("wide" * 75)

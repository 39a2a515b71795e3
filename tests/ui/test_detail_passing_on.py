"""Copying and saving what was said: all or the chosen turns, each kind of file, and what goes wrong."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.calls import Direction
from desktop.services.formats import to_srt, to_text, to_vtt
from desktop.ui import sentences_detail, strings
from desktop.ui.detail.toolbar import Toolbar
from desktop.ui.detail.views import Said
from desktop.ui.kit.float import Toast
from desktop.ui.kit.saving import SaveDialog
from desktop.ui.shell.window import MainWindow
from tests.support.opened import opened, ready, recorded, with_state
from tests.ui.conftest import Scene, until

FULL_DISK = Path("/dev/full")
HAS_FULL_DISK = FULL_DISK.exists()
CONTROL = Qt.KeyboardModifier.ControlModifier


def told(window: MainWindow) -> list[str]:
    return [
        toast.accessibleName() for toast in window.recents.detail.findChildren(Toast) if toast.isVisible()
    ]


def copied() -> list[str]:
    return QApplication.clipboard().text().splitlines()


async def asked_where(window: MainWindow, kind: str) -> SaveDialog:
    """Choose a kind of file in Save's menu, and return the dialog that asks where."""
    toolbar = window.recents.detail.conversation.toolbar
    toolbar.save.click()
    action = next(action for action in toolbar.menu.actions() if action.data() == kind)
    action.trigger()
    toolbar.menu.close()
    await until(lambda: window.findChildren(SaveDialog))
    return window.findChildren(SaveDialog)[-1]


def test_copy_takes_all_or_the_chosen_turns_with_times_and_speakers(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        call = await with_state(scene, window, Said.READY, lambda call: call.direction is Direction.INBOUND)
        detail = window.recents.detail
        transcript = window.recents.detail_presenter.said_view.transcript
        turns = detail.conversation.turns
        detail.conversation.toolbar.copy.click()
        lines = copied()
        assert (lines[0] == transcript.summary) is bool(transcript.summary)
        said = [line for line in lines if line.startswith("[")]
        assert len(said) == len(transcript.segments)
        names = {line.split("] ")[1].split(": ")[0] for line in said}
        assert names <= {window.recents.detail_presenter.view.title, call.line, "Caller", "Callee"}
        assert strings.YOU not in names
        assert told(window) == [f"Copied all {len(said)} turns"]

        turns.setFocus()
        turns.go_to(1)
        QTest.keyClick(turns, Qt.Key.Key_Down)
        QTest.keyClick(turns, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        QTest.keyClick(turns, Qt.Key.Key_C, CONTROL)
        assert copied() == said[2:4]
        assert told(window) == ["Copied 2 turns"]

    play(steps)


def test_each_kind_of_file_is_written_whole(play, tmp_path):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await with_state(scene, window, Said.READY)
        presenter = window.recents.detail_presenter
        transcript = presenter.said_view.transcript
        speakers = sentences_detail.written_speakers(presenter.view.call, presenter.view.title)
        for kind, writer in (("txt", to_text), ("srt", to_srt), ("vtt", to_vtt)):
            dialog = await asked_where(window, kind)
            assert dialog.defaultSuffix() == kind
            assert Path(dialog.selectedFiles()[0]).suffix == f".{kind}"
            file = tmp_path / f"said.{kind}"
            dialog.chosen.emit(file)
            dialog.close()
            await until(lambda file=file: any(file.name in text for text in told(window)))
            assert file.read_text("utf-8") == writer(transcript, speakers)
            assert [each.name for each in tmp_path.glob("said*")].count(file.name) == 1
            await until(lambda: not window.findChildren(SaveDialog))
        assert not list(tmp_path.glob("*.part"))

    play(steps)


def test_what_was_asked_for_is_saved_though_another_call_is_open_by_then(play, tmp_path):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        call = await with_state(scene, window, Said.READY)
        transcript = window.recents.detail_presenter.said_view.transcript
        dialog = await asked_where(window, "vtt")
        await opened(window, next(other for other in recorded(window) if other.id != call.id))
        dialog.chosen.emit(tmp_path / "first.vtt")
        dialog.close()
        await until((tmp_path / "first.vtt").exists)
        first = transcript.segments[0].text.split()[0]
        assert first in (tmp_path / "first.vtt").read_text("utf-8")

    play(steps)


def test_a_file_that_cannot_be_written_says_why_and_asks_for_another_place(play, tmp_path):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await with_state(scene, window, Said.READY)
        dialog = await asked_where(window, "srt")
        dialog.chosen.emit(tmp_path / "not there" / "said.srt")
        dialog.close()
        note = window.recents.detail.notes.unsaved
        await until(note.isVisible)
        assert "said.srt could not be saved" in note._text.text()
        if HAS_FULL_DISK:
            presenter = window.recents.detail_presenter
            presenter.save(presenter.view, FULL_DISK, "srt")
            await until(lambda: "No space left" in note._text.text())
        await until(lambda: not window.findChildren(SaveDialog))
        note.button.click()
        assert note.isHidden()
        await until(lambda: window.findChildren(SaveDialog))
        again = window.findChildren(SaveDialog)[-1]
        again.chosen.emit(tmp_path / "said.srt")
        again.close()
        await until((tmp_path / "said.srt").exists)
        await until(lambda: told(window))
        assert note.isHidden()

    play(steps)


def test_a_call_without_words_offers_neither(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await with_state(scene, window, Said.NONE)
        toolbar = window.recents.detail.conversation.toolbar
        assert not toolbar.copy.isVisible()
        assert not toolbar.save.isVisible()
        assert not toolbar.field.isVisible()
        assert toolbar.line.text()

    play(steps)


def test_only_whole_facts_of_a_call_are_shown(app, qtbot):
    toolbar = Toolbar()
    qtbot.addWidget(toolbar)
    toolbar.resize(900, 40)
    toolbar.show()
    facts = ("13:24", "inbound", "2 min 45 s", "waited 7 s")
    toolbar.show_parts(facts, "Friday")
    assert toolbar.line.text() == "13:24, inbound, 2 min 45 s, waited 7 s"
    seen = set()
    for wide in range(900, 240, -20):
        toolbar.resize(wide, 40)
        seen.add(toolbar.line.text())
    assert seen == {", ".join(facts[:count]) for count in range(5)}
    assert toolbar.line.toolTip().count(", ".join(facts)) == 1


def test_facts_are_copied_one_by_one_and_all_together(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        call = recorded(window)[0]
        await opened(window, call)
        details = window.recents.detail.details
        window.recents.detail.show_details()
        buttons = {
            button.accessibleName(): button
            for button in details.findChildren(type(details.copy_all))
            if button.isVisible()
        }
        buttons[f"Copy: {strings.PROVIDER_ID}"].click()
        assert copied() == [call.provider_id]
        assert told(window) == [f"Copied: {strings.PROVIDER_ID}"]
        buttons[f"Copy: {strings.FROM}"].click()
        assert copied() == [call.caller]
        details.copy_all.click()
        text = "\n".join(copied())
        for value in (call.id, call.provider_id, call.caller, call.account, strings.ENDED):
            assert value in text

    play(steps)


def test_a_turn_s_menu_plays_and_copies_it_or_what_was_chosen(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await with_state(scene, window, Said.READY)
        conversation, sound = window.recents.detail.conversation, window.recents.player_presenter
        segments = window.recents.detail_presenter.said_view.transcript.segments
        turns, menu = conversation.turns, conversation.menu
        entries = menu.actions()
        place = turns.viewport().mapToGlobal(turns.viewport().rect().center())
        turns.menu_wanted.emit(2, place)
        assert entries[1].text() == "Copy 1 turn"
        entries[0].trigger()
        await until(lambda: sound.view.playing and sound.position >= segments[2].start_s)
        sound.play_or_pause()
        entries[1].trigger()
        assert [segments[2].text in line for line in copied()] == [True]
        turns.selectAll()
        turns.menu_wanted.emit(2, place)
        assert entries[1].text() == f"Copy {len(segments)} turns"
        turns.clearSelection()
        entries[2].trigger()
        assert len([line for line in copied() if line.startswith("[")]) == len(segments)
        menu.close()

    play(steps)


def test_who_scrolls_away_from_what_is_heard_can_come_back(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await with_state(scene, window, Said.READY)
        conversation, sound = window.recents.detail.conversation, window.recents.player_presenter
        segments = window.recents.detail_presenter.said_view.transcript.segments
        turns, back = conversation.turns, conversation._spoken.back
        sound.seek(segments[1].start_s + 0.1)
        await until(lambda: turns.light(1) == 1.0)
        assert not back.isVisible()
        turns.go_to(len(segments) - 1)
        assert back.isVisible()
        back.click()
        assert not back.isVisible()
        assert turns.viewport().rect().intersects(turns.visualRect(turns.model().index(1, 0)))

    play(steps)

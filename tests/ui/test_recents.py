"""The list says what the store says, and stays where the person looks."""

import dataclasses

from PySide6.QtCore import Qt

from desktop.domain.calls import CallFilter, CallRecord, Outcome
from desktop.domain.errors import ErrorKind, Trouble
from desktop.ui.kit.rows import HEADING_HEIGHT, ROW_HEIGHT
from desktop.ui.recents.model import Heading
from desktop.ui.recents.presenter import ListState
from tests.support.recents import listed, shown, stored
from tests.support.sandbox import world
from tests.ui.conftest import Scene, until


def test_every_call_of_the_store_is_in_the_list_once_and_in_order(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        assert shown(window) == stored(scene, CallFilter())
        model, header = window.recents.model, window.recents.list.verticalHeader()
        headings = [row for row in range(model.rowCount()) if isinstance(model.item(row), Heading)]
        assert headings == model.heading_rows()
        heights = {row: header.sectionSize(row) for row in range(model.rowCount())}
        assert {heights[row] for row in headings} == {HEADING_HEIGHT}
        assert {heights[row] for row in heights if row not in headings} == {ROW_HEIGHT}
        assert window.recents.page.total.text().startswith(f"{len(shown(window))} calls, ")

    play(steps)


def test_missed_shows_the_missed_and_nothing_else(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        missed = CallFilter(outcomes=frozenset({Outcome.MISSED}))
        window.recents.page.segments.choose(1)
        await until(lambda: window.recents.model.wanted == missed)
        assert shown(window) == stored(scene, missed)
        header = window.recents.list.verticalHeader()
        first = window.recents.model.next_entry(0)
        assert header.sectionSize(first) == ROW_HEIGHT
        window.recents.page.segments.choose(0)
        await until(lambda: window.recents.model.wanted.is_empty)
        rows = range(window.recents.model.rowCount())
        low = [row for row in rows if header.sectionSize(row) == HEADING_HEIGHT]
        assert low == window.recents.model.heading_rows()

    play(steps)


def test_a_number_is_found_by_any_spelling_and_part(play):
    async def steps(scene: Scene) -> None:
        window = await listed(scene)
        page, model = window.recents.page, window.recents.model
        call = next(c for c in map(scene.rows.get, shown(window)) if c.other and c.other.startswith("+33"))
        national = "0" + call.other[3:]
        spaced = " ".join(national[at : at + 2] for at in range(0, len(national), 2))
        wanted = set(stored(scene, CallFilter(numbers=(call.other,))))
        assert call.id in wanted
        for spelling in (call.other, spaced, "0033" + national[1:], national[2:8]):
            page.search.setText(spelling)
            await until(lambda: model.wanted.who == (spelling,))  # noqa: B023 - awaited in the loop
            assert wanted <= set(shown(window)), spelling
        page.search.setText("7777777777777")
        await until(lambda: page.state is ListState.NOTHING)
        page._nothing.button.click()
        await until(lambda: page.state is ListState.READY)
        assert shown(window) == stored(scene, CallFilter())

    play(steps)


def test_names_are_shown_as_they_are(play):
    name = "<b>Ada</b> & <img src=x>"

    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = await scene.window(Renamed(scene, name))
        await until(lambda: window.recents.page.state is ListState.READY)
        window.recents.list.step()
        header = window.recents.detail.header
        assert header.title.text() == name
        assert header.title.textFormat() is Qt.TextFormat.PlainText
        assert "<img" not in header.title.toolTip()
        sentence = window.recents.model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
        assert name in sentence

    play(steps)


class Renamed:
    """The store's rows, each with a name."""

    def __init__(self, scene: Scene, name: str) -> None:
        self._rows = scene.rows
        self._name = name

    def days(self, wanted):
        return self._rows.days(wanted)

    def rows(self, wanted, day, offset, limit):
        return [self._named(call) for call in self._rows.rows(wanted, day, offset, limit)]

    def get(self, call_id):
        return self._named(self._rows.get(call_id))

    def returned(self, call_id):
        return self._rows.returned(call_id)

    def _named(self, call: CallRecord) -> CallRecord:
        return dataclasses.replace(call, name=self._name)


def test_an_account_without_calls_says_so_until_they_come(play):
    async def steps(scene: Scene) -> None:
        await scene.there(scene.opened.add(scene.hello, "Main"))
        window = await scene.window()
        page = window.recents.page
        await until(lambda: page.state is ListState.EMPTY)
        assert page._empty._title.text() == "No calls in the last 12 months"
        window.activateWindow()
        await until(window.isActiveWindow)
        page._empty.button.click()
        assert window.bar.field.hasFocus()
        await scene.there(started(scene))
        window.shell.sync_now()
        await until(lambda: window.recents.model.calls == len(world(scene.hello, "sipsim")["calls"]))
        await until(lambda: not window.shell.sync.running)
        assert page.state is ListState.READY
        assert shown(window) == stored(scene, CallFilter())

    play(steps)


async def started(scene: Scene) -> None:
    scene.opened.services.sync.start()


def test_a_store_that_cannot_be_read_says_so_and_reads_again(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        rows = Broken(scene)
        window = await scene.window(rows)
        page = window.recents.page
        await until(lambda: page.state is ListState.FAILED)
        rows.broken = False
        page._failed.button.click()
        await until(lambda: page.state is ListState.READY)
        assert shown(window) == stored(scene, CallFilter())

    play(steps)


class Broken(Renamed):
    """The store's rows, while the disk has a fault."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene, "")
        self.broken = True

    def days(self, wanted):
        if self.broken:
            raise Trouble(ErrorKind.STORE_DAMAGED)
        return super().days(wanted)

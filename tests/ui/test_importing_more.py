"""The import with odd files, by keys alone, in small windows, with large text and many rows."""

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.contacts import ContactQuery
from desktop.services.importing import service
from desktop.services.importing.plan import Choice, ImportPlan, Planned, Verdict
from desktop.services.importing.values import FileFacts, FileKind, Role
from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui.contacts.importing.model import PlanModel
from desktop.ui.contacts.importing.presenter import Phase
from desktop.ui.files.countries import CountryDialog
from desktop.ui.kit import fonts
from desktop.ui.kit.paged import PAGE, PAGES_KEPT
from desktop.ui.kit.theme import theme
from desktop.ui.kit.wizard import Wide
from tests.support.phonebook import add_book
from tests.ui.conftest import Scene, until
from tests.ui.test_importing import TABLE, checked, opened, written

MANY = 200_000


def plan_of(rows: list[Planned]) -> ImportPlan:
    facts = FileFacts(Path("many.csv"), 1, FileKind.CSV, "utf-8")
    return ImportPlan.made("plan", facts, "1", ("Main", "Second", "Third"), "GB", rows)


class Counting(ImportPlan):
    """A plan that counts the rows that are asked for."""

    asked = 0

    def page(self, verdict, offset, limit):
        Counting.asked += limit
        return super().page(verdict, offset, limit)


def test_of_many_rows_only_pages_are_read(app):
    row = Planned(1, "Ada", ("+442079460018",), Verdict.NEW)
    plan = plan_of([row] * MANY)
    counting = Counting(**{name: getattr(plan, name) for name in plan.__dataclass_fields__})
    Counting.asked = 0
    model = PlanModel()
    model.show(counting)
    assert model.rowCount() == MANY
    assert model.face_at(MANY - 1).name == "Ada"
    assert Counting.asked == PAGE
    for place in range(0, MANY, 1000):
        model.face_at(place)
    assert model.pages_kept <= PAGES_KEPT
    reset = []
    model.modelReset.connect(lambda: reset.append(True))
    model.show(counting.choose([5], Choice.SKIP))
    assert not reset  # the same rows stay where they are
    assert model.face_at(5).state is Qt.CheckState.Unchecked
    model.show(counting, Verdict.NEW)
    assert reset


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("utf-16.csv", "Name;Phone\nZoë Dubois;+33 1 40 20 50 50\n".encode("utf-16")),
        ("nul.csv", b"Name;Phone\nZo\xc3\xab Dubois;+33 1 40 20 50 50\nA\x00da;+44 20 7946 0018\n"),
        ("long.csv", ("Name;Phone\nZoë Dubois;+33 1 40 20 50 50\n" + "x" * 10_500 + ";1\n").encode()),
        ("bidi.csv", "Name;Phone\nZoë Dubois;+33 1 40 20 50 50\n\u202egnp\u202c;+44 20 7946 0018\n".encode()),
        ("emoji.csv", "Name;Phone\nZoë Dubois;+33 1 40 20 50 50\n👩\u200d👧;+44 20 7946 0018\n".encode()),
        ("html.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:Zoë Dubois\nTEL:tel:+33140205050\nEND:VCARD\n".encode()),
    ],
    ids=["utf-16", "nul", "long", "bidi", "emoji", "card"],
)
def test_an_odd_file_says_what_it_is_and_the_rest_goes_in(play, tmp_path, name, text):
    file = tmp_path / name
    file.write_bytes(text)

    async def steps(scene: Scene) -> None:
        wizard = await checked(scene, file)
        table, presenter = wizard.check_page.table, wizard.presenter
        for place in range(presenter.plan.total):
            face = table.plan_model.face_at(place)
            assert len(face.name) <= 300
            assert not {"\n", "\x00", "\u202e"} & set(face.name + face.reason + face.sentence)
            table.toggled.emit(place)
            assert table.open_row == place
        wizard.grab()
        wizard.go_on.click()
        await until(lambda: presenter.phase is Phase.RESULT)
        wanted = ContactQuery(text="zoe dubois")
        assert len(await scene.there(scene.opened.services.contacts.find_all(wanted))) == 1

    play(steps)


def test_by_keys_alone_from_the_rows_to_the_end(play, tmp_path):
    async def steps(scene: Scene) -> None:
        wizard = await checked(scene, written(tmp_path, "Name;Phone\nAda Key;+44 20 7946 0018\n", "a.csv"))
        await until(wizard.isActiveWindow)
        assert wizard.focusWidget() is wizard.check_page.table
        table = wizard.check_page.table
        QTest.keyClick(table, Qt.Key.Key_Down)
        assert table.current_row == 0
        QTest.keyClick(table, Qt.Key.Key_Space)
        assert not wizard.go_on.isEnabled()
        QTest.keyClick(table, Qt.Key.Key_Space)
        QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: wizard.presenter.phase is Phase.RESULT)
        assert wizard.focusWidget() is wizard.go_on
        QTest.keyClick(wizard.go_on, Qt.Key.Key_Return)
        assert not wizard.isVisible()

    play(steps)


def test_tab_reaches_every_part_and_each_has_a_name(play, tmp_path):
    async def steps(scene: Scene) -> None:
        wizard = await checked(scene, written(tmp_path, "Name;Phone\nAda Key;+44 20 7946 0018\n", "a.csv"))
        await until(wizard.isActiveWindow)
        page = wizard.check_page
        seen = []
        for _ in range(20):
            now = wizard.focusWidget()
            if now in seen:
                break
            seen.append(now)
            face = QAccessible.queryAccessibleInterface(now)
            named = face.text(QAccessible.Text.Name) or face.text(QAccessible.Text.Description)
            assert named, now
            QTest.keyClick(now, Qt.Key.Key_Tab)
        parts = {page.table, page.head.box, page.save, page.change, page.columns, page.book, page.encoding}
        parts |= {page.region, page.chips.chip(None), wizard.back, wizard.go_on, wizard.leave}
        assert parts <= set(seen)

    play(steps)


@pytest.mark.parametrize(("scale", "size"), [(1.0, (960, 640)), (2.0, (960, 640)), (2.0, (1900, 1100))])
def test_the_wizard_stays_inside_its_window(play, tmp_path, app, scale, size):
    async def steps(scene: Scene) -> None:
        theme.scale = scale
        app.setFont(fonts.font())
        await scene.there(add_book(scene.opened.services, scene.hello))
        _, wizard = await opened(scene, written(tmp_path, "Name;Phone\nAda;+44 20 7946 0018\n", "a.csv"))
        await until(lambda: wizard.presenter.phase is Phase.CHECK)
        window = scene.windows[0]
        window.resize(*size)
        await until(lambda: wizard.width() <= window.width() + 2 * round(36 * scale))
        for button in (wizard.back, wizard.go_on, wizard.leave):
            assert wizard.rect().contains(button.mapTo(wizard, button.rect().bottomRight()))
        for button in (wizard.back, wizard.go_on):
            assert button.width() >= button.sizeHint().width()
        assert wizard.check_page.table.viewport().height() >= 60 * scale

    try:
        play(steps)
    finally:
        theme.scale = 1.0
        app.setFont(fonts.font())


def test_a_dialog_over_the_wizard_dims_only_its_body(play, tmp_path):
    async def steps(scene: Scene) -> None:
        wizard = await checked(scene, written(tmp_path, "Name;Phone\nAda;+44 20 7946 0018\n", "a.csv"))
        corner = wizard.grab().toImage().pixelColor(4, 4)
        wizard.check_page.region.picked.emit("other")
        assert wizard.grab().toImage().pixelColor(4, 4) == corner
        wizard.check_page.region.dialog.reject()

    play(steps)


def test_another_country_is_found_by_name_and_by_code_and_used(play, tmp_path):
    text = "Name;Phone\nInès Marchand;01 99 00 42 95\n"

    async def steps(scene: Scene) -> None:
        wizard = await checked(scene, written(tmp_path, text, "a.csv"))
        region, presenter = wizard.check_page.region, wizard.presenter
        region.picked.emit("other")
        dialog = region.dialog
        assert isinstance(dialog, CountryDialog)
        for typed, first in (("+33", "France"), ("uk", "Ukraine"), ("germ", "Germany"), ("fr", "France")):
            dialog.field.setText(typed)
            names = [dialog.countries.at(row).name for row in range(dialog.countries.rowCount())]
            assert first in names[:3], (typed, names[:5])
        dialog.field.setText("nowhere land")
        assert dialog.countries.rowCount() == 0
        dialog.field.setText("france")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        await until(lambda: presenter.plan is not None and presenter.plan.region == "FR")
        assert region.currentText() == "France, +33"
        assert presenter.plan.row(0).numbers == ("+33199004295",)
        assert isinstance(wizard, Wide)

    play(steps)


def test_what_is_said_of_a_file():
    rows = [
        Planned(2, "Ada", ("+442079460018",), Verdict.NEW, left_out=True),
        Planned(3, "", (), Verdict.INVALID, "It has no name", importable=False),
    ]
    plan = plan_of(rows)
    assert sentences.checked(plan) == "2 rows: 1 New, 1 Invalid"
    left = "E-mail and addresses of 1 row are left out, the phone book has no place for them."
    assert sentences.foot(plan) == left
    assert sentences.facts(plan.facts, 2) == "CSV, comma, 2 rows"
    assert sentences.size(999) == "999 bytes"
    assert sentences.size(612_000) == "612 KB"
    assert sentences.size(200_000_000) == "200 MB"
    assert sentences.encoding("cp1252") == "Windows-1252"
    assert sentences.encoding("utf_8") == "UTF-8"
    assert sentences.encoding("no such") == "no such"


def test_closing_the_window_ends_the_import(play, tmp_path):
    rows = "".join(f"Person {n};+3319900{n:04}\n" for n in range(9000))

    async def steps(scene: Scene) -> None:
        wizard = await checked(scene, written(tmp_path, "Name;Phone\n" + rows, "many.csv"))
        wizard.presenter.run()
        await until(lambda: wizard.presenter.phase is Phase.IMPORTING)
        # What the scene checks at its end: nothing goes on without the window.

    play(steps)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, Wide) and one.isVisible()]


def test_taking_back_can_be_stopped_and_gone_on_with(play, tmp_path, monkeypatch):
    monkeypatch.setattr(service, "CHUNK", 1)

    async def steps(scene: Scene) -> None:
        rows = "Name;Phone\nZoë Key;+44 20 7946 0018\nAbe Key;+44 20 7946 0019\n"
        wizard = await checked(scene, written(tmp_path, rows, "two.csv"))
        presenter, contacts = wizard.presenter, scene.opened.services.contacts
        presenter.run()
        await until(lambda: presenter.phase is Phase.RESULT and presenter.settled)
        held, delete, begun = asyncio.Event(), contacts.delete, []

        async def slow(ids):
            begun.append(ids)
            await held.wait()
            await delete(ids)

        importing, stopped = scene.opened.services.importing, []
        so_far = importing.so_far

        async def asked(plan):
            stopped.append(plan)
            return await so_far(plan)

        monkeypatch.setattr(contacts, "delete", slow)
        monkeypatch.setattr(importing, "so_far", asked)
        wizard.undo.click()
        await until(lambda: begun and wizard.result_page.working.cancel.isVisible())
        wizard.result_page.working.cancel.click()
        await until(lambda: stopped)  # the engine has heard of it, or it would begin the next part
        await scene.there(_set(held))
        await until(lambda: presenter.phase is Phase.RESULT and presenter.settled)
        assert presenter.lead == strings.NOT_UNDONE
        assert list(presenter.result.contacts) == [1], "a part that has begun is done to its end"
        wizard.undo.click()
        await until(lambda: presenter.phase is Phase.UNDONE)
        assert await scene.there(contacts.find_all(ContactQuery(text="Key"))) == []

    play(steps)


async def _set(event: asyncio.Event) -> None:
    event.set()


def test_columns_are_looked_for_anew_in_another_encoding(play, tmp_path):
    file = tmp_path / "people.csv"
    file.write_bytes("name,phone,mobile\nZoë,020 7946 0018,07700 900001\n".encode("utf-16"))

    async def steps(scene: Scene) -> None:
        presenter = (await checked(scene, file)).presenter
        presenter.show_columns()
        presenter.use_form(roles=(Role.NAME, Role.NUMBER, Role.IGNORE))
        await until(lambda: presenter.settled)
        presenter.use_form(encoding="latin-1")
        await until(lambda: presenter.settled)
        assert presenter.facts.options.columns is None
        presenter.use_form(encoding="utf-16")
        await until(lambda: presenter.settled)
        assert presenter.facts.columns == (Role.NAME, Role.NUMBER, Role.NUMBER)

    play(steps)


def test_another_encoding_that_does_not_fit_can_be_taken_back(play, tmp_path):
    async def steps(scene: Scene) -> None:
        file = written(tmp_path, "Name;Phone\nZoë Key;+44 20 7946 0018\n", "a\u202eb.csv")
        wizard = await checked(scene, file)
        presenter, page = wizard.presenter, wizard.check_page
        phases = []
        presenter.changed.connect(lambda: phases.append(presenter.phase))
        for encoding, name in (("cp1252", "ZoÃ« Key"), ("utf-8", "Zoë Key")):
            page.encoding_wanted.emit(encoding)
            await until(lambda name=name: presenter.plan and presenter.plan.row(0).name == name)
            assert not page.encoding_form._found.isVisible()
        assert Phase.LOOKING not in phases  # the page stays
        assert "\u202e" not in page.fact._name.text()
        page.encoding_wanted.emit("utf-32")
        await until(lambda: presenter.phase is Phase.CHECK and presenter.settled)
        page.encoding_wanted.emit("utf-8")
        await until(lambda: presenter.plan and presenter.plan.row(0).name == "Zoë Key")

    play(steps)


@pytest.mark.parametrize("by_keys", [True, False])
def test_enter_asks_for_a_file_as_soon_as_it_is_open_and_the_ring_goes_along(play, tmp_path, by_keys):
    async def steps(scene: Scene) -> None:
        await scene.there(add_book(scene.opened.services, scene.hello))
        window = await scene.window()
        window.activateWindow()
        await until(window.isActiveWindow)
        window.show_contacts()
        reason = Qt.FocusReason.TabFocusReason if by_keys else Qt.FocusReason.MouseFocusReason
        window.contacts.page.more.setFocus(reason)
        window.screens.dialogs.open_import()
        wizard = window.screens.dialogs.dialog
        await until(wizard.isActiveWindow)
        choose = wizard.choose_page.zone.button
        await until(choose.hasFocus)
        assert choose.ring is by_keys
        if by_keys:
            QTest.keyClick(choose, Qt.Key.Key_Return)
            assert wizard.isVisible()
            assert wizard.asking is not None
            wizard.asking.close()
            await until(wizard.isActiveWindow)
        await until(lambda: wizard.presenter.books)
        wizard.presenter.open_file(written(tmp_path, TABLE, "people.csv"))
        await until(lambda: wizard.presenter.phase in {Phase.COLUMNS, Phase.CHECK})
        if wizard.presenter.phase is Phase.COLUMNS:
            wizard.go_on.click()
        await until(lambda: wizard.presenter.phase is Phase.CHECK)
        table = wizard.check_page.table
        wizard.activateWindow()  # the desktop gives the focus back after its dialog, not always here
        await until(table.hasFocus)
        assert table.current_row == 0
        assert table.ringed(0) is by_keys

    play(steps)

"""Contacts in the command bar, quick dial and the tray: found, shown by name, called, opened."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.changes import Topic
from desktop.services.lookup import MatchKind
from desktop.store import contacts
from desktop.ui import strings
from desktop.ui.shell.window import MainWindow
from desktop.ui.tray.menu import TrayMenu
from desktop.ui.tray.presenter import TrayPresenter
from tests.support.named import name_them
from tests.support.recents import listed, shown
from tests.ui.conftest import Scene, until

CTRL = Qt.KeyboardModifier.ControlModifier
ATELIER = ("Atelier <b>Marceau</b>", "01 99 00 17 42", "06 39 98 04 11")


async def ready(scene: Scene) -> MainWindow:
    window = await listed(scene)
    await until(lambda: window.shell.lines)
    window.activateWindow()
    await until(window.isActiveWindow)
    return window


def view(window):
    return window.search.popover.view


async def typed(window: MainWindow, text: str) -> None:
    window.search.start()
    window.bar.field.setText(text)
    await until(lambda: window.search.presenter.settled and not window.search.popover.isHidden())


async def star(scene: Scene, contact_id: str) -> None:
    async def there() -> None:
        await scene.opened.store.write(lambda db: contacts.set_favourite(db, contact_id, favourite=True))
        scene.opened.services.changes.tell(Topic.CONTACTS)

    await scene.there(there())


def told(window):
    return [(one.title.text, [part.text for part in one.meta], one.side) for one in view(window).rows]


def test_a_number_shows_who_has_it_and_a_name_its_numbers(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await name_them(scene, ATELIER, ("Camille Marceau", "01 99 00 17 42", "06 39 98 04 57"))
        await star(scene, "1")
        await typed(window, "Tel.: 01 99 00 17 42 (bureau)")
        first, *others = view(window).rows
        assert first.match.kind is MatchKind.EXACT
        assert told(window)[1:] == [
            ("Atelier <b>Marceau</b>", ["+33 1 99 00 17 42", "phone1"], strings.A_FAVOURITE),
            ("Atelier <b>Marceau</b>", ["+33 6 39 98 04 11", "phone2"], strings.A_FAVOURITE),
            (
                "Camille Marceau",
                ["+33 6 39 98 04 57", "phone2", strings.ALSO_THIS_NUMBER],
                strings.A_CONTACT,
            ),
        ]
        assert [(one.letters, one.star) for one in others] == [("A", True), ("A", True), ("CM", False)]
        assert others[0].meta[0].marks == ((1, 17),)
        assert not others[0].title.marks, "the words round a number are not looked for"
        await typed(window, "marc cam")
        assert view(window).rows[0].title.marks == ((0, 3), (8, 12))

    play(steps)


def test_an_edit_shows_in_the_rows_at_once_and_moves_none_of_them(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await name_them(scene, ("Marc", "06 39 98 04 11"), ("Marceau", "06 39 98 04 57"))
        await typed(window, "marc")
        QTest.keyClick(window.bar.field, Qt.Key.Key_Down)
        wanted = view(window).chosen.match.dial
        await name_them(scene, ("Zoë", "06 39 98 04 11"), ("Ada", "06 39 98 04 57"))
        await until(lambda: [one.title.text for one in view(window).rows] == ["Zoë", "Ada"])
        assert view(window).chosen.match.dial == wanted
        assert view(window).chosen.title.text == "Ada"
        await name_them(scene)
        await until(lambda: view(window).rows[0].title.text == "+33 6 39 98 04 11")
        assert view(window).chosen.match.dial == wanted
        window.search.rest()
        await name_them(scene, ("Marc", "06 39 98 04 11"))

    play(steps)


def test_a_recent_number_says_whose_it_is_and_long_names_are_cut(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        call = next(c for c in map(scene.rows.get, shown(window)) if c.other and c.other.startswith("+33"))
        await name_them(scene, ("Ada\u202e\n" + "y" * 10_000, call.other))
        await typed(window, "")
        named = next(one for one in view(window).rows if one.match.dial == call.other)
        assert named.title.text.startswith("Ada yyy")
        assert named.title.text.isprintable()
        assert len(named.sentence) < 500
        view(window).grab()

    play(steps)


def test_ctrl_enter_opens_the_contact_from_both_searches(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await name_them(scene, ATELIER)
        opened = []
        window.search.contact_wanted.connect(opened.append)
        await typed(window, "atelier")
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return, CTRL)
        assert opened == ["1"]
        assert window.search.popover.isHidden()
        await until(lambda: window.contacts is not None and window.contacts.isVisible())
        window.quick_dial()
        quick = window.finding.quick
        quick.contact_wanted.connect(opened.append)
        await until(quick.isVisible)
        quick.field.setText("marceau")
        await until(lambda: quick.presenter.settled and quick.view.chosen is not None)
        QTest.keyClick(quick.field, Qt.Key.Key_Return, CTRL)
        assert opened == ["1", "1"]
        assert not quick.isVisible()

    play(steps)


def test_enter_calls_the_contact_by_name_and_number(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        await name_them(scene, ("Élodie", "06 12 34 56 78"))
        await typed(window, "lodie")
        QTest.keyClick(window.bar.field, Qt.Key.Key_Return)
        await until(lambda: window.card.state is not None and window.card.state.number == "+33 6 12 34 56 78")
        assert window.card.state.name == "Élodie"
        await until(lambda: not window.calling.sending)

    play(steps)


def test_the_tray_offers_the_favourites_where_there_is_a_phonebook(play):
    async def steps(scene: Scene) -> None:
        window = await ready(scene)
        context = scene.context()
        presenter = TrayPresenter(context, window.shell)
        menu = TrayMenu(presenter)
        wanted = []
        menu.match_wanted.connect(wanted.append)
        presenter.start()
        await until(lambda: presenter.view.missed)
        assert not menu.favourites.menuAction().isVisible(), "SIPSIM has no phonebook"
        await name_them(scene, ATELIER, ("Zoë & Ada", "06 12 34 56 78"))
        await star(scene, "1")
        await star(scene, "2")
        await until(lambda: len(menu.favourites.actions()) == 2)
        assert menu.favourites.menuAction().isVisible()
        texts = [action.text() for action in menu.favourites.actions()]
        assert texts == ["Atelier <b>Marceau</b>, +33 1 99 00 17 42", "Zoë && Ada, +33 6 12 34 56 78"]
        menu.favourites.actions()[1].trigger()
        assert [(match.name, match.dial) for match in wanted] == [("Zoë & Ada", "+33612345678")]
        await name_them(scene, ATELIER)
        await until(lambda: len(menu.favourites.actions()) == 1)
        await presenter.close()
        menu.deleteLater()

    play(steps)

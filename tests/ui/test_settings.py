"""The settings' window as a person uses it, on the real engine: pages, search, values, refusals, cache."""

import asyncio
import dataclasses
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.transcripts import Recording
from desktop.services.settings import SETTINGS
from desktop.ui import sentences_settings as sentences
from desktop.ui.context import Home
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.spin import Spin
from desktop.ui.kit.switch import Switch
from desktop.ui.kit.theme import Scheme, theme
from desktop.ui.settings.catalogue import ELSEWHERE, ENTRIES, HEADS, Control, Page
from desktop.ui.settings.find import find
from desktop.ui.settings.places import KeptRow, LineRow
from desktop.ui.settings.rows import SettingRow
from desktop.ui.settings.window import GROUPS, SettingsWindow
from desktop.ui.shell.window import MainWindow
from tests.ui.conftest import Scene, until

KEY = Qt.Key


async def opened(scene: Scene, page: str = "desktop") -> tuple[MainWindow, SettingsWindow]:
    window = await scene.window()
    window.open_settings(page)
    settings = window.settings.window
    assert settings is not None
    await until(lambda: settings.presenter.values and settings.presenter.kept is not None)
    await until(settings.isActiveWindow)
    return window, settings


def row(settings: SettingsWindow, key: str) -> SettingRow:
    found = next(view.row(key) for view in settings.pages.values() if view.row(key))
    assert isinstance(found, SettingRow)
    return found


async def kept(scene: Scene, key: str) -> object:
    return await scene.there(_get(scene, key))


async def _get(scene: Scene, key: str) -> object:
    return scene.opened.services.settings.get(key)


async def put(scene: Scene, key: str, value: object) -> None:
    async def there() -> None:
        scene.opened.services.settings.set(key, value)

    await scene.there(there())


# ---- the contract


def test_every_setting_has_a_row_or_a_reason_why_not():
    shown = {entry.key for entry in ENTRIES}
    declared = {setting.key for setting in SETTINGS}
    assert declared - shown - set(ELSEWHERE) == set(), "give it a row, or a reason in ELSEWHERE"
    assert shown & set(ELSEWHERE) == set()
    assert set(ELSEWHERE) <= declared
    assert {entry.key for entry in ENTRIES if entry.control is not Control.PLACE} <= declared
    assert all(reason for reason in ELSEWHERE.values())


def test_every_row_stands_in_one_card_of_its_page():
    for page, groups in GROUPS.items():
        keys = [key for group in groups for key in group]
        assert sorted(keys) == sorted(entry.key for entry in ENTRIES if entry.page is page)


def test_every_choice_fits_its_setting():
    declared = {setting.key: setting for setting in SETTINGS}
    for entry in ENTRIES:
        if entry.control is Control.CHOICE:
            for value, label in entry.choices:
                assert declared[entry.key].read(value) == value
                assert label


# ---- the search


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("dark", "ui.theme"),
        ("DARK mode", "ui.theme"),
        ("zoom", "ui.scale"),
        ("couleur", None),
        ("colöurs", "ui.theme"),
        ("beg night", "dial.night_from"),
        ("112", "dial.never"),
        ("clear cache", "recordings.kept"),
        ("keyring", "home.locked"),
        ("lgpl", "about.licences"),
        ("contrast", "ui.theme"),
        ("notif miss", "notify.missed"),
        ("   ", None),
        ("<b>", None),
    ],
)
def test_words_find_a_row(text, key):
    found = [entry.key for entry in find(ENTRIES, text)]
    assert found[:1] == ([key] if key else [])


def test_what_says_it_in_its_title_comes_first():
    assert next(entry.key for entry in find(ENTRIES, "recordings")) == "recordings.cache_mb"


def test_the_search_leads_to_a_row_by_keys_alone(play):
    async def steps(scene: Scene) -> None:
        _, settings = await opened(scene, "about")
        QTest.keyClick(settings, KEY.Key_F, Qt.KeyboardModifier.ControlModifier)
        await until(settings.field.hasFocus)
        QTest.keyClicks(settings.field, "night")
        assert settings.searching
        assert [hit.entry.key for hit in settings.hits.rows] == [
            "dial.night_from",
            "dial.night_to",
            "dial.asks",
            "notify.quiet_hours",
            "notify.quiet_from",
            "notify.quiet_to",
        ]
        assert settings.hits.rows[0].accessibleName() == "The night begins, on the page Calling"
        QTest.keyClick(settings.field, KEY.Key_Down)
        assert settings.hits.rows[0].hasFocus()
        QTest.keyClick(settings.hits.rows[0], KEY.Key_Down)
        assert settings.hits.rows[1].hasFocus()
        QTest.keyClick(settings.hits.rows[1], KEY.Key_Up)
        QTest.keyClick(settings.hits.rows[0], KEY.Key_Up)
        assert settings.field.hasFocus()
        QTest.keyClick(settings.field, KEY.Key_Return)
        assert not settings.searching
        assert settings.nav.page is Page.CALLING
        chosen = row(settings, "dial.night_from")
        assert chosen.lit
        assert chosen.control.hasFocus()

    play(steps)


def test_escape_clears_the_search_first_and_then_closes(play):
    async def steps(scene: Scene) -> None:
        window, settings = await opened(scene)
        settings.field.setText("no such thing at all")
        assert settings.searching
        assert not settings.hits.empty.isHidden()
        settings.focus_search()
        QTest.keyClick(settings, KEY.Key_Escape)
        assert settings.field.text() == ""
        assert not settings.searching
        QTest.keyClick(settings, KEY.Key_Escape)
        assert not settings.isVisible()
        assert window.isVisible()
        window.open_settings()
        assert settings.isVisible()
        assert settings.nav.page is Page.ACCOUNTS

    play(steps)


# ---- the window


def test_the_key_and_the_menu_open_it_and_both_windows_live(play):
    async def steps(scene: Scene) -> None:
        window = await scene.window()
        window.activateWindow()
        await until(window.isActiveWindow)
        QTest.keyClick(window, KEY.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: window.settings.window and window.settings.window.isVisible())
        settings = window.settings.window
        assert settings is not None
        assert not settings.isModal()
        assert not settings.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
        settings.leave.click()
        assert not settings.isVisible()
        entry = next(a for a in window.bar.main_menu.actions() if a.text().startswith("Settings"))
        assert "," in entry.text()
        entry.trigger()
        assert settings.isVisible()
        assert window.settings.window is settings

    play(steps)


def test_with_large_text_in_a_small_window_nothing_lies_beside_the_page(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        theme.scale = 2.0
        _, settings = await opened(scene, "accounts")
        assert settings.minimumWidth() <= 960
        settings.resize(960, 640)
        await until(lambda: settings.accounts_page.cards and settings.accounts_page.cards[0].view.facts)
        for page in Page:
            settings.nav.choose(page)
            for _ in range(6):  # a text that wraps asks its parents for room one after the other
                QApplication.sendPostedEvents()
            view = settings.pages[page].area
            assert view.widget().minimumSizeHint().width() <= view.viewport().width(), page
            assert settings.nav.button(page).toolTip() == HEADS[page].title
        settings.resize(2000, 1280)
        QApplication.sendPostedEvents()
        assert settings.nav.button(Page.ABOUT).toolTip() == ""

    try:
        play(steps)
    finally:
        theme.scale = 1.0


def test_arrow_keys_go_through_the_pages(play):
    async def steps(scene: Scene) -> None:
        _, settings = await opened(scene, "accounts")
        settings.activateWindow()
        first = settings.nav.button(Page.ACCOUNTS)
        first.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(first, KEY.Key_Down)
        assert settings.nav.page is Page.CALLING
        assert settings.pages[Page.CALLING].isVisible()

    play(steps)


def test_everything_has_a_name_and_a_role(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        _, settings = await opened(scene)
        roles = QAccessible.Role
        for page in Page:
            settings.nav.choose(page)
            for widget in settings.findChildren(QWidget):
                if (
                    widget.objectName().startswith("qt_")
                    or not widget.isVisible()
                    or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
                ):
                    continue
                face = QAccessible.queryAccessibleInterface(widget)
                assert face.text(QAccessible.Text.Name), widget
                assert face.role() not in {roles.Client, roles.NoRole}, widget
        line = row(settings, "ui.theme")
        # A choice takes its name from the label whose buddy it is.
        assert line.title.buddy() is line.control
        assert line.title.parentWidget() is line.control.parentWidget(), "Qt looks among the siblings"
        face = QAccessible.queryAccessibleInterface(line.control)
        assert face.text(QAccessible.Text.Description).startswith("Colours. Light, dark")

    play(steps)


# ---- values


def test_a_switch_counts_at_once_and_can_be_reset(play):
    async def steps(scene: Scene) -> None:
        _, settings = await opened(scene, "notifications")
        line = row(settings, "notify.missed")
        assert isinstance(line.control, Switch)
        assert line.reset.isHidden()
        line.control.click()
        await until(lambda: not line.reset.isHidden())
        assert await kept(scene, "notify.missed") is False
        line.reset.click()
        await until(line.reset.isHidden)
        assert await kept(scene, "notify.missed") is True
        assert line.control.isChecked()

    play(steps)


def test_the_theme_is_another_one_at_once_whoever_changed_it(play):
    async def steps(scene: Scene) -> None:
        window, settings = await opened(scene)
        combo = row(settings, "ui.theme").control
        assert isinstance(combo, Combo)
        combo.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClicks(combo, "d")
        await until(lambda: theme.scheme is Scheme.DARK)
        checked = [a.text() for a in window.bar.main_menu.actions() if a.isChecked()]
        assert len(checked) == 1
        assert "ark" in checked[0]
        await put(scene, "ui.theme", "light")
        await until(lambda: theme.scheme is Scheme.LIGHT)
        await until(lambda: combo.value == "light")

    play(steps)
    theme.use(Scheme.LIGHT)


def test_a_number_that_is_not_allowed_is_refused_beside_the_field(play):
    async def steps(scene: Scene) -> None:
        _, settings = await opened(scene)
        line = row(settings, "sync.interval_s")
        spin = line.control
        assert isinstance(spin, Spin)
        spin.setFocus(Qt.FocusReason.TabFocusReason)
        spin.selectAll()
        QTest.keyClicks(spin, "3")
        QTest.keyClick(spin, KEY.Key_Return)
        await until(lambda: not line.trouble.isHidden())
        assert line.trouble.text() == "From 5 to 86,400."
        assert spin.value() == 3
        assert spin.accessibleDescription() == "From 5 to 86,400."
        assert await kept(scene, "sync.interval_s") == 30
        spin.selectAll()
        QTest.keyClicks(spin, "60")
        QTest.keyClick(spin, KEY.Key_Return)
        await until(lambda: not line.reset.isHidden())
        assert line.trouble.isHidden()
        assert await kept(scene, "sync.interval_s") == 60

    play(steps)


def test_another_change_disturbs_neither_what_is_typed_nor_what_is_refused(play):
    async def steps(scene: Scene) -> None:
        _, settings = await opened(scene)
        line = row(settings, "sync.interval_s")
        spin = line.control
        assert isinstance(spin, Spin)
        spin.setFocus(Qt.FocusReason.TabFocusReason)
        spin.selectAll()
        QTest.keyClicks(spin, "4")
        theme_row = row(settings, "ui.theme")
        await put(scene, "ui.theme", "light")
        await until(lambda: not theme_row.reset.isHidden())
        assert spin.lineEdit().text() == "4 s"
        QTest.keyClick(spin, KEY.Key_Return)
        await until(lambda: not line.trouble.isHidden())
        await put(scene, "ui.theme", "system")
        await until(theme_row.reset.isHidden)
        assert not line.trouble.isHidden()
        assert spin.value() == 4

    play(steps)
    theme.use(Scheme.LIGHT)


def test_a_disk_that_refuses_says_so_and_the_old_value_stands(play, monkeypatch):
    async def steps(scene: Scene) -> None:
        _, settings = await opened(scene, "notifications")
        line = row(settings, "notify.missed")
        assert isinstance(line.control, Switch)

        def refuse(_kept: object) -> None:
            raise Trouble(ErrorKind.DISK, detail="No space left on device")

        monkeypatch.setattr(scene.opened.services.settings, "_save", refuse)
        line.control.click()
        await until(lambda: not line.trouble.isHidden())
        assert "No space left" in line.trouble.text()
        assert line.control.isChecked()
        assert await kept(scene, "notify.missed") is True

    play(steps)


def test_a_value_from_elsewhere_is_shown_also_one_between_ours(play):
    async def steps(scene: Scene) -> None:
        _, settings = await opened(scene)
        scale = row(settings, "ui.scale").control
        assert isinstance(scale, Combo)
        await put(scene, "ui.scale", 1.3)
        await until(lambda: scale.value == 1.3)
        assert scale.currentText() == "130 %"
        await put(scene, "ui.scale", 2.0)
        await until(lambda: scale.value == 2.0)

    play(steps)


def test_the_line_is_chosen_in_the_same_popover_as_everywhere(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window, settings = await opened(scene, "calling")
        line = settings.pages[Page.CALLING].row("dial.line")
        assert isinstance(line, LineRow)
        rings = window.shell.line()
        assert rings is not None
        assert line.button.text() == rings.name
        line.button.click()
        popover = line._popover
        assert popover is not None
        assert popover.isVisible()
        popover.close()

    play(steps)


# ---- the cache


def test_the_cache_is_emptied_after_a_question(play):
    async def steps(scene: Scene) -> None:
        for number in range(30):
            sound = Recording(b"x" * (1 << 17), "audio/wav")
            await scene.there(scene.opened.media.put(str(number), sound, account_id="1"))
        _, settings = await opened(scene, "privacy")
        line = settings.pages[Page.PRIVACY].row("recordings.kept")
        assert isinstance(line, KeptRow)
        await until(lambda: line.text.text() == "4 MB of 512 MB")
        line.button.click()
        assert line.dialog is not None
        line.dialog.reject()
        assert settings.presenter.kept == 30 << 17
        line.button.click()
        assert line.dialog is not None
        line.dialog.accept()
        await until(lambda: settings.presenter.kept == 0)
        assert line.text.text() == "0 MB of 512 MB"
        assert not line.button.isEnabled()
        assert line.stop.isHidden()
        assert await scene.there(scene.opened.media.size()) == 0

    play(steps)


def test_emptying_can_be_stopped_and_keeps_the_rest(play, monkeypatch):
    async def steps(scene: Scene) -> None:
        for number in range(3):
            sound = Recording(b"x" * (1 << 20), "audio/wav")
            await scene.there(scene.opened.media.put(str(number), sound, account_id="1"))
        _, settings = await opened(scene, "privacy")
        line = settings.pages[Page.PRIVACY].row("recordings.kept")
        assert isinstance(line, KeptRow)

        async def wait(_keep: int = 0) -> int:
            await asyncio.Event().wait()
            return 0

        monkeypatch.setattr(scene.opened.media, "shrink", wait)
        settings.presenter.empty()
        settings.presenter.empty()
        await until(lambda: not line.stop.isHidden())
        assert line.button.isHidden()
        assert line.bar.accessibleName() == "Emptying the cache"
        line.stop.click()
        await until(lambda: not line.button.isHidden())
        await until(lambda: line.text.text() == "3 MB of 512 MB")

    play(steps)


# ---- about


def test_diagnostics_are_copied_and_a_failure_is_said(play, tmp_path):
    async def steps(scene: Scene) -> None:
        async def diagnose() -> str:
            return "versions:\n  sidetone: 1\n"

        made = await scene.window()
        context = dataclasses.replace(
            made.settings._context,
            home=Home(tmp_path, tmp_path / "a.log", "system keyring", (("Qt", "6"),), diagnose),
        )
        settings = SettingsWindow(context, made.shell)
        settings.open_at(Page.ABOUT, made)
        view = settings.pages[Page.ABOUT]
        copy = view.row("about.diagnostics")
        assert copy is not None
        copy.control.click()
        await until(lambda: QGuiApplication.clipboard().text().startswith("versions:"))
        locked = settings.pages[Page.PRIVACY].row("home.locked")
        assert locked is not None
        await until(lambda: "thrown away" in locked.text.text())  # once the running vault was asked
        await settings.shut_down()
        settings.hide()
        settings.deleteLater()

    play(steps)


def test_a_long_path_goes_on_over_several_lines(play, tmp_path):
    async def steps(scene: Scene) -> None:
        made = await scene.window()
        home = Home(
            tmp_path / "a-folder-with-a-name" / ("very" * 40), tmp_path / ("b/" * 60), "system keyring"
        )
        settings = SettingsWindow(dataclasses.replace(made.settings._context, home=home), made.shell)
        settings.resize(960, 640)
        for page in (Page.PRIVACY, Page.ABOUT):
            settings.open_at(page, made)
            QApplication.sendPostedEvents()
            view = settings.pages[page].area
            assert view.widget().width() <= view.viewport().width()
        await settings.shut_down()
        settings.hide()
        settings.deleteLater()

    play(steps)


@pytest.mark.parametrize(
    ("vault", "words"),
    [
        ("this session only", "thrown away"),
        ("encrypted file with a passphrase", "passphrase"),
        ("system keyring", "system keyring"),
    ],
)
def test_how_the_data_is_locked_is_said(vault, words):
    assert words in sentences.locked(vault)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 MB"),
        (1, "1 kB"),
        (5000, "4 kB"),
        (1 << 20, "1 MB"),
        (214 << 20, "214 MB"),
        (3 << 30, "3,072 MB"),
    ],
)
def test_sizes(app: QApplication, number, said):
    assert sentences.size(number) == said


def test_no_page_is_without_a_head():
    assert set(HEADS) == set(Page)
    assert all(Path(f"resources/icons/{head.icon}.svg").name for head in HEADS.values())

"""The upload on the real window and engine: a list is chosen, checked, put right and sent."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowState, RowVerdict, UploadState
from desktop.ui.campaigns.upload.views import Help, Phase
from desktop.ui.campaigns.upload.wizard import UploadWizard
from tests.support.shown_campaigns import play_campaigns  # noqa: F401 - a fixture
from tests.support.uploading import Gate, agreed, checked, ended, many, opened, wizard_of, written
from tests.ui.conftest import Scene, until

FRENCH = "FR"


async def french(scene: Scene, tmp_path) -> UploadWizard:
    """Check the usual list, with numbers without a country read as French."""
    wizard = await checked(scene, written(tmp_path))
    wizard.check_page.region.country_chosen.emit(FRENCH)
    await until(lambda: wizard.presenter.upload.region == FRENCH and wizard.presenter.phase is Phase.CHECK)
    return wizard


def arrived(dialler) -> list[str]:
    return [one.number for one in dialler.listed["spring"][25:]]


def face(wizard, place: int):
    return wizard.check_page.table.rows_model.item(place)


def test_a_list_is_checked_and_sent(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        wizard = await french(scene, tmp_path)
        page, presenter = wizard.check_page, wizard.presenter
        assert wizard.title.text() == "Upload to Spring renewals"
        assert wizard.steps.accessibleName() == "Step 2 of 4: Check the list"
        counts = {key: page.chips.chip(key).count for key in RowVerdict if page.chips.chip(key).count != "0"}
        assert counts == {
            RowVerdict.OK: "1",
            RowVerdict.REPAIRED: "2",
            RowVerdict.DUPLICATE: "1",
            RowVerdict.INVALID: "2",
        }
        assert "is running" in wizard._note.text()
        assert wizard.go_on.text() == "Upload 3 numbers"
        wizard.go_on.click()
        assert presenter.phase is Phase.CHECK  # asked first
        assert not dialler.said("add")
        dialog = wizard.questions.dialog
        assert dialog.focusWidget() is dialog.stay
        dialog.go.click()
        await until(lambda: presenter.phase is Phase.RESULT)
        assert presenter.upload.state is UploadState.DONE
        assert arrived(dialler) == ["+33199004295", "+33639983126", "+442079460733"]
        assert wizard.result_page.chips.chip(RowState.SENT).count == "3"
        assert wizard.result_page.chips.chip(RowState.LEFT_OUT).count == "3"
        wizard.go_on.click()
        assert not wizard.isVisible()

    play_campaigns(steps)


def test_a_row_is_put_right_while_it_is_checked_by_keys_alone(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        wizard = await french(scene, tmp_path)
        table = wizard.check_page.table
        await until(wizard.isActiveWindow)
        table.setFocus(Qt.FocusReason.TabFocusReason)
        table.go_to(4)
        QTest.keyClick(table, Qt.Key.Key_F2)
        assert table.field.hasFocus()
        assert table.field.text() == "+33 6 39 98 47"
        assert "Two digits are missing" in table.typed
        QTest.keyClick(table.field, Qt.Key.Key_End)
        QTest.keyClicks(table.field, " 12")
        assert table.typed_well
        QTest.keyClick(table.field, Qt.Key.Key_Tab)  # to the variable beside it
        assert table.field.text() == "Malik"
        QTest.keyClicks(table.field, "Malika")
        QTest.keyClick(table.field, Qt.Key.Key_Return)
        await until(lambda: wizard.go_on.text() == "Upload 4 numbers")
        assert wizard.isVisible()
        assert face(wizard, 4).mark.label == "Repaired"
        assert face(wizard, 4).variables == ("Malika", "R-21007")
        table.go_to(5)
        QTest.keyClick(table, Qt.Key.Key_Return)
        QTest.keyClicks(table.field, "1")
        QTest.keyClick(table.field, Qt.Key.Key_Escape)  # leaves the row, not the dialog
        assert wizard.isVisible()
        assert not table.field.isVisible()
        assert table.hasFocus()
        QTest.keyClick(table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        dialog = wizard.questions.dialog
        QTest.keyClick(dialog.stay, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is dialog.go
        QTest.keyClick(dialog.go, Qt.Key.Key_Return)
        await until(lambda: wizard.presenter.phase is Phase.RESULT)
        assert "+33639984712" in arrived(dialler)
        assert dialler.listed["spring"][-1].variables == ("Malika", "R-21007")

    play_campaigns(steps)


def test_rows_are_left_out_and_put_in_and_that_is_kept_when_checked_anew(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        wizard = await french(scene, tmp_path)
        table, presenter = wizard.check_page.table, wizard.presenter
        table.go_to(0)
        QTest.keyClick(table, Qt.Key.Key_Delete)
        # The number is the next row's alone now.
        await until(lambda: not face(wizard, 0).goes)
        assert face(wizard, 0).reason == "Left out by you"
        first = presenter.upload.id
        wizard.check_page.mirror.read.click()
        await until(lambda: presenter.upload is not None and presenter.upload.id != first)
        await until(lambda: presenter.phase is Phase.CHECK and not face(wizard, 0).goes)
        table.go_to(0)
        QTest.keyClick(table, Qt.Key.Key_Space)
        await until(lambda: face(wizard, 0).goes)
        table.ask_choice(4)
        assert [action.text() for action in table.menu.actions()] == ["Edit", "Leave out"]
        assert not table.menu.actions()[1].isEnabled()  # it is invalid: it stays out
        table.menu.close()

    play_campaigns(steps)


def test_what_was_changed_by_hand_is_asked_about_before_it_is_lost(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        wizard = await french(scene, tmp_path)
        wizard.check_page.table.fix_wanted.emit(4, "+33639984712", ("Malik", "R-21007"))
        await until(lambda: wizard.go_on.text() == "Upload 4 numbers")
        upload = wizard.presenter.upload
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
        assert wizard.isVisible()
        wizard.questions.dialog.stay.click()
        wizard.leave.click()
        wizard.questions.dialog.go.click()
        assert not wizard.isVisible()
        await until(
            lambda: not scene.uploads.rows(upload.id, None, 0, 1), "a list that was only checked is kept"
        )

    play_campaigns(steps)


def test_columns_are_used_otherwise_in_the_head(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        wizard = await checked(scene, written(tmp_path, ["a;b;c", "Ada;+33199004295;x", "Bo;+33199004296;y"]))
        head, presenter = wizard.check_page.head, wizard.presenter
        assert [(combo.currentText(), combo.isVisible()) for combo in head.combos] == [
            ("Number", True),
            ("Variable 1", True),
            ("Variable 2", True),
        ]
        combo = head.combos[2]  # the file's last column
        combo.setCurrentIndex(combo.findText("Not used"))
        combo.activated.emit(combo.currentIndex())
        await until(lambda: presenter.phase is Phase.CHECK and presenter.upload.variables == 1)
        assert face(wizard, 0).variables == ("Ada",)
        head.combos[1].used_as.emit(0, 0)  # a column of names for numbers: nothing is a number
        await until(lambda: presenter.phase is Phase.CHECK and wizard.go_on.text() == "Upload 0 numbers")
        assert not wizard.go_on.isEnabled()
        presenter.use_column(0, -1)
        await until(lambda: presenter.phase is Phase.COLUMNS)
        assert not wizard.go_on.isEnabled()
        wizard.columns_page.picked.emit(1, 0)
        wizard.go_on.click()
        await until(lambda: presenter.phase is Phase.CHECK and wizard.go_on.text() == "Upload 2 numbers")
        await agreed(wizard)
        await ended(wizard)
        assert arrived(dialler) == ["+33199004295", "+33199004296"]

    play_campaigns(steps)


@pytest.mark.parametrize("text", ["", "number;name\n"], ids=["empty", "only a header"])
def test_a_file_without_numbers_is_told_of(play_campaigns, tmp_path, text):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        file = tmp_path / "empty.csv"
        file.write_text(text)
        _, wizard = await opened(scene, file)
        presenter = wizard.presenter
        await until(lambda: presenter.trouble or presenter.phase is Phase.COLUMNS)
        if presenter.phase is Phase.COLUMNS:
            presenter.use_column(0, 0)
            wizard.go_on.click()
            await until(lambda: presenter.trouble)
        assert presenter.phase is Phase.CHOOSE
        assert wizard.choose_page.trouble.isVisible()
        presenter.open_file(tmp_path)  # a directory
        await until(lambda: "folder" in presenter.trouble)
        assert presenter.phase is Phase.CHOOSE

    play_campaigns(steps)


def test_another_form_of_the_file_is_chosen(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        lines = ["+33199004294|a;b", "+33199004295|c;d"]
        _, wizard = await opened(scene, written(tmp_path, lines))
        page, presenter = wizard.columns_page, wizard.presenter
        await until(lambda: presenter.phase is Phase.COLUMNS)  # no column of it is numbers
        assert not wizard.go_on.isEnabled()
        page.delimiter_wanted.emit("|")
        await until(wizard.go_on.isEnabled)
        wizard.go_on.click()
        await until(lambda: wizard.go_on.text() == "Upload 2 numbers")
        page = wizard.check_page
        page.header_wanted.emit(True)
        await until(lambda: wizard.go_on.text() == "Upload 1 number")
        assert presenter.upload.rows == 1
        page.header_wanted.emit(False)
        await until(lambda: wizard.go_on.text() == "Upload 2 numbers")

    play_campaigns(steps)


def test_a_dropped_file_is_taken_and_nothing_while_it_runs(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        gate = Gate(dialler)
        _, wizard = await opened(scene)
        await until(lambda: wizard.presenter.campaign is not None)
        wizard.drops.dropped.emit(written(tmp_path, many(120)))
        await until(lambda: wizard.presenter.phase is Phase.CHECK and wizard.presenter.upload is not None)
        await agreed(wizard)
        await until(lambda: gate.waiting)
        wizard.drops.dropped.emit(written(tmp_path, many(3), "other.csv"))
        assert wizard.presenter.phase is Phase.RUNNING
        await gate.open_until(scene, lambda: wizard.presenter.upload.state is UploadState.DONE)
        assert len(arrived(dialler)) == 120

    play_campaigns(steps)


def test_a_campaign_that_takes_nothing_says_why(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        _, wizard = await opened(scene, written(tmp_path, many(3)), campaign="service")
        await until(lambda: wizard.presenter.phase is Phase.CHECK and wizard.presenter.upload is not None)
        assert not wizard.go_on.isEnabled()
        assert "static" in wizard._note.text()
        assert not dialler.said("add")

    play_campaigns(steps)


def test_it_goes_on_in_the_background_and_is_found_again(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        gate = Gate(dialler)
        dialogs, wizard = await opened(scene, written(tmp_path, many(200)))
        await until(lambda: wizard.presenter.phase is Phase.CHECK and wizard.presenter.upload is not None)
        await agreed(wizard)
        window = scene.windows[0]
        await until(lambda: gate.waiting)
        wizard.go_on.click()  # hide
        await until(lambda: dialogs.dialog is None)
        await until(lambda: "Uploading to Spring renewals" in window.status.view.text)
        assert window.status.remedy.text() == "Show"
        await scene.there(gate.open(1))
        await until(lambda: window.status.view.covered and window.status.view.covered > 0)
        window.status.help()
        again = wizard_of(dialogs)
        await until(lambda: again.presenter.phase is Phase.RUNNING)
        assert again.running_page.table.pieces_model.rows >= 1
        again.done(0)
        await until(lambda: dialogs.dialog is None)
        await scene.there(gate.open(100))
        await until(lambda: "Uploading" not in window.status.view.text)
        assert len(arrived(dialler)) == 200
        toasts = [one for one in window.findChildren(object) if type(one).__name__ == "Ending"]
        assert toasts
        assert "200 numbers are in Spring renewals" in toasts[0].accessibleName()
        toasts[0].press()
        await until(lambda: wizard_of(dialogs).presenter.phase is Phase.RESULT)

    play_campaigns(steps)


def test_pause_resume_and_cancel(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        gate = Gate(dialler)
        wizard = await checked(scene, written(tmp_path, many(2000)))
        presenter = wizard.presenter
        await agreed(wizard)
        await until(lambda: gate.waiting)
        wizard.pause.click()
        await gate.open_until(scene, lambda: presenter.upload.state is UploadState.PAUSED)
        sent = len(arrived(dialler))
        assert 0 < sent < 2000
        assert wizard.running_page.notice.title == "The upload is paused"
        wizard.running_page.notice.button.click()
        await ended(wizard, UploadState.SENDING)
        await until(lambda: gate.waiting)
        wizard.stop.click()
        assert "numbers are in the campaign and stay there" in wizard.questions.dialog.accessibleDescription()
        wizard.questions.dialog.stay.click()
        assert presenter.upload.state is UploadState.SENDING
        wizard.stop.click()
        wizard.questions.dialog.go.click()
        await gate.open_until(scene, lambda: presenter.upload.state is UploadState.CANCELLED)
        assert presenter.phase is Phase.RESULT
        assert presenter.upload.states[RowState.SENT] == len(arrived(dialler)) < 2000
        assert wizard.result_page.chips.chip(RowState.SENT).count == str(len(arrived(dialler)))

    play_campaigns(steps)


@pytest.mark.expects_warnings
@pytest.mark.parametrize(
    ("kind", "helps"),
    [
        (ErrorKind.SIGN_IN, Help.SIGN_IN),
        (ErrorKind.OFFLINE, Help.TRY_NOW),
        (ErrorKind.UNSUPPORTED, Help.GO_ON),
    ],
)
def test_what_stops_it_says_so_and_offers_what_helps(play_campaigns, tmp_path, kind, helps):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        refuse = True

        async def before(method: str, _what: object) -> None:
            if method == "add" and refuse:
                raise Trouble(kind, provider="Paper", account="Main", detail="the campaign is paused")

        dialler.before = before
        wizard = await checked(scene, written(tmp_path, many(60)))
        await agreed(wizard)
        await ended(wizard, UploadState.STOPPED)
        await until(lambda: wizard.running_page.notice.button.text() == helps.value)
        standing = wizard.presenter.sending.standing()
        assert standing.help is helps
        assert standing.text
        assert not arrived(dialler)
        refuse = False
        if helps is Help.SIGN_IN:
            asked = []
            wizard.sign_in_wanted.connect(asked.append)
            wizard.running_page.notice.button.click()
            assert asked == ["Main"]
            await until(lambda: scene.windows[0].signing_in)
            return
        wizard.running_page.notice.button.click()
        await ended(wizard)
        assert len(arrived(dialler)) == 60

    play_campaigns(steps)

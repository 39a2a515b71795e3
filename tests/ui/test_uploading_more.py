"""The upload when things go wrong, when it is taken up again, and in small windows with large text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from desktop.domain.campaigns import NewNumber
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowState, RowVerdict, UploadState
from desktop.ui.campaigns.upload.presenter import UploadPresenter
from desktop.ui.campaigns.upload.views import Phase
from desktop.ui.kit import fonts
from desktop.ui.kit.theme import theme
from tests.support.shown_campaigns import play_campaigns  # noqa: F401 - a fixture
from tests.support.uploading import Gate, agreed, checked, ended, many, opened, wizard_of, written
from tests.ui.conftest import Scene, until


def arrived(dialler) -> list[str]:
    return [one.number for one in dialler.listed["spring"][25:]]


class Losing:
    """Loses the answer of the second piece; of its numbers only the first few arrive."""

    def __init__(self, dialler, *, keeps: int) -> None:
        self._dialler, self._keeps, self._pieces = dialler, keeps, 0
        dialler.after = self.after

    async def after(self, method: str, what: object) -> None:
        if method == "add":
            self._pieces += 1
            if self._pieces == 2:
                rows = self._dialler.listed["spring"]
                del rows[len(rows) - int(str(what)) + self._keeps :]
                raise Trouble(ErrorKind.ADDED_UNKNOWN, name="Paper")


@pytest.mark.expects_warnings
def test_rows_of_unknown_outcome_are_shown_looked_for_and_sent_again_only_when_asked(
    play_campaigns,  # noqa: F811
    tmp_path,
):
    async def steps(scene: Scene, dialler) -> None:
        Losing(dialler, keeps=48)
        wizard = await checked(scene, written(tmp_path, many(120)))
        presenter = wizard.presenter
        await agreed(wizard)
        await ended(wizard)
        assert presenter.upload.states == {RowState.SENT: 118, RowState.UNKNOWN: 2}
        assert len(arrived(dialler)) == 118
        page = wizard.result_page
        assert page.chips.key is RowState.UNKNOWN
        assert "118 of 120 numbers are in Spring renewals" in page._title.text()
        assert page.table.rows_model.item(0).reason
        said = []
        presenter.said.connect(said.append)
        wizard.look.click()
        await until(lambda: said)
        assert said == ["None of them was found in the campaign"]
        assert presenter.upload.states[RowState.UNKNOWN] == 2
        late = page.table.rows_model.entry_at(0).number
        await scene.there(dialler.upload_numbers("spring", [NewNumber(late, ("late",))], 1))
        wizard.again.click()
        question = wizard.questions.dialog
        assert "called twice" in question.accessibleDescription()
        question.reject()
        assert presenter.upload.states[RowState.UNKNOWN] == 2
        wizard.again.click()
        wizard.questions.dialog.go.click()
        await until(lambda: presenter.upload.states == {RowState.SENT: 120})
        assert sorted(arrived(dialler)) == sorted(set(arrived(dialler)))  # the late one is not sent again
        assert len(arrived(dialler)) == 120

    play_campaigns(steps)


@pytest.mark.expects_warnings
def test_while_it_runs_unknown_rows_can_be_looked_at(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        Losing(dialler, keeps=40)
        wizard = await checked(scene, written(tmp_path, many(200)))
        presenter, page = wizard.presenter, wizard.running_page
        gate = Gate(dialler)
        await agreed(wizard)
        await scene.there(gate.open(2))
        await until(page.unknown.isVisible)
        assert page.unknown.title == "10 rows of unknown outcome"
        page.unknown.button.click()
        assert wizard.pages.currentWidget() is wizard.result_page
        assert wizard.result_page.table.rows_model.rows == 10
        wizard.back.click()
        assert wizard.pages.currentWidget() is page
        await scene.there(gate.open(100))
        await ended(wizard)
        assert presenter.upload.states == {RowState.SENT: 190, RowState.UNKNOWN: 10}

    play_campaigns(steps)


def test_after_a_pause_that_the_provider_asks_for_it_goes_on_by_itself(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        asked = []

        async def before(method: str, _what: object) -> None:
            if method == "add" and not asked:
                asked.append(True)
                raise Trouble(ErrorKind.RATE_LIMITED, provider="Paper", retry_after_s=30)

        dialler.before = before
        wizard = await checked(scene, written(tmp_path, many(60)))
        await agreed(wizard)
        await until(lambda: asked)
        await until(
            lambda: wizard.presenter.upload.retry_at is not None or wizard.presenter.phase is Phase.RESULT
        )
        if wizard.presenter.phase is Phase.RUNNING:
            assert wizard.running_page.notice.title == "The provider asks for a pause"
        await ended(wizard)
        assert len(arrived(dialler)) == 60

    play_campaigns(steps)


def test_a_file_that_changes_is_told_of_and_can_be_checked_anew(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        file = written(tmp_path, many(5))
        wizard = await checked(scene, file)
        presenter = wizard.presenter
        file.unlink()
        wizard.check_page.encoding_wanted.emit("cp1252")
        await until(lambda: presenter.trouble and presenter.phase is Phase.CHECK)
        assert not wizard.go_on.isVisible()
        written(tmp_path, many(7))
        presenter.open_file(file)
        await until(lambda: not presenter.trouble and wizard.go_on.text() == "Upload 7 numbers")

    play_campaigns(steps)


def test_an_upload_is_taken_up_again_after_the_window_was_closed(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        gate = Gate(dialler)
        wizard = await checked(scene, written(tmp_path, many(1000)))
        await agreed(wizard)
        await until(lambda: gate.waiting)
        wizard.pause.click()
        await gate.open_until(scene, lambda: wizard.presenter.upload.state is UploadState.PAUSED)
        upload = wizard.presenter.upload
        first = scene.windows.pop()
        await first.shut_down()
        first.hide()
        first.deleteLater()
        dialogs, fresh = await opened(scene, signed_in=True)
        fresh.reject()
        await until(lambda: dialogs.dialog is None)
        dialogs.open_upload_again(upload.campaign_id, upload.id)
        again = wizard_of(dialogs)
        await until(lambda: again.presenter.phase is Phase.RUNNING)
        assert again.presenter.upload.states == upload.states
        again.running_page.notice.button.click()
        await scene.there(gate.open(100))
        await ended(again)
        assert len(arrived(dialler)) == len(set(arrived(dialler))) == 1000

    play_campaigns(steps)


def test_the_same_list_once_more_shows_what_became_of_it(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        file = written(tmp_path, many(5))
        wizard = await checked(scene, file)
        await agreed(wizard)
        await ended(wizard)
        dialogs = scene.windows[0].screens.uploads
        wizard.go_on.click()
        await until(lambda: dialogs.dialog is None)
        dialogs.open_upload_of(wizard.presenter.upload.campaign_id, file)
        again = wizard_of(dialogs)
        await until(lambda: again.presenter.phase is Phase.RESULT)
        assert again.result_page.notice.title == "This list was uploaded here before"
        again.result_page.notice.button.click()
        await until(lambda: again.presenter.phase is Phase.CHECK)
        assert again.go_on.text() == "Upload 0 numbers"  # all are in the campaign
        assert len(arrived(dialler)) == 5

    play_campaigns(steps)


def test_an_upload_that_is_gone_is_told_of(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        dialogs, wizard = await opened(scene)
        await until(lambda: wizard.presenter.campaign is not None)
        wizard.reject()
        await until(lambda: dialogs.dialog is None)
        dialogs.open_upload_again(wizard.presenter.campaign.id, "12345")
        again = wizard_of(dialogs)
        await until(again.choose_page.trouble.isVisible)
        again.presenter.open_file(written(tmp_path, many(2)))
        await until(lambda: again.go_on.text() == "Upload 2 numbers")
        assert again.go_on.isEnabled()

    play_campaigns(steps)


def test_of_the_invalid_rows_the_next_one_follows(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        lines = ["number", "+33199004295", "nobody", "none", "+331"]
        wizard = await checked(scene, written(tmp_path, lines))
        page = wizard.check_page
        page.chips.choose(RowVerdict.INVALID)
        assert page.table.rows_model.rows == 3
        page.table.begin(1)
        page.table.field.setText("+33199004296")
        QTest.keyClick(page.table.field, Qt.Key.Key_Return)
        await until(lambda: page.table.rows_model.rows == 2)
        assert page.table.current_row == 1
        assert page.table.rows_model.item(1).number == "+331"
        assert page.chips.key is RowVerdict.INVALID

    play_campaigns(steps)


def test_closing_the_window_leaves_the_upload_running(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        gate = Gate(dialler)
        wizard = await checked(scene, written(tmp_path, many(100)))
        await agreed(wizard)
        await until(lambda: gate.waiting)
        upload = wizard.presenter.upload
        window = scene.windows.pop()
        await window.shut_down()
        window.hide()
        window.deleteLater()
        await scene.there(gate.open(100))
        ended_so = await scene.there(scene.opened.services.uploads.settled(upload.id))
        assert ended_so.state is UploadState.DONE
        assert len(arrived(dialler)) == 100

    play_campaigns(steps)


def test_the_list_and_the_result_are_saved(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        wizard = await checked(scene, written(tmp_path, ["number", "+33199004295", "nobody"]))
        said = []
        wizard.presenter.said.connect(said.append)
        wizard.presenter.save_list(tmp_path / "list.csv")
        await until(lambda: said)
        assert "invalid" in (tmp_path / "list.csv").read_text("utf-8-sig")
        await agreed(wizard)
        await ended(wizard)
        wizard.presenter.save_list(tmp_path / "result.csv")
        await until(lambda: len(said) == 2)
        assert "sent" in (tmp_path / "result.csv").read_text("utf-8-sig")
        wizard.presenter.save_list(tmp_path / "no such folder" / "result.csv")
        await until(lambda: len(said) == 3)
        assert said[:2] == ["The list is saved", "The result is saved"]

    play_campaigns(steps)


def test_the_campaigns_numbers_are_read_before_the_check(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        there = dialler.listed["spring"][0].number
        wizard = await checked(scene, written(tmp_path, ["number", there, "+33199004295"]))
        chips, mirror = wizard.check_page.chips, wizard.check_page.mirror
        assert chips.chip(RowVerdict.IN_CAMPAIGN).count == "1"
        assert "Compared with 25 numbers of this campaign" in mirror.accessibleName()
        assert mirror.read.text().startswith("Read theirs too")
        other = dialler.listed["loyalty"][0].number
        assert other  # the same numbers as here, on paper
        mirror.read.click()
        await until(lambda: "other active campaign, read" in mirror.accessibleName())
        assert mirror.read.text().startswith("Read again")

    play_campaigns(steps)


def test_tab_reaches_every_part_and_each_has_a_name(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        wizard = await checked(scene, written(tmp_path, many(3)))
        await until(wizard.isActiveWindow)
        page, seen = wizard.check_page, []
        for _ in range(30):
            now = wizard.focusWidget()
            if now in seen:
                break
            seen.append(now)
            face = QAccessible.queryAccessibleInterface(now)
            assert face.text(QAccessible.Text.Name) or face.text(QAccessible.Text.Description), now
            QTest.keyClick(now, Qt.Key.Key_Tab)
        wanted = {page.table, page.save, page.change, page.delimiter, page.encoding, page.header, page.region}
        wanted |= {page.chips.chip(None), wizard.back, wizard.go_on, wizard.leave, page.mirror.read}
        assert wanted | set(page.head.combos) <= set(seen)

    play_campaigns(steps)


@pytest.mark.parametrize(("scale", "size"), [(1.0, (960, 640)), (2.0, (960, 640)), (2.0, (1900, 1100))])
def test_the_wizard_stays_inside_its_window(play_campaigns, tmp_path, app, scale, size):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        theme.scale = scale
        app.setFont(fonts.font())
        wizard = await checked(scene, written(tmp_path, many(3)))
        window = scene.windows[0]
        window.resize(*size)
        await until(lambda: wizard.width() <= window.width() + 2 * round(36 * scale))
        for button in (wizard.back, wizard.go_on, wizard.leave):
            assert wizard.rect().contains(button.mapTo(wizard, button.rect().bottomRight()))
        for button in (wizard.back, wizard.go_on):
            assert button.width() >= button.sizeHint().width()
        assert wizard.check_page.table.viewport().height() >= 60 * scale

    try:
        play_campaigns(steps)
    finally:
        theme.scale = 1.0
        app.setFont(fonts.font())


def test_a_presenter_that_is_closed_leaves_nothing(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        wizard = await checked(scene, written(tmp_path, many(3)))
        context = scene.context()
        presenter = UploadPresenter(context, wizard.presenter.upload.campaign_id)
        presenter.start(written(tmp_path, many(4), "b.csv"))
        await until(lambda: presenter.phase is Phase.CHECK and presenter.upload is not None)
        upload = presenter.upload
        await presenter.close()
        assert not scene.uploads.rows(upload.id, None, 0, 1)
        presenter.deleteLater()

    play_campaigns(steps)


def test_enter_asks_for_a_list_as_soon_as_it_is_open(play_campaigns):  # noqa: F811
    async def steps(scene: Scene, _dialler) -> None:
        _, wizard = await opened(scene)
        await until(wizard.isActiveWindow)
        choose = wizard.choose_page.zone.button
        await until(choose.hasFocus)
        QTest.keyClick(choose, Qt.Key.Key_Return)
        assert wizard.isVisible()
        assert wizard.asking is not None
        wizard.asking.close()
        await until(wizard.isActiveWindow)

    play_campaigns(steps)

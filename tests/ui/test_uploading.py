"""The upload on the real window and engine: a list is chosen, checked, put right and sent."""

from desktop.domain.uploads import RowState, RowVerdict, UploadState
from desktop.ui.campaigns.upload.views import Phase
from tests.support.shown_campaigns import play_campaigns  # noqa: F401 - a fixture
from tests.support.uploading import checked, written
from tests.ui.conftest import Scene, until


def test_a_list_is_checked_and_sent(play_campaigns, tmp_path):  # noqa: F811
    async def steps(scene: Scene, dialler) -> None:
        wizard = await checked(scene, written(tmp_path))
        page, presenter = wizard.check_page, wizard.presenter
        page.region.country_chosen.emit("FR")
        await until(lambda: presenter.upload.region == "FR" and presenter.phase is Phase.CHECK)
        assert wizard.title.text() == "Upload to Spring renewals"
        assert wizard.steps.accessibleName() == "Step 2 of 4: Check the list"
        verdicts = {key: page.chips.chip(key).count for key in RowVerdict}
        assert verdicts[RowVerdict.OK] == "1"
        assert verdicts[RowVerdict.REPAIRED] == "2"
        assert verdicts[RowVerdict.DUPLICATE] == "1"
        assert verdicts[RowVerdict.INVALID] == "2"
        assert wizard.go_on.text() == "Upload 3 numbers"
        wizard.go_on.click()
        assert presenter.phase is Phase.CHECK  # asked first
        assert not dialler.said("add")
        dialog = wizard.questions.dialog
        assert dialog.focusWidget() is dialog.stay
        dialog.go.click()
        await until(lambda: presenter.phase is Phase.RESULT)
        assert presenter.upload.state is UploadState.DONE
        arrived = [one.number for one in dialler.listed["spring"][-3:]]
        assert arrived == ["+33199004295", "+33639983126", "+442079460733"]
        assert wizard.result_page.chips.chip(RowState.SENT).count == "3"
        assert wizard.result_page.chips.chip(RowState.LEFT_OUT).count == "3"
        wizard.go_on.click()
        assert not wizard.isVisible()

    play_campaigns(steps)

"""Opens what is done with many numbers of a campaign over the window, one dialog at a time."""

from pathlib import Path

from PySide6.QtCore import Signal

from desktop.domain.uploads import Upload
from desktop.ui.dialogs import Dialogs


class CampaignDialogs(Dialogs):
    """The upload, imported and built when it is asked for; one that was hidden goes on, and is told of.

    `sign_in_wanted` carries the name of the account that has to sign in again.
    """

    sign_in_wanted = Signal(str)

    def open_upload(self, campaign_id: str) -> None:
        """Open the upload to a campaign (our id), which asks for a file."""
        self._open(campaign_id, None, None)

    def open_upload_of(self, campaign_id: str, file: Path) -> None:
        """Open it with a file that was dropped on the campaign."""
        self._open(campaign_id, file, None)

    def open_upload_again(self, campaign_id: str, upload_id: str) -> None:
        """Open it where an upload stands that began before."""
        self._open(campaign_id, None, upload_id)

    def tell(self, upload: Upload) -> None:
        """Say how an upload ended, or that it stopped, unless somebody looks at it."""
        from desktop.ui.campaigns.upload.ending import Ending  # noqa: PLC0415 - when there is one

        if self.dialog is None and upload.wanted > 1:
            toast = Ending(self._window, upload)
            toast.wanted.connect(self.open_upload_again)
            toast.pop()

    def _open(self, campaign_id: str, file: Path | None, upload_id: str | None) -> None:
        from desktop.ui.campaigns.upload.wizard import UploadWizard  # noqa: PLC0415 - when it is asked for

        if self.dialog is None:
            wizard = UploadWizard(self._context, self._window, campaign_id, file=file, upload_id=upload_id)
            wizard.sign_in_wanted.connect(self.sign_in_wanted)
            self.show(wizard, wizard.presenter)

"""What a person changed in a list by hand, to do it again when the same list is checked anew."""

from desktop.domain.errors import Trouble
from desktop.domain.uploads import Upload
from desktop.services.campaigns.uploads import Uploads
from desktop.ui.bridge import Bridge


class Changes:
    """Rows written anew and rows left out, as long as the list has the same rows."""

    def __init__(self) -> None:
        self._fixes: dict[int, tuple[str, tuple[str, ...]]] = {}
        self._outs: dict[int, bool] = {}

    def __bool__(self) -> bool:
        """Whether there is any change."""
        return bool(self._fixes or self._outs)

    def fix(self, index: int, number: str, variables: tuple[str, ...]) -> None:
        """Remember how a row was written."""
        self._fixes[index] = (number, variables)

    def leave_out(self, index: int, *, out: bool) -> None:
        """Remember that a row stays out, or goes in again."""
        self._outs[index] = out

    def forget(self) -> None:
        """Begin with other rows."""
        self._fixes.clear()
        self._outs.clear()

    async def replay(self, bridge: Bridge, uploads: Uploads, upload: Upload) -> Upload:
        """Do it again on the same rows; what does not fit any more stays as it is."""
        if not self:
            return upload
        for index, (number, variables) in self._fixes.items():
            try:
                await bridge.run(uploads.fix(upload.id, index, number, variables))
            except Trouble:
                continue
        for out in (True, False):
            indexes = [index for index, wanted in self._outs.items() if wanted is out]
            if indexes:
                await bridge.run(uploads.leave_out(upload.id, indexes, out=out))
        return await bridge.run(uploads.get(upload.id))

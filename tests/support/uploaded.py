"""What the tests of uploads share: files, campaigns on paper, and what became of rows."""

from collections.abc import Sequence
from pathlib import Path

from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.uploads import RowState, Upload, UploadRow
from desktop.services.campaigns.uploads import Uploads
from desktop.services.campaigns.values import UploadChoice, suggested
from desktop.store.upload_rows import StoredUploadRows
from tests.support.paper_campaigns import PaperCampaigns


def table(file: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """Write a file of these lines."""
    file.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return file


async def checked(
    uploads: Uploads,
    campaign_id: str,
    file: Path,
    region: str | None = None,
    choice: UploadChoice | None = None,
) -> Upload:
    """Check a file as the command line does: the columns that seem right."""
    facts = await uploads.look(file)
    wanted = choice or suggested(facts)
    assert wanted is not None, facts
    wanted = UploadChoice(wanted.number, wanted.variables, region)
    return await uploads.check_file(campaign_id, facts, wanted)


async def rows_of(uploads: Uploads, upload: Upload) -> list[UploadRow]:
    """Read all rows of an upload."""
    return [row async for row in uploads.each_row(upload.id)]


async def sent(uploads: Uploads, upload_id: str) -> Upload:
    """Send an upload, and wait until nothing more happens by itself."""
    await uploads.send(upload_id)
    return await uploads.settled(upload_id)


def there(ours: PaperCampaigns, campaign: str = "c1") -> list[str]:
    """Return the numbers of a campaign, in the order they came."""
    return [one.number for one in ours.dialler.listed[campaign]]


def painted(ours: PaperCampaigns, upload: Upload, which: RowState | None = None) -> Sequence[UploadRow]:
    """Read rows as the window does."""
    source = StoredUploadRows(ours.engine.uploads)
    try:
        return source.rows(upload.id, which, 0, 1000)
    finally:
        source.close()


async def lost(_method: str, _what: object) -> None:
    """Lose an answer: nobody knows whether the request arrived."""
    raise Trouble(ErrorKind.ADDED_UNKNOWN)

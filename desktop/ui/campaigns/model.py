"""The campaigns of a list, page by page, and how their rows look."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject

from desktop.domain.campaigns import Campaign, Listing
from desktop.domain.rows import CampaignRows
from desktop.ui import strings_campaigns as strings
from desktop.ui.campaigns.face import CampaignFace, face
from desktop.ui.kit.paged import PagedModel


def rows_of(listing: Listing | None) -> int:
    """Return how many rows a list has; one more where there may be others, to be asked for."""
    return 0 if listing is None else listing.rows + (not listing.exact)


class CampaignListModel(PagedModel[Campaign]):
    """Campaigns in the order of their provider."""

    def __init__(
        self, rows: CampaignRows, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._source = rows
        self._now = now
        self._listing: Listing | None = None

    @property
    def listing(self) -> Listing | None:
        """The list that is shown."""
        return self._listing

    def show(self, listing: Listing | None) -> None:
        """Show a list, or what it has become."""
        same = listing is not None and self._listing is not None and listing.id == self._listing.id
        self._listing = listing
        self.show_rows(rows_of(listing), same=same)

    def row_of(self, campaign_id: str) -> int | None:
        """Return where a campaign (our id) stands among what is here; None when it is not."""
        if self._listing is None:
            return None
        for first in range(0, self.rows, 500):
            for offset, campaign in enumerate(self.read(first, min(500, self.rows - first))):
                if campaign is not None and campaign.id == campaign_id:
                    return first + offset
        return None

    def read(self, first: int, limit: int) -> Sequence[Campaign | None]:
        """Read what is kept of the list."""
        return self._source.campaigns(self._listing.id, first, limit) if self._listing else ()

    def face(self, entry: Campaign) -> CampaignFace:
        """Prepare a row."""
        return face(entry, self._now())

    def sentence(self, item: Any) -> str:
        """Return what a screen reader says of a row."""
        return item.sentence if isinstance(item, CampaignFace) else strings.ROW_LOADING

    def hint(self, item: Any) -> str | None:
        """Return a campaign's whole name and dates."""
        return item.hint if isinstance(item, CampaignFace) else None

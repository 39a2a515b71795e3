"""The Protocols of row sources: what a view that paints asks for."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from desktop.domain.calls import CallFilter, CallRecord, DayCount
from desktop.domain.contacts import Contact, ContactQuery, ContactSection

if TYPE_CHECKING:  # see `ports`
    from desktop.domain.campaigns import Campaign, CampaignNumber
    from desktop.domain.uploads import Piece, RowState, RowVerdict, UploadRow


class CallRows(Protocol):
    """The row source a call list reads from. `days` may take long (a worker); `rows` must not."""

    def days(self, wanted: CallFilter) -> Sequence[DayCount]:
        """Count the calls of each local day, newest day first; days without calls are left out."""
        ...

    def rows(self, wanted: CallFilter, day: date, offset: int, limit: int) -> Sequence[CallRecord]:
        """Read calls of one local day, newest first."""
        ...

    def get(self, call_id: str) -> CallRecord | None:
        """Read one call."""
        ...

    def returned(self, call_id: str) -> bool:
        """Say whether a missed call's number was called back since, or reached us."""
        ...


class ContactRows(Protocol):
    """The row source a contact list reads from. `sections` may take long (a worker); the others must not."""

    def sections(self, wanted: ContactQuery) -> Sequence[ContactSection]:
        """Count the contacts under each letter, in the list's order; letters without any are left out."""
        ...

    def contacts(self, wanted: ContactQuery, letter: str, offset: int, limit: int) -> Sequence[Contact]:
        """Read contacts of one letter, by name."""
        ...

    def contact(self, contact_id: str) -> Contact | None:
        """Read one contact."""
        ...

    def place(self, wanted: ContactQuery, contact_id: str) -> tuple[str, int] | None:
        """Return the letter that a contact of a query stands under, and how many of that stand above it."""
        ...

    def contact_of(self, number: str, account_id: str | None = None) -> Contact | None:
        """Return whose number (as calls have it) this is: the account's own entry before any other's."""
        ...


class CampaignRows(Protocol):
    """The row source of campaigns and their numbers, as far as pages are kept; never takes long.

    A row that is here and could not be read has no provider id, and nothing else either.
    """

    def campaigns(self, listing_id: str, first: int, limit: int) -> Sequence["Campaign | None"]:
        """Read rows of a list; None for one whose page is not here."""
        ...

    def numbers(self, listing_id: str, first: int, limit: int) -> Sequence["CampaignNumber | None"]:
        """Read rows of a list; None for one whose page is not here."""
        ...


class UploadRows(Protocol):
    """The row source of uploads; never takes long."""

    def rows(
        self, upload_id: str, which: "RowVerdict | RowState | None", first: int, limit: int
    ) -> Sequence["UploadRow"]:
        """Read rows of a verdict or of a state, of all for None, in the file's order."""
        ...

    def pieces(self, upload_id: str, first: int, limit: int) -> Sequence["Piece"]:
        """Read the requests, the newest first."""
        ...

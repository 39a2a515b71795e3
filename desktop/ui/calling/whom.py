"""Who is called: the contact whose number it is, as the phonebooks have it at the moment."""

from typing import NamedTuple

from desktop.domain.rows import ContactRows
from desktop.ui.kit.outside import shown


class Whom(NamedTuple):
    """A number as it is dialled, the account (our id) in whose company it stands, and what name was said."""

    number: str = ""
    account_id: str = ""
    said: str = ""

    def name(self, contacts: ContactRows) -> str:
        """Return the contact's name, else what was said; fit to stand in a line."""
        found = contacts.contact_of(self.number, self.account_id or None) if self.number else None
        return shown(found.name if found is not None else self.said)


NOBODY = Whom()

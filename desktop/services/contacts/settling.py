"""What becomes of a contact's edits once more is known: after a list, after an answer, after another edit.

Everything here runs in the store's writer, in the transaction of whatever made it necessary.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.domain.contacts import ContactCard, EditState, Pending
from desktop.services.contacts.merging import meet, same
from desktop.store import Db, contact_edits, contacts
from desktop.store.contact_edits import Edit
from desktop.store.contacts import BookRow, Stored, derived

LISTS = 3
"""An addition that the provider took must stand in one of so many lists."""


WITH_A_PERSON = (EditState.CONFLICT, EditState.FAILED)
"""What waits for somebody's answer."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that has just been taken over: when it was asked for, and how long a request may linger.

    What left less than `linger` before that may still be on its way, so that the list proves nothing of it.
    """

    began: datetime
    linger: timedelta = timedelta(0)

    def tells_of(self, edit: Edit) -> bool:
        """Whether the list shows what became of an edit that was sent."""
        return edit.sent_at is None or self.began >= edit.sent_at + self.linger


def by_contact(edits: Iterable[Edit]) -> Iterable[Sequence[Edit]]:
    """Return edits, in their order, together with the others of their contact."""
    found: dict[int, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.contact_id, []).append(edit)
    return found.values()


def leading(edits: Sequence[Edit]) -> Edit:
    """Return the one of a contact's edits that has its turn: the first, or a deletion that passes it over.

    What a deletion passes over stays where it is: should that be taken back or refused, nothing is lost.
    """
    first, last = edits[0], edits[-1]
    return last if last.kind is Pending.DELETE and not first.in_flight else first


def settle(db: Db, contact_id: int, now: datetime, listed: Listed | None = None) -> None:
    """Bring a contact's edits, and what is shown of it, in line with what is known now."""
    one = contacts.stored(db, contact_id)
    if one is None:
        return
    edits = contact_edits.of_contact(db, contact_id)
    book = contacts.book(db, one.account_id)
    _Settling(db, one, edits, book, now, listed).run()


@dataclass(slots=True)
class _Settling:
    db: Db
    one: Stored
    edits: list[Edit]
    book: BookRow
    now: datetime
    listed: Listed | None

    def run(self) -> None:
        """Take edit after edit until one has to wait, then show what follows."""
        while self.edits:
            if not self._joined():
                return
            head = leading(self.edits)
            if head.state is EditState.HELD:
                head = self.edits[0]  # it may still be undone: what waits is compared as ever
            if head.kind is Pending.DELETE:
                if self._deletion(head):
                    return
                break
            if not (self._addition(head) if head.kind is Pending.ADD else self._change(head)):
                break
        self._show()

    # -- several edits of one contact

    def _joined(self) -> bool:
        """Put what is not sent yet together; False when nothing is left of the contact."""
        while len(self.edits) > 1 and not self.edits[0].in_flight:
            head, following = self.edits[:2]
            self._did_not_arrive(head)
            if following.kind is Pending.DELETE:
                if following.state is EditState.HELD or head.kind is not Pending.ADD:
                    return True
                self._forget()
                return False
            head.wanted = following.wanted
            if head.state is EditState.FAILED:
                head.state, head.error = EditState.WAITING, None
            contact_edits.keep(self.db, head)
            self._drop(following)
        return True

    def _did_not_arrive(self, head: Edit) -> None:
        """Have a deletion that counted on an edit under way start from what was seen before that."""
        last = self.edits[-1]
        if last.kind is Pending.DELETE and head.seen is not None and last.seen == head.wanted:
            last.seen = head.seen
            contact_edits.keep(self.db, last)

    def _drop(self, edit: Edit) -> None:
        contact_edits.drop(self.db, edit)
        self.edits.remove(edit)

    def _based_on_there(self) -> None:
        """Let the edit that follows one which is done start from what the provider made of that one."""
        one = self.one
        for edit in self.edits:
            if one.there is None or edit.seen is None or not same(edit.seen, one.there, self.book.region):
                continue
            if edit.wanted is not None:
                pairs = zip(edit.seen.numbers, edit.wanted.numbers, one.there.numbers, strict=False)
                numbers = tuple(now if want == before else want for before, want, now in pairs)
                if len(numbers) == len(edit.wanted.numbers):
                    edit.wanted = ContactCard(edit.wanted.name, numbers)
            edit.seen = one.there
            contact_edits.keep(self.db, edit)

    # -- one edit; True when it is done and the next one has its turn

    def _addition(self, head: Edit) -> bool:
        if self.one.provider_id is not None:
            self._drop(head)
            self._based_on_there()
            return True
        if self.listed is None or not self.listed.tells_of(head):
            return False
        if head.state is EditState.SENDING:
            # It is in no list: whatever left did not arrive.
            head.state = EditState.WAITING
            contact_edits.keep(self.db, head)
            return len(self.edits) > 1 and self.edits[1].state is not EditState.HELD
        if head.state is EditState.SENT:
            head.tries += 1
            if head.tries >= LISTS:
                head.state = EditState.FAILED
                head.error = f"{self.one.account} took this contact, but its phone book does not show it."
            contact_edits.keep(self.db, head)
        return False

    def _change(self, head: Edit) -> bool:
        one = self.one
        if self._unproven(head):
            return False
        if one.there is None:
            self._gone(head)
            return False
        if head.state is EditState.FAILED:
            return False
        assert head.seen is not None
        assert head.wanted is not None
        tried = head.sent_at is not None
        merged = meet(head.seen, head.wanted, one.there, tried=tried, region=self.book.region)
        if merged == one.there:
            self._drop(head)
            self._based_on_there()
            return True
        self._did_not_arrive(head)
        if merged is None:
            self._park(head)
        else:
            head.seen, head.wanted = one.there, merged
            self._unpark(head)
        # One that was being sent is not any more: what followed it can be put together with it.
        return len(self.edits) > 1 and self.edits[1].state is not EditState.HELD

    def _gone(self, head: Edit) -> None:
        """Make an addition of the edit of an entry that is gone, which only a person may send."""
        for following in self.edits[1:]:
            if following.kind is Pending.EDIT:
                head.wanted = following.wanted
                self._drop(following)
        head.kind, head.state, head.seen, head.sent_at = Pending.ADD, EditState.FAILED, None, None
        head.there, head.since = None, None
        head.error = f"No longer in the phone book at {self.one.account}."
        contact_edits.keep(self.db, head)
        contacts.forget_entry(self.db, self.one.id)
        if any(edit.kind is Pending.DELETE and edit.state is not EditState.HELD for edit in self.edits):
            self._forget()
            self.edits.clear()

    def _deletion(self, head: Edit) -> bool:
        """As the others, but True when nothing is left of the contact."""
        if self._unproven(head):
            return False
        if self.one.there is None:
            if head.state is EditState.HELD:
                return False
            if head.state in WITH_A_PERSON:
                self._to_trash()
            self._forget()
            return True
        if head.state in (EditState.HELD, EditState.FAILED):
            return False
        assert head.seen is not None
        if same(head.seen, self.one.there, self.book.region):
            if head.state is EditState.CONFLICT:
                self._to_trash()
            self._unpark(head)
        else:
            self._park(head)
            contact_edits.take_from_trash(self.db, self.one.id)
        return False

    def _unproven(self, head: Edit) -> bool:
        """Whether a request of it may be on its way, or was and no list tells what came of it."""
        return head.state is EditState.SENDING and (self.listed is None or not self.listed.tells_of(head))

    # -- results

    def _park(self, head: Edit) -> None:
        if head.state is not EditState.CONFLICT or head.there != self.one.there:
            head.state, head.there, head.since = EditState.CONFLICT, self.one.there, self.now
            contact_edits.keep(self.db, head)

    def _unpark(self, head: Edit) -> None:
        if head.state in (EditState.SENDING, EditState.CONFLICT):
            head.state = EditState.WAITING
        head.there, head.since = None, None
        contact_edits.keep(self.db, head)

    def _to_trash(self) -> None:
        """Keep what the contact was to say last."""
        one = self.one
        card = next((edit.wanted for edit in reversed(self.edits) if edit.wanted is not None), one.card)
        contact_edits.put_in_trash(self.db, one.account_id, one.id, card, self.now, favourite=one.favourite)

    def _forget(self) -> None:
        forget(self.db, self.one.id)

    def _show(self) -> None:
        """Show the provider's entry with the edits laid over it; what waits to be deleted is not shown."""
        one = self.one
        last = self.edits[-1] if self.edits else None
        if last is not None and last.kind is Pending.DELETE and last.state not in WITH_A_PERSON:
            if one.shown:
                contacts.hide(self.db, [one.id])
            return
        card = one.there or one.card
        asked = last is not None and last.kind is Pending.DELETE and last.state is EditState.CONFLICT
        for edit in () if asked else self.edits:
            if edit.wanted is not None and edit.state is not EditState.CONFLICT:
                card = edit.wanted
        if card != one.card or not one.shown:
            contacts.show(self.db, one.account_id, [(one.id, derived(card, self.book))])


def forget(db: Db, contact_id: int) -> None:
    """Delete a contact here with all that waits of it; in the trash it stands for itself now."""
    contact_edits.gone_for_good(db, [contact_id])
    contacts.delete(db, [contact_id])

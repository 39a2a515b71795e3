"""Deleting numbers of a campaign: sent once, and what became of them is read from the list afterwards."""

from collections import deque
from collections.abc import Sequence
from contextlib import aclosing

from desktop.domain.campaigns import Campaign, CampaignNumber, DeleteResult
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import CampaignSource
from desktop.services.campaigns.paging import Answer, every

PIECE = 200
"""So many numbers are deleted by one request."""

FEW = 20
"""So many numbers are looked for one by one, however short the whole list is."""

PART = 9
"""Digits at the end of a number that are searched for: how it begins is written in several ways."""

NOT_DONE = frozenset(
    {
        ErrorKind.OFFLINE,
        ErrorKind.CERTIFICATE,
        ErrorKind.SIGN_IN,
        ErrorKind.FORBIDDEN,
        ErrorKind.NOT_FOUND,
        ErrorKind.INVALID,
        ErrorKind.CONFLICT,
        ErrorKind.RATE_LIMITED,
        ErrorKind.REFUSED,
        ErrorKind.TOO_LARGE,
        ErrorKind.UNSUPPORTED,
    }
)
"""A request that ends so changed nothing; after any other trouble only a list tells."""

NO_KEY = "Its provider gives some of these numbers no id, so they cannot be deleted here."


class Deletion:
    """One deletion from one campaign. `size` is the provider's largest page."""

    def __init__(self, source: CampaignSource, campaign: Campaign, size: int) -> None:
        self._source = source
        self._campaign = campaign
        self._size = size
        self._sent: list[CampaignNumber] = []
        self._not_sent: list[CampaignNumber] = []
        self._trouble: Trouble | None = None
        self._shown: set[str] = set()  # how numbers end that are listed yet, of those that were sent

    async def run(self, numbers: Sequence[CampaignNumber]) -> DeleteResult:
        """Delete these and look which are gone. Raises `Trouble` when the first request did nothing."""
        without = [one for one in numbers if not one.key]
        await self._send([one for one in numbers if one.key])
        reason = self._trouble.sentence if self._trouble else NO_KEY if without else ""
        there = [*without, *self._not_sent]
        if not self._sent:
            return DeleteResult((), tuple(there), reason=reason)
        try:
            listed = await self._listed()
        except Trouble as trouble:
            return DeleteResult((), tuple(there), tuple(self._sent), reason or trouble.sentence)
        deleted = tuple(one for one in self._sent if one.provider_id not in listed)
        there += [one for one in self._sent if one.provider_id in listed]
        return DeleteResult(deleted, tuple(there), reason=reason)

    def shows(self, number: CampaignNumber) -> bool:
        """Whether the list that was read afterwards has a record with this number: it may have had two."""
        return _end(number.number) in self._shown

    async def _send(self, numbers: Sequence[CampaignNumber]) -> None:
        pieces = deque(numbers[start : start + PIECE] for start in range(0, len(numbers), PIECE))
        while pieces:
            piece = pieces.popleft()
            try:
                await self._source.delete_numbers(self._campaign.told.provider_id, [one.key for one in piece])
            except Trouble as trouble:
                if trouble.kind is ErrorKind.TOO_LARGE and len(piece) > 1:
                    half = len(piece) // 2
                    pieces.extendleft((piece[half:], piece[:half]))
                    continue
                if trouble.kind in NOT_DONE and not self._sent:
                    raise
                self._trouble = trouble
                (self._not_sent if trouble.kind in NOT_DONE else self._sent).extend(piece)
                break
            self._sent += piece
        for piece in pieces:
            self._not_sent += piece

    async def _listed(self) -> set[str]:
        """Return which of the numbers that were sent are still listed (their provider ids)."""
        wanted = {one.provider_id for one in self._sent}
        count = self._campaign.told.numbers_count
        ends = {_end(one.number) for one in self._sent}
        one_by_one = len(ends) <= FEW or (count is not None and len(ends) * self._size < count)
        parts = sorted(ends) if one_by_one and "" not in ends else [""]
        found: set[str] = set()
        for part in parts:
            found |= await self._with(part, wanted, ends)
        return found

    async def _with(self, part: str, wanted: set[str], ends: set[str]) -> set[str]:
        async def ask(first: int, count: int) -> Answer[CampaignNumber]:
            page = await self._source.numbers(
                self._campaign.told.provider_id, part, descending=False, first=first, count=count
            )
            return Answer(page.numbers, page.skipped, page.total)

        found: set[str] = set()
        async with aclosing(every(ask, provider_id_of, self._size)) as pages:
            async for rows in pages:
                found.update(wanted.intersection(map(provider_id_of, rows)))
                self._shown.update(ends.intersection(_end(row.number) for row in rows))
        return found


def provider_id_of(number: CampaignNumber) -> str:
    """Return what tells a number of a campaign from all others."""
    return number.provider_id


def _end(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())[-PART:]

"""A SIP Caller account: its campaigns and their numbers, over one connection."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from desktop.domain.accounts import Ability, AccountInfo
from desktop.domain.campaigns import (
    CampaignFilter,
    CampaignNumber,
    CampaignPage,
    CampaignSort,
    NewNumber,
    NumberPage,
    ProviderCampaign,
    Receipt,
)
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import ProviderSession, SessionContext
from desktop.net import FilePart, HttpClient, Reply
from desktop.providers.addresses import path_to, web_address

from . import asking, wire
from .connection import Connection
from .lists import Found, walk
from .manifest import BASE_URL, COMPACT, DASHED, TITLE

log = logging.getLogger(__name__)

T = TypeVar("T", ProviderCampaign, CampaignNumber)

_ONLY = "SIP Caller gives other programs its campaigns only."

MISSING: Mapping[Ability, str] = {
    Ability.LINES: _ONLY,
    Ability.DIAL: "SIP Caller calls the numbers of its campaigns only.",
    Ability.HISTORY: _ONLY,
    Ability.RECORDINGS: _ONLY,
    Ability.TRANSCRIPTS: _ONLY,
    Ability.TRANSCRIPT_REQUESTS: _ONLY,
    Ability.SUMMARIES: _ONLY,
    Ability.TAGS: "SIP Caller has tags for campaigns, and none for calls.",
    Ability.PHONEBOOK: _ONLY,
    Ability.MISSED_CALLS: _ONLY,
}


def open_session(fields: Mapping[str, str], context: SessionContext) -> ProviderSession:
    """Make a session without any request. Raises `Trouble` USAGE for fields that cannot work."""
    values = {key: value.strip() for key, value in fields.items()}
    base_url = web_address(
        values.get("base_url") or BASE_URL,
        label="API address",
        example=BASE_URL,
        provider=TITLE,
        at_stake="API key",
    )
    account_id, key = values.get("account_id"), values.get("api_key")
    if not account_id or not key:
        raise _usage("SIP Caller needs the account's ID and an API key.")
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise _usage("The API key has a space or a letter that no key has. Copy it again.")
    date_format = (values.get("date_format") or COMPACT).lower()
    if date_format not in {COMPACT, DASHED}:
        raise _usage(f"The spelling of dates is either {COMPACT} or {DASHED}.")
    headers = {"Accept": "application/json", "User-Agent": "Sidetone"}
    http = HttpClient.of(context, provider=TITLE, base_headers=headers)
    connection = Connection(http, key, base_url=base_url, account=context.account, now=context.now)
    return _session(SipCallerAccount(connection, account_id, date_format))


def _usage(sentence: str) -> Trouble:
    return Trouble(ErrorKind.USAGE, provider=TITLE, detail=sentence)


def _session(account: "SipCallerAccount") -> ProviderSession:
    return ProviderSession(
        account=account,
        campaigns=account,
        missing=MISSING,
        regranted=lambda: _session(account),
        close=account.close,
    )


class SipCallerAccount:
    """Everything that SIP Caller's API can do."""

    def __init__(self, connection: Connection, account_id: str, date_format: str) -> None:
        self._connection = connection
        self._account_id = account_id
        self._date_format = date_format
        self._has_told_of_skipped = False

    async def close(self) -> None:
        """End everything; may be called twice."""
        await self._connection.close()

    async def account(self) -> AccountInfo:
        """Read the smallest list of campaigns: nothing else tells whether key and account id are right."""
        query = asking.query({}, "name", descending=False, first=0, count=1)
        await self._read(self._path(), query, wire.campaign)
        return AccountInfo(self._account_id)

    # -- lists

    async def campaigns(
        self, wanted: CampaignFilter, sort: CampaignSort, *, descending: bool, first: int, count: int
    ) -> CampaignPage:
        """Read campaigns. A refusal that names a date is answered with the other spelling of dates, once.

        The spelling that was taken is kept for as long as the session is.
        """

        async def read(date_format: str) -> Found[ProviderCampaign]:
            spelled = asking.campaign_filter(wanted, date_format)
            return await self._list(
                self._path(), spelled, asking.SORTS[sort], wire.campaign, descending, first, count
            )

        try:
            found = await read(self._date_format)
        except Trouble as refused:
            if not self._is_about_dates(refused, wanted):
                raise
            other = COMPACT if self._date_format == DASHED else DASHED
            try:
                found = await read(other)
            except Trouble as again:
                raise (refused if again.kind is ErrorKind.INVALID else again) from None
            self._date_format = other
        return CampaignPage(tuple(found.rows), found.total, found.skipped)

    def _is_about_dates(self, refused: Trouble, wanted: CampaignFilter) -> bool:
        return (
            refused.status == 400
            and wire.names_a_date(refused.detail or "")
            and asking.has_dates(asking.campaign_filter(wanted, self._date_format))
        )

    async def numbers(
        self, campaign_id: str, part: str, *, descending: bool, first: int, count: int
    ) -> NumberPage:
        """Read numbers of a campaign; how a number is written in it is the provider's affair."""
        found = await self._list(
            self._path(campaign_id, "numbers"),
            asking.number_filter(part),
            "number",
            wire.number,
            descending,
            first,
            count,
        )
        return NumberPage(tuple(found.rows), found.total, found.skipped)

    async def _list(
        self,
        path: str,
        spelled: Mapping[str, Any],
        sort: str,
        parse: Callable[[Any], T | None],
        descending: bool,
        first: int,
        count: int,
    ) -> Found[T]:
        async def ask(at: int, wanted: int) -> wire.Rows:
            query = asking.query(spelled, sort, descending=descending, first=at, count=wanted)
            return await self._read(path, query, parse)

        found = await walk(ask, parse, first, count)
        if found.skipped and not self._has_told_of_skipped:
            self._has_told_of_skipped = True
            log.warning("%d rows of a list cannot be read and are left out", found.skipped)
        return found

    async def _read(self, path: str, query: str, parse: Callable[[Any], T | None]) -> wire.Rows:
        def rows(reply: Reply) -> wire.Rows:
            content_range = reply.headers.get("content-range", "")
            if reply.status == 416:  # the list ends before the first row that was asked for
                return wire.rows(b"", content_range)
            found = wire.rows(reply.body, content_range)
            if found.rows and not any(map(parse, found.rows)):
                raise Trouble(ErrorKind.PROTOCOL, detail="nothing in it can be read")
            return found

        try:
            return await self._connection.read(path, query, rows)
        except Trouble as trouble:
            if trouble.kind is ErrorKind.NOT_FOUND and path == self._path():
                # No campaign was named yet, so it is the account that is not there.
                trouble.kind = ErrorKind.INVALID
                trouble.detail = "there is no account with this ID at this address; check both"
            raise

    # -- changes

    async def add_number(self, campaign_id: str, number: NewNumber) -> Receipt:
        """Add one number."""
        path = self._path(campaign_id, "numbers")
        return await self._connection.add(path, wire.receipt, json=asking.number(number))

    async def upload_numbers(self, campaign_id: str, numbers: Sequence[NewNumber], variables: int) -> Receipt:
        """Add many, as a file."""
        file = FilePart("numbers.csv", asking.csv_file(numbers, variables), "text/csv")
        path = f"{self._path(campaign_id, 'numbers', 'upload')}?{asking.upload_query(variables)}"
        return await self._connection.add(path, wire.receipt, file=file)

    async def delete_numbers(self, campaign_id: str, keys: Sequence[str]) -> None:
        """Delete numbers by their records' ids."""
        await self._connection.delete(self._path(campaign_id, "numbers"), asking.ids(keys))

    def _path(self, *below: str) -> str:
        return path_to("accounts", self._account_id, "campaigns", *below)

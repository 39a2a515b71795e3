"""Questions that only a provider can answer: its calls are asked for there, and their ids kept here."""

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime

from desktop.domain.accounts import Ability, Account
from desktop.domain.calls import CallFilter, HistoryQuery
from desktop.domain.changes import Topic
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.accounts import Accounts
from desktop.services.changes import Changes
from desktop.services.settings import Settings
from desktop.services.windows import horizon
from desktop.store import Store, answers


class Answers:
    """Fills what a filter by name looks in. Call records carry no names: the provider knows them."""

    def __init__(
        self,
        *,
        store: Store,
        accounts: Accounts,
        settings: Settings,
        changes: Changes,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._accounts = accounts
        self._settings = settings
        self._changes = changes
        self._now = now

    async def ask(self, wanted: CallFilter) -> tuple[Trouble, ...]:
        """Ask every account of the filter for the calls of its names, within the filter's time.

        What they say replaces what they said of that time before. Returns why accounts could not be asked:
        for those the last answer holds. A filter without names asks nobody, and none asks accounts that
        never had calls, unless it names them.
        """
        chosen = [
            account
            for account in (await self._accounts.all() if wanted.names else [])
            if (account.id in wanted.account_ids if wanted.account_ids else _may_have_calls(account))
        ]
        asked = await asyncio.gather(*(self._ask_account(account, wanted) for account in chosen))
        if any(trouble is None for trouble in asked):
            self._changes.tell(Topic.CALLS)
        return tuple(trouble for trouble in asked if trouble is not None)

    async def _ask_account(self, account: Account, wanted: CallFilter) -> Trouble | None:
        since = wanted.since or horizon(self._now(), self._settings.number("sync.horizon_months"))
        try:
            for name in wanted.names:
                found = await self._found(account, HistoryQuery(since, wanted.until, search=name))
                await self._keep(account, name, found, wanted)
        except Trouble as trouble:
            return trouble.with_context(account=account.name)
        return None

    async def _found(self, account: Account, query: HistoryQuery) -> set[str]:
        session = await self._accounts.session(account.id)
        if session.history is None:
            reason = session.missing.get(Ability.HISTORY, "it has no history")
            raise Trouble(ErrorKind.UNSUPPORTED, account=account.name, detail=reason)
        found: set[str] = set()
        token: str | None = None
        followed: set[str] = set()
        while True:
            page = await session.history.page(query, token)
            decoded = await asyncio.to_thread(page.decode)
            found.update(call.provider_id for call in decoded.calls)
            token = page.next_token
            if token is None:
                return found
            if token in followed:
                raise Trouble(ErrorKind.PROTOCOL, detail="the same page was announced twice")
            followed.add(token)

    async def _keep(self, account: Account, name: str, found: Collection[str], wanted: CallFilter) -> None:
        now = self._now()
        await self._store.write(
            lambda db: answers.put(
                db,
                account.id,
                answers.SEARCH,
                name,
                found,
                now=now,
                since=wanted.since,
                until=wanted.until,
            )
        )


def _may_have_calls(account: Account) -> bool:
    return account.calls > 0 or Ability.HISTORY not in (account.missing or {})

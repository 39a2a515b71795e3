"""Accounts: adding, testing, removing, and the open session of each."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import datetime
from functools import partial

from desktop.domain.accounts import Account, AccountInfo, AccountState, ConnectionTest, FieldKind, Manifest
from desktop.domain.changes import Topic, Waiting
from desktop.domain.errors import ErrorKind, Trouble
from desktop.domain.ports import Provider, ProviderSession
from desktop.services.changes import Changes
from desktop.services.connecting import account_name, ask_who, tried_out
from desktop.services.fields import checked, complaint, reads_otherwise, tidy, with_defaults, without_old_end
from desktop.services.line_reading import read_lines, usual_region
from desktop.services.policy import Policy
from desktop.services.sessions import Sessions
from desktop.store import Db, Media, Store, contact_edits, cursors
from desktop.store import accounts as rows
from desktop.store import lines as line_rows

log = logging.getLogger(__name__)

_STATES = {
    ErrorKind.SIGN_IN: AccountState.SIGN_IN,
    ErrorKind.OFFLINE: AccountState.OFFLINE,
    ErrorKind.TIMEOUT: AccountState.OFFLINE,
    ErrorKind.INTERRUPTED: AccountState.OFFLINE,
}


class Accounts:
    """The person's accounts and their sessions. All methods run on the engine's loop."""

    def __init__(
        self,
        *,
        store: Store,
        media: Media,
        sessions: Sessions,
        providers: Mapping[str, Provider],
        changes: Changes,
        now: Callable[[], datetime],
        policy: Policy | None = None,
    ) -> None:
        self._policy = policy or Policy()
        self._store = store
        self._media = media
        self._sessions = sessions
        self._providers = providers
        self._changes = changes
        self._now = now
        self._forgetting: list[Callable[[str], Awaitable[None]]] = []
        self._still: Callable[[str], AbstractAsyncContextManager[None]] = _unread

    def keep_still(self, still: Callable[[str], AbstractAsyncContextManager[None]]) -> None:
        """Have nothing read an account's (id) history within `still` while what it is read by changes."""
        self._still = still

    def also_forget(self, forget: Callable[[str], Awaitable[None]]) -> None:
        """Have `forget` called with an account's id when that is removed: its data lies elsewhere too."""
        self._forgetting.append(forget)

    def providers(self) -> Mapping[str, Manifest]:
        """Return what every provider says of itself, by id."""
        return {key: provider.manifest for key, provider in self._providers.items()}

    async def all(self) -> list[Account]:
        """Read all accounts, in the order they were added."""
        return await self._store.read(rows.all)

    async def by_name(self, name: str) -> Account:
        """Read one account. Raises `Trouble` NO_ACCOUNT."""
        return self._found(await self._store.read(lambda db: rows.by_name(db, name)), name)

    async def get(self, account_id: str) -> Account:
        """Read one account by its id. Raises `Trouble` NO_ACCOUNT."""
        return self._found(await self._if_there(account_id), account_id)

    async def _if_there(self, account_id: str) -> Account | None:
        return await self._store.read(lambda db: rows.get(db, account_id))

    @staticmethod
    def _found(account: Account | None, name: str) -> Account:
        if account is None:
            raise Trouble(ErrorKind.NO_ACCOUNT, name=name)
        return account

    async def add(
        self,
        provider: str,
        name: str,
        fields: Mapping[str, str],
        secrets: Mapping[str, str],
        *,
        test: bool = True,
    ) -> Account:
        """Keep a new account, after a test of its connection; a failed test saves nothing.

        Raises `Trouble`: NO_PROVIDER, NAME_EXISTS, USAGE, LOCKED (a field), what the test met, or what the
        vault says.
        """
        name = await self._free_name(name)
        manifest = self._sessions.provider(provider).manifest
        fields = self._policy.settled(provider, {**self._policy.default_fields(provider), **fields})
        plain, secret = checked(manifest, fields, secrets)
        await self._sessions.unlock()
        trial = self._sessions.trial(provider, name, {**plain, **secret})
        account: Account | None = None
        try:
            if test:
                await ask_who(trial.session)
            account = await self._store.write(lambda db: rows.add(db, provider, name, plain))
            await self._sessions.keep_secrets(account.id, provider, secret)
        except BaseException:
            await trial.session.close()
            if account is not None:
                with suppress(Trouble):  # a vault that took nothing may give nothing back either
                    await self._sessions.keep_secrets(account.id, provider, {})
                await self._store.write(partial(rows.remove, account_id=account.id))
            raise
        self._sessions.adopt(account.id, trial)
        await self._note_grant(account.id, trial.session)
        log.info("account %s added (%s)", account.id, provider)
        if test:
            await self._first_lines(account, trial.session)
        self._changes.tell(Topic.ACCOUNTS, Topic.LINES, ids=frozenset({account.id}))
        return await self.get(account.id)

    async def _free_name(self, name: str) -> str:
        name = account_name(name)
        if await self._store.read(lambda db: rows.by_name(db, name)) is not None:
            raise Trouble(ErrorKind.NAME_EXISTS, name=name)
        return name

    async def _first_lines(self, account: Account, session: ProviderSession) -> None:
        """Read the lines, so that a call can be placed before the first sync; that one tries again."""
        try:
            await self.read_lines(account, session)
        except Trouble as trouble:
            log.info("account %s: lines not read yet: %s", account.id, trouble.kind)

    async def test(self, name: str) -> AccountInfo:
        """Ask the provider who we are; the account's state follows the answer."""
        account = await self.by_name(name)
        try:
            await self._sessions.unlock()
            info = await ask_who(await self.session(account.id))
        except Trouble as trouble:
            await self.note_failure(account.id, trouble)
            raise trouble.with_context(account=account.name) from None
        await self.note_success(account.id)
        return info

    async def try_out(
        self,
        provider: str,
        name: str,
        fields: Mapping[str, str],
        secrets: Mapping[str, str],
        *,
        again: str | None = None,
    ) -> ConnectionTest:
        """Test a connection with what was filled in, and keep nothing.

        `again` names the account that signs in again: what is not given is what it has. Raises `Trouble`
        NO_PROVIDER, NO_ACCOUNT, USAGE, and what the test met.
        """
        fields = self._policy.settled(provider, fields)
        if again is not None:
            account = await self.by_name(again)
            await self._sessions.unlock()
            fields = {**account.fields, **fields}
            secrets = {**await self._sessions.secrets(account), **secrets}
        plain, secret = checked(self._sessions.provider(provider).manifest, fields, secrets)
        return await tried_out(self._sessions.trial(provider, name, {**plain, **secret}))

    async def sign_in_again(
        self, name: str, fields: Mapping[str, str], secrets: Mapping[str, str]
    ) -> Account:
        """Change what is given, test, and keep it; a failed test changes nothing.

        Another user, address, extension, zone or country makes the whole history unread: what there is by
        now is found, and what is kept is read as it is meant now.
        """
        account = await self.by_name(name)
        fields = self._policy.settled(account.provider, fields)
        manifest = self._sessions.provider(account.provider).manifest
        await self._sessions.unlock()
        kept = await self._sessions.secrets(account)
        plain, secret = checked(manifest, {**account.fields, **fields}, {**kept, **secrets})
        if secret != kept:
            plain = without_old_end(manifest, plain, account.fields, self._now().astimezone().date())
        trial = self._sessions.trial(account.provider, account.name, {**plain, **secret})
        try:
            await ask_who(trial.session)
            anew = reads_otherwise(manifest, account.fields, plain)
            # A pass that went on would call windows read that it read by the fields of before.
            async with self._still(account.id) if anew else _unread(account.id):
                await self._sessions.keep_secrets(account.id, account.provider, secret)
                await self._store.write(lambda db: _change(db, account.id, plain, anew=anew))
                await self._sessions.drop(account.id)
        except BaseException:
            await trial.session.close()
            raise
        self._sessions.adopt(account.id, trial)
        await self._note_grant(account.id, trial.session)
        await self.note_success(account.id)
        return await self.get(account.id)

    async def unlock(self) -> bool:
        """Have the person open a keyring that has locked itself; says whether it was locked.

        Raises `Trouble` VAULT_LOCKED when they do not, NO_VAULT.
        """
        return await self._sessions.unlock()

    @property
    def unlocking(self) -> bool:
        """Whether a person is being asked to open the keyring."""
        return self._sessions.unlocking

    def stop_unlocking(self) -> None:
        """Wait for that no longer."""
        self._sessions.stop_unlocking()

    async def secret_names(self) -> list[str]:
        """Return the names under which the vault keeps the secrets of all accounts."""
        return [
            name
            for account in await self.all()
            if account.provider in self._providers
            for name in self._sessions.names(account)
        ]

    async def kept_secrets(self, account: Account) -> frozenset[str]:
        """Return the keys of the secrets that the vault has of an account. Raises what the vault says."""
        return frozenset(await self._sessions.secrets(account))

    async def set_region(self, name: str, region: str) -> Account:
        """Read numbers without a country code as those of another country (two letters; "" is its lines').

        Where that changes how they are read, the whole history becomes unread, and the lines are read anew.
        Nothing is signed in again. Raises `Trouble` NO_ACCOUNT, LOCKED, and USAGE for what is no country or
        where the provider's accounts have none.
        """
        account = await self.by_name(name)
        manifest = self._sessions.provider(account.provider).manifest
        field = next((one for one in manifest.fields if one.kind is FieldKind.COUNTRY), None)
        wrong = complaint(field, region) if field else f"{manifest.title} asks for no country."
        if field is None or wrong:
            raise Trouble(ErrorKind.USAGE, detail=wrong)
        wanted = self._policy.settled(account.provider, {field.key: tidy(field, region)})
        fields = {key: value for key, value in {**account.fields, **wanted}.items() if value}
        anew = await self.region(account.id) != fields.get(field.key)
        async with self._still(account.id) if anew else _unread(account.id):
            await self._store.write(lambda db: _change(db, account.id, fields, anew=anew))
            await self._sessions.drop(account.id)
        changed = await self.get(account.id)
        if anew:
            with suppress(Trouble):  # the next pass reads them, too
                await self.read_lines(changed, await self.session(account.id))
        self._changes.tell(Topic.ACCOUNTS, Topic.LINES, ids=frozenset({account.id}))
        return changed

    async def rename(self, name: str, wanted: str) -> Account:
        """Give an account another name. Raises `Trouble` NO_ACCOUNT, NAME_EXISTS, USAGE."""
        account = await self.by_name(name)
        if wanted.strip() != name:
            fresh = await self._free_name(wanted)
            await self._store.write(lambda db: rows.rename(db, account.id, fresh))
            self._sessions.leave(account.id)  # the next one says the new name in its sentences
            self._changes.tell(Topic.ACCOUNTS, Topic.CALLS, Topic.LINES, ids=frozenset({account.id}))
        return await self.get(account.id)

    async def remove(self, name: str, *, force: bool = False) -> None:
        """Delete the account with its calls, contacts, recordings and secrets.

        Raises `Trouble` UNSENT_EDITS when edits of contacts are not at the provider yet; `force` gives
        those up.
        """
        account = await self.by_name(name)
        if not force and await self._store.read(lambda db: contact_edits.unsent(db, account.id)) > 0:
            raise Trouble(ErrorKind.UNSENT_EDITS, account=account.name)
        await self._sessions.unlock()
        await self._set_state(account.id, AccountState.PAUSED)  # nobody is to miss the secrets meanwhile
        try:
            await self._sessions.drop(account.id)
            await self._forget(account)
        except BaseException:
            await self._set_state(account.id, account.state, account.trouble)
            raise
        await self._sessions.drop(account.id)  # whoever still worked for it may have opened another one
        log.info("account %s removed", account.id)
        self._changes.tell(Topic.ACCOUNTS, Topic.CALLS, Topic.CONTACTS, Topic.LINES)

    async def _forget(self, account: Account) -> None:
        """Secrets go first: data without secrets can be deleted again, secrets without data are lost."""
        await self._sessions.keep_secrets(account.id, account.provider, {})
        await self._media.forget(account.id)
        for forget in self._forgetting:
            await forget(account.id)
        await self._store.write(lambda db: rows.remove(db, account.id))

    async def pause(self, name: str, *, paused: bool) -> Account:
        """Leave the account out of the background sync, or take it in again; what is so already stays so."""
        account = await self.by_name(name)
        if paused is (account.state is AccountState.PAUSED):
            return account
        await self._set_state(account.id, AccountState.PAUSED if paused else AccountState.OK)
        self._changes.tell(Topic.ACCOUNTS, ids=frozenset({account.id}))
        return await self.get(account.id)

    async def _set_state(self, account_id: str, state: AccountState, trouble: str | None = None) -> None:
        await self._store.write(lambda db: rows.update_state(db, account_id, state=state, trouble=trouble))

    async def session(self, account_id: str) -> ProviderSession:
        """Return the account's session, opened when first asked for."""
        account = await self.get(account_id)
        session, changed = await self._sessions.get(account)
        if changed or account.missing != dict(session.missing):
            await self._note_grant(account_id, session)
        return session

    async def _note_grant(self, account_id: str, session: ProviderSession) -> None:
        grant, missing = self._sessions.grant(account_id), dict(session.missing)
        await self._store.write(lambda db: rows.update_state(db, account_id, missing=missing, grant=grant))
        self._changes.tell(Topic.ACCOUNTS, ids=frozenset({account_id}))

    async def follow_policy(self) -> None:
        """Have the accounts that are there be as the administrator's file says by now. Sends nothing."""
        withheld = self._policy.withheld()
        for account in await self.all():
            manifest = self.providers().get(account.provider)
            plain = {**account.fields, **self._policy.locked_fields(account.provider)}
            if manifest is not None and plain != account.fields:
                anew = reads_otherwise(manifest, account.fields, plain)
                await self._store.write(partial(_change, account_id=account.id, fields=plain, anew=anew))
                log.info("account %s follows the administrator's file", account.id)
            if account.missing is not None and withheld.keys() - account.missing.keys():
                missing = {**withheld, **account.missing}
                await self._store.write(partial(rows.update_state, account_id=account.id, missing=missing))

    async def region(self, account_id: str) -> str | None:
        """Return the account's country: what stands in its field, else that of most of its lines' numbers."""
        account = await self.get(account_id)
        if region := self._region_field(account):
            return region.upper()
        lines = await self._store.read(line_rows.all)
        return usual_region(line.number for line in lines if line.account_id == account_id)

    def _region_field(self, account: Account) -> str | None:
        """Return what the account's field says; the provider's own country where nobody filled it in."""
        manifest = self._sessions.provider(account.provider).manifest
        return with_defaults(manifest, account.fields).get("region")

    async def read_lines(self, account: Account, session: ProviderSession) -> bool:
        """Ask the provider for its lines and keep them; says whether anything changed."""
        return await read_lines(self._store, account.id, session, self._region_field(account))

    async def note_success(self, account_id: str, *, synced: bool = False) -> None:
        """Note that the provider answered; says so in the log if it did not before."""
        account = await self._if_there(account_id)
        if account is None:
            return
        if account.state not in (AccountState.OK, AccountState.PAUSED):
            log.info("account %s works again", account_id)
        elif not synced:
            return
        last_sync = self._now() if synced else account.last_sync

        def note(db: Db) -> None:
            rows.update_state(db, account_id, last_sync=last_sync)
            rows.note_state(db, account_id, AccountState.OK, None)

        await self._store.write(note)
        self._changes.tell(Topic.ACCOUNTS, ids=frozenset({account_id}))

    async def note_failure(self, account_id: str, trouble: Trouble) -> None:
        """Note what keeps the account from working; said in the log once, when it breaks."""
        if trouble.kind is ErrorKind.CANCELLED:
            return
        account = await self._if_there(account_id)
        if account is None:
            return
        state = _STATES.get(trouble.kind, AccountState.ERROR)
        if account.state is AccountState.PAUSED or (account.state, account.trouble) == (
            state,
            trouble.sentence,
        ):
            return
        if account.state is not state:
            log.warning("account %s: %s (request %s)", account_id, trouble.kind, trouble.request_id)
        await self._store.write(lambda db: rows.note_state(db, account_id, state, trouble.sentence))
        self._changes.tell(Topic.ACCOUNTS, ids=frozenset({account_id}))

    def waiting(self) -> tuple[Waiting, ...]:
        """Return the back-offs that are under way."""
        return self._sessions.waiting()

    async def close(self) -> None:
        """Close all sessions."""
        await self._sessions.close()


def _unread(_account_id: str) -> AbstractAsyncContextManager[None]:
    """Stand for a history that nothing reads."""
    return nullcontext()


def _change(db: Db, account_id: str, fields: Mapping[str, str], *, anew: bool) -> None:
    rows.update_fields(db, account_id, fields)
    if anew:
        cursors.replace(db, account_id, [])

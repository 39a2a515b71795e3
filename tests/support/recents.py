"""Steps that several tests of the list of calls share: a window with calls, what it shows, and new calls."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desktop.domain.calls import Call, CallFilter, Direction, Outcome
from desktop.domain.changes import Topic
from desktop.store import calls, query
from desktop.store.calls import StoredCall
from desktop.ui.recents.chosen import Chosen
from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.ui.conftest import Scene, now, until

US, THEM = "+33123456789", "+33612345678"


async def listed(scene: Scene) -> MainWindow:
    """Open a window on an account whose calls were read."""
    await scene.sign_in()
    window = await scene.window()
    await until(lambda: window.recents.page.state is ListState.READY)
    return window


def stored(scene: Scene, wanted: CallFilter) -> list[str]:
    """Return the ids of the calls of the store that fit, newest first."""
    db = scene.opened.store.reader()
    try:
        return [call.id for call in query.select(db, wanted)]
    finally:
        db.close()


def shown(window: MainWindow) -> list[str]:
    """Return the ids of the calls in the list, from its top."""
    model = window.recents.model
    found = [model.call_at(row) for row in range(model.rowCount())]
    return [call.id for call in found if call is not None]


def new_call(name: str, at: datetime, **more: Any) -> StoredCall:
    """Return an answered call from outside as a sync brings it; `more` changes it."""
    call = Call(
        provider_id=name,
        direction=Direction.INBOUND,
        outcome=Outcome.ANSWERED,
        caller=THEM,
        callee=US,
        started_at=at,
        duration_s=5,
    )._replace(**more)
    return StoredCall(call=call, caller=THEM, callee=US, other=THEM)


async def bring(scene: Scene, rows: Sequence[StoredCall], *, told: bool = True) -> None:
    """Let calls come in, as a sync brings them; those that are not `told` are only in the store yet."""
    account = (await scene.there(scene.opened.services.accounts.all()))[0]

    async def there() -> None:
        upserted = await scene.opened.store.write(lambda db: calls.upsert(db, account.id, rows))
        if told:
            scene.opened.services.changes.tell(Topic.CALLS, ids=upserted.ids)

    await scene.there(there())


async def arrive(scene: Scene, count: int = 1, name: str = "new") -> None:
    """Let calls of this second come in: above all others, also those that another test has just placed."""
    moment = now()
    await bring(scene, [new_call(f"{name}-{n}", moment) for n in range(count)])


async def choose(window: MainWindow, chosen: Chosen) -> None:
    """Filter the list, and wait until it shows that."""
    window.recents.presenter.choose(chosen)
    await settled(window)


async def settled(window: MainWindow) -> None:
    """Wait until the list shows what is wanted."""
    presenter, model, page = window.recents.presenter, window.recents.model, window.recents.page
    await until(lambda: model.wanted == presenter.wanted and page.state is not ListState.LOADING)

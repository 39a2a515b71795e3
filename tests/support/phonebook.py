"""An account with a phonebook on the sandbox, whichever provider has one."""

from typing import TYPE_CHECKING, Any

from desktop.app.demo import accounts_of
from desktop.domain.accounts import Account
from desktop.services import Services

if TYPE_CHECKING:
    from desktop.ui.contacts.dialogs import ContactDialogs
    from tests.ui.conftest import Scene


async def add_book(services: Services, hello: dict[str, Any], name: str = "Book") -> Account:
    """Add the sandbox's first account whose provider has a phonebook, and read that once."""
    manifests, offered = services.accounts.providers(), accounts_of(hello)
    provider = next(one for one in sorted(offered) if manifests[one].number_places)
    secret = {field.key for field in manifests[provider].fields if field.secret}
    values = offered[provider]
    account = await services.accounts.add(
        provider,
        name,
        {key: value for key, value in values.items() if key not in secret},
        {key: value for key, value in values.items() if key in secret},
    )
    await services.contacts.refresh([account.id])
    return account


async def dialogs_of(scene: "Scene") -> "ContactDialogs":
    """Open a window at its contacts, and return what opens dialogs over them."""
    window = await scene.window()
    window.show_contacts()
    window.screens.the_contacts()
    assert window.screens.dialogs is not None
    return window.screens.dialogs

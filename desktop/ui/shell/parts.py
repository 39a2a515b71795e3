"""What the window imports, in pieces small enough to be imported between two frames."""

PARTS = (
    "desktop.domain.ports",
    "desktop.numbers.engine",
    "desktop.ui.kit.style",
    "desktop.ui.kit.panes",
    "desktop.ui.kit.float",
    "desktop.ui.strings",
    "desktop.ui.sentences",
    "desktop.ui.shell.presenter",
    "desktop.ui.kit.rows",
    "desktop.ui.recents.page",
    "desktop.ui.recents.screen",
    "desktop.ui.shell.screens",
    "desktop.ui.shell.bar",
    "desktop.ui.shell.status",
)
"""What `MainWindow.fill` imports."""
LATER_PARTS = (
    "desktop.ui.calling.presenter",
    "desktop.ui.detail.page",
    "desktop.ui.recents.menu",
    "desktop.ui.calling.card",
    "desktop.ui.accounts.page",
    "desktop.ui.search.command",
    "desktop.ui.settings.opener",
    "desktop.ui.shell.access",
)
"""What `MainWindow.complete` imports."""
LAST_PARTS = (
    "desktop.ui.contacts.dialogs",
    "desktop.ui.contacts.screen",
    "desktop.ui.campaigns.screen",
)
"""What a look at the other tabs imports, loaded once nothing else waits."""

"""The accounts' health in the command bar: a quiet dot while all is well, a warning when something is not."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.accounts import AccountState
from desktop.services.health import AccountHealth
from desktop.ui import sentences, sentences_settings
from desktop.ui.kit.buttons import PaintedButton
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.roles import Role
from desktop.ui.kit.theme import theme, u

WIDTH = 34
_HEIGHT = 32
_LOOKS: dict[AccountState, tuple[Role, str, Role]] = {
    AccountState.OK: ("answered", "", "panel"),
    AccountState.PAUSED: ("dim", "pause", "panel"),
    AccountState.OFFLINE: ("waiting", "offline", "waiting_wash"),
    AccountState.SIGN_IN: ("waiting", "warning", "waiting_wash"),
    AccountState.ERROR: ("missed", "warning", "missed_wash"),
}
"""What it is drawn in, with which icon, on what."""


class HealthDot(PaintedButton):
    """Shows the worst state of all accounts; pressing it opens what there is to know of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._state = AccountState.OK
        self.show_health(())

    def show_health(self, health: Sequence[AccountHealth]) -> None:
        """Show how the accounts do; `health` has the worst first."""
        self._state = health[0].state if health else AccountState.OK
        name = sentences_settings.health(health)
        self.setAccessibleName(name)
        self.setToolTip(sentences.tip(name))
        self.update()

    @property
    def state(self) -> AccountState:
        """Return the state that it shows."""
        return self._state

    def sizeHint(self) -> QSize:
        """Return the size of the menu's button, beside which it stands."""
        return QSize(u(WIDTH), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the state of this moment."""
        roles = theme.roles
        role, icon, ground = _LOOKS[self._state]
        fill = roles.pressed if self.isDown() else roles.hover if self.hot else roles.colour(ground)
        with Ink.on(self) as ink:
            ink.box(0, 0, ink.width, ink.height, fill, roles.line)
            if icon:
                ink.icon(icon, (ink.width - 16) / 2, (ink.height - 16) / 2, 16, roles.colour(role))
            else:
                ink.disc((ink.width - 8) / 2, (ink.height - 8) / 2, 8, roles.colour(role))
            if self.ring:
                ink.ring()

"""How a person likes recordings played, in speed, volume and silence; remembered from day to day."""

from typing import TypedDict

from PySide6.QtCore import QObject, QTimer

from desktop.ui.context import Context

KEEP_MS = 400  # a slider that is dragged asks for a hundred volumes a second
SPEED, VOLUME, MUTED, SKIP = "player.speed", "player.volume", "player.muted", "player.skip_silence"


class Liked(TypedDict):
    """The fields of a `PlayerView` that are remembered."""

    speed: float
    volume: int
    muted: bool
    skip_silence: bool


class Habits(QObject):
    """Reads the settings of the player, and keeps them a moment after the last change."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.unkept: dict[str, float | bool] = {}
        self._soon = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._soon.timeout.connect(self.keep_now)

    def read(self) -> Liked:
        """Return what was kept."""
        settings = self._context.services.settings
        return Liked(
            speed=float(settings.number(SPEED)),
            volume=int(settings.number(VOLUME)),
            muted=bool(settings.get(MUTED)),
            skip_silence=bool(settings.get(SKIP)),
        )

    def keep(self, key: str, value: float | bool) -> None:
        """Have a setting kept soon."""
        self.unkept[key] = value
        self._soon.start()

    def keep_now(self) -> None:
        """Have everything kept that waits."""
        self._soon.stop()
        unkept, self.unkept = self.unkept, {}
        settings = self._context.services.settings

        def there() -> None:
            for key, value in unkept.items():
                if settings.get(key) != value:
                    settings.set(key, value)

        if unkept:
            self._context.bridge.post(there)

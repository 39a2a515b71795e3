"""How loud a player is: a slider with a key that mutes, in a popover."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.float import Popover
from desktop.ui.kit.labels import Text
from desktop.ui.kit.slider import Slider
from desktop.ui.kit.theme import u


class VolumePopover(Popover):
    """Shows and asks. `chosen` carries 0 to 100; to move the slider is to want to hear something."""

    chosen = Signal(int)
    mute_toggled = Signal()

    def __init__(
        self,
        name: str,
        mute: str,
        unmute: str,
        parent: QWidget | None = None,
        *,
        kind: Qt.WindowType = Qt.WindowType.Popup,
    ) -> None:
        super().__init__(parent, name=name, margins=(8, 8, 16, 8), kind=kind)
        self._names = (mute, unmute)
        self._muted = False
        self.mute = Button(icon="volume", kind="quiet", name=mute)
        self.slider = Slider(name=name)
        self._number = Text("100 %", "dim", 12, tabular=True, align="end")
        self._number.setFixedWidth(self._number.sizeHint().width() + u(1))
        row = QHBoxLayout()
        row.setSpacing(u(8))
        for widget in (self.mute, self.slider, self._number):
            row.addWidget(widget)
        self.box.addLayout(row)
        self._showing = False
        self.mute.clicked.connect(self._mute_pressed)
        self.slider.valueChanged.connect(self._moved)
        self.setFocusProxy(self.slider)

    def show_volume(self, volume: int, *, muted: bool) -> None:
        """Show how loud it is."""
        self._showing = True
        self.slider.setValue(volume)
        self._showing = False
        self._number.setText(f"{volume} %")
        self.mute.set_icon("muted" if muted else "volume", self._names[muted])

    def _moved(self, value: int) -> None:
        self._number.setText(f"{value} %")
        if not self._showing:
            self.chosen.emit(value)

    def _mute_pressed(self) -> None:
        self.mute_toggled.emit()

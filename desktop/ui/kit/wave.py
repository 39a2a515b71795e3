"""The waveform: one lane for each channel, the played part full, click and drag to seek.

With Shift a drag chooses a part to be repeated, whose edges can be dragged; the pointer shows the time under
it. A QSlider underneath gives the role, the value and the keys. Two layers are painted once and clipped at
the position, so a frame costs two blits. Time runs from left to right in every language, as players have it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from desktop.ui.kit import clock
from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.fonts import face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.roles import Role, Roles
from desktop.ui.kit.theme import theme, u

_HEIGHT = 44
_BAR = 2.2
_PITCH = 4.0
_FAINT = 0.35
_STEP_S = 5
_LONG_STEP_S = 15
_GRIP = 5  # design pixels beside an edge of the loop that take hold of it
_SHORTEST_LOOP = 6  # design pixels; less is a click
_EDGE = 2
_BUBBLE = 5
_LANES: tuple[Role, ...] = ("lane_a", "lane_b")


class _Layers(NamedTuple):
    size: QSize
    ratio: float
    roles: Roles
    played: QPixmap
    coming: QPixmap


Span = tuple[float, float]
"""From and to, in seconds."""


class Wave(KeyFocus, QSlider):
    """Shows peaks and a position, both in seconds; `seeked` says where the person wants to be.

    `loop_chosen` carries a `Span` to repeat, or None to repeat nothing.
    """

    seeked = Signal(float)
    loop_chosen = Signal(object)

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._lanes: Sequence[Sequence[float]] = ()
        self._marks: Sequence[float] = ()
        self._duration = 0.0
        self._position = 0.0
        self._loading = False
        self._layers: _Layers | None = None
        self._loop: Span | None = None
        self._loop_from: float | None = None
        self._anchor: float | None = None  # the fixed end of a loop that is being dragged
        self._dragged: Span | None = None
        self._pointer: float | None = None
        self._showing = False
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.valueChanged.connect(self._value_changed)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(False)

    # ---- what it shows

    def show_loading(self) -> None:
        """Show outlines while the recording is fetched."""
        self._set((), 0.0, loading=True)

    def show_nothing(self) -> None:
        """Show an empty line: there is no recording."""
        self._set((), 0.0, loading=False)

    def show_peaks(self, lanes: Sequence[Sequence[float]], duration_s: float) -> None:
        """Show the peaks (0 to 1, at equal distances) of one or two channels over a duration."""
        self._set(lanes, duration_s, loading=False)

    def set_marks(self, seconds: Sequence[float]) -> None:
        """Mark moments, such as what a search found."""
        self._marks = seconds
        self.update()

    def set_loop(self, loop: Span | None, begun_at: float | None = None) -> None:
        """Show the part that is repeated, or where one begins whose end is not chosen yet."""
        self._loop, self._loop_from = loop, begun_at
        self.update()

    def set_position(self, seconds: float) -> None:
        """Move the position; repaints only what changed."""
        before, self._position = self._x(), min(max(seconds, 0.0), self._duration)
        self._show_value(int(self._position))
        after = self._x()
        left = int(min(before, after)) - u(3)
        self.update(QRect(left, 0, int(abs(after - before)) + u(7), self.height()))

    @property
    def position(self) -> float:
        """Return the position in seconds."""
        return self._position

    def _set(self, lanes: Sequence[Sequence[float]], duration_s: float, *, loading: bool) -> None:
        self._lanes = lanes
        self._duration = duration_s
        self._loading = loading
        self._position = 0.0
        self._layers = None
        self._marks = ()
        self._loop = self._loop_from = self._anchor = self._dragged = self._pointer = None
        self._showing = True
        self.setRange(0, int(duration_s))
        self._showing = False
        self._show_value(0)
        self.setEnabled(duration_s > 0)
        self.update()

    # ---- Qt's own

    def sizeHint(self) -> QSize:
        """Return a width to start from, and the height of two lanes."""
        return QSize(u(320), u(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the narrowest that can be pointed into."""
        return QSize(u(120), u(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both layers, each on its side of the position."""
        with Ink.on(self) as ink:
            if self._lanes and self._duration:
                self._paint_loop(ink)
                self._paint_peaks(ink.painter)
                self._paint_marks(ink)
                self._paint_pointer(ink)
                ink.fill(round(self._x() / ink.scale) - 0.75, 0, 1.5, ink.height, theme.roles.text)
            elif self._loading:
                self._paint_outline(ink)
            else:
                ink.fill(0, ink.height / 2, ink.width, 1, theme.roles.line)
            if self.ring:
                ink.ring(radius=6)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Seek to where the person points, or begin to choose what is repeated."""
        if event.button() != Qt.MouseButton.LeftButton or not self._duration:
            return
        place = event.position().toPoint()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._anchor = self._seconds(place) if shift else self._other_edge(place)
        if self._anchor is None:
            self._seek(self._seconds(place))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Seek or choose while dragging; else show the time under the pointer."""
        place = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            on_edge = self._other_edge(place) is not None
            self.setCursor(Qt.CursorShape.SizeHorCursor if on_edge else Qt.CursorShape.ArrowCursor)
        elif self._anchor is not None:
            now = self._seconds(place)
            self._dragged = (min(self._anchor, now), max(self._anchor, now))
        else:
            self._seek(self._seconds(place))
        self.point(self._seconds(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell what was chosen; a seek was on its way already."""
        event.accept()
        if self._anchor is None or event.button() != Qt.MouseButton.LeftButton:
            return
        chosen, self._anchor, self._dragged = self._dragged, None, None
        least = u(_SHORTEST_LOOP) / max(1, self.width()) * self._duration
        self.loop_chosen.emit(chosen if chosen is not None and chosen[1] - chosen[0] >= least else None)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the time under the pointer away."""
        super().leaveEvent(event)
        self.point(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls around it."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Seek by 5 s with Left and Right, by 15 s with Shift, to the ends with Home and End."""
        step = _LONG_STEP_S if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP_S
        places = {
            Qt.Key.Key_Left: self._position - step,
            Qt.Key.Key_Right: self._position + step,
            Qt.Key.Key_Home: 0.0,
            Qt.Key.Key_End: self._duration,
        }
        self._by_keyboard = True
        place = places.get(Qt.Key(event.key()))
        if place is None:
            event.ignore()  # a slider's own keys would move the value and not the sound
            return
        self._seek(place)

    # ---- seeking

    def _x(self) -> float:
        return self._position / self._duration * self.width() if self._duration else 0.0

    def _seconds(self, place: QPoint) -> float:
        share = place.x() / max(1, self.width())
        return min(max(share, 0.0), 1.0) * self._duration

    def _other_edge(self, place: QPoint) -> float | None:
        """Return the far edge of the loop when its near one is under the pointer."""
        if self._loop is None or not self._duration:
            return None
        for near, far in (self._loop, self._loop[::-1]):
            if abs(near / self._duration * self.width() - place.x()) <= u(_GRIP):
                return far
        return None

    def point(self, seconds: float | None) -> None:
        """Show a time as the one under the pointer; None for no pointer."""
        self._pointer = seconds if self._duration else None
        self.update()

    def _show_value(self, value: int) -> None:
        self._showing = True
        self.setValue(value)
        self._showing = False

    def _value_changed(self, value: int) -> None:
        if not self._showing:  # a screen reader moved the slider
            self._seek(float(value))

    def _seek(self, seconds: float) -> None:
        if not self._duration:
            return
        self.set_position(seconds)
        self.seeked.emit(self._position)

    # ---- paint

    def _paint_peaks(self, painter: QPainter) -> None:
        layers = self._layers
        ratio = self.devicePixelRatioF()
        if layers is None or layers[:3] != (self.size(), ratio, theme.roles):
            layers = _Layers(self.size(), ratio, theme.roles, self._layer(1.0), self._layer(_FAINT))
            self._layers = layers
        x = self._x()
        painter.save()
        painter.resetTransform()
        painter.setClipRect(QRectF(0, 0, x, self.height()))
        painter.drawPixmap(0, 0, layers.played)
        painter.setClipRect(QRectF(x, 0, self.width() - x, self.height()))
        painter.drawPixmap(0, 0, layers.coming)
        painter.restore()

    def _layer(self, opacity: float) -> QPixmap:
        made = QPixmap(self.size() * self.devicePixelRatioF())
        made.setDevicePixelRatio(self.devicePixelRatioF())
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        with Ink(painter, self.rect(), Qt.LayoutDirection.LeftToRight) as ink:
            painter.setOpacity(opacity)
            middles = (0.27, 0.75) if len(self._lanes) > 1 else (0.5,)
            reach = 9.0 if len(self._lanes) > 1 else 18.0
            for lane, role, middle in zip(self._lanes, _LANES, middles, strict=False):
                colour = theme.roles.colour(role)
                for bar, peak in enumerate(_bars(lane, int(ink.width / _PITCH) + 1)):
                    tall = max(0.4, peak * reach)
                    ink.box(
                        bar * _PITCH,
                        ink.height * middle - tall,
                        _BAR,
                        2 * tall,
                        colour,
                        radius=min(1.0, tall),
                    )
        painter.end()
        return made

    def _paint_loop(self, ink: Ink) -> None:
        roles = theme.roles
        span = self._dragged or self._loop
        if span is not None:
            left, right = (moment / self._duration * ink.width for moment in span)
            ink.fill(left, 0, right - left, ink.height, roles.selection)
            for x in (left, right - _EDGE):
                ink.fill(x, 0, _EDGE, ink.height, roles.accent)
        elif self._loop_from is not None:
            ink.fill(self._loop_from / self._duration * ink.width, 0, _EDGE, ink.height, roles.accent)

    def _paint_pointer(self, ink: Ink) -> None:
        if self._pointer is None:
            return
        roles = theme.roles
        x = self._pointer / self._duration * ink.width
        ink.fill(x - 0.5, 0, 1, ink.height, roles.dim)
        text = clock.position(self._pointer)
        wide = face(12, tabular=True).width(text) + 2 * _BUBBLE
        left = x + 4 if x + 4 + wide <= ink.width else x - 4 - wide
        ink.box(left, 0, wide, 18, roles.panel, roles.line, radius=4)
        ink.text(left + _BUBBLE, 1, text, roles.text, 12, tabular=True)

    def _paint_marks(self, ink: Ink) -> None:
        for moment in self._marks:
            x = moment / self._duration * ink.width
            ink.box(x - 1.5, 0, 3, 8, theme.roles.waiting, radius=1.5)

    def _paint_outline(self, ink: Ink) -> None:
        for bar in range(int(ink.width / _PITCH) + 1):
            tall = (2, 4, 6, 4)[bar % 4]
            ink.box(bar * _PITCH, ink.height / 2 - tall, _BAR, 2 * tall, theme.roles.track, radius=1)


def _bars(peaks: Sequence[float], count: int) -> list[float]:
    """Return the loudest peak of each of `count` equal parts."""
    if not peaks:
        return [0.0] * count
    made = []
    for bar in range(count):
        start = bar * len(peaks) // count
        end = max(start + 1, (bar + 1) * len(peaks) // count)
        made.append(min(1.0, max(peaks[start:end])))
    return made

"""The little that is left to a style: overlay scroll bars, menus, and where the parts of a number field lie.

No style hint of the program's is overridden: Qt asks for them a thousand times a window.
"""

import math
from functools import lru_cache
from typing import cast

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QMenu,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionMenuItem,
    QStyleOptionSlider,
    QWidget,
)

from desktop.ui.kit.fonts import face, font
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.shadow import composited, paint_shadow
from desktop.ui.kit.theme import theme, u

_BAR = 11
_THUMB = 5
_SHORTEST = 24
_MENU_SHADOW = 24
SPIN_ARROWS = 24
"""How much of a number field its two arrows take, at its end."""
_ITEM, _TALL_ITEM = 32, 48

_Metric = QStyle.PixelMetric
_Control = QStyle.ComplexControl
_Part = QStyle.SubControl
_State = QStyle.StateFlag


def menu_margin() -> int:
    """Return the width of the shadow round a menu: a menu is put up so much further up and to the left."""
    return u(_MENU_SHADOW) if composited() else 0


class KitStyle(QProxyStyle):
    """Fusion, with our scroll bars and menus."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Return the sizes of scroll bars and menus."""
        if metric in {_Metric.PM_ScrollBarExtent, _Metric.PM_ScrollView_ScrollBarOverlap}:
            return u(_BAR)
        if metric in {_Metric.PM_ScrollView_ScrollBarSpacing, _Metric.PM_MenuPanelWidth}:
            return 0
        if metric in {_Metric.PM_MenuHMargin, _Metric.PM_MenuVMargin}:
            return u(6) + menu_margin()
        if metric == _Metric.PM_SubMenuOverlap:
            return u(2) - menu_margin()  # so it begins a little over the edge of the one it belongs to
        if metric == _Metric.PM_TextCursorWidth:
            return u(1)
        return super().pixelMetric(metric, option, widget)

    def polish(self, thing: object) -> object:  # type: ignore[override]
        """Give a menu a window that can be round."""
        if isinstance(thing, QMenu):
            thing.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, composited())
            thing.setWindowFlag(Qt.WindowType.FramelessWindowHint, True)
            thing.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint, True)
        return super().polish(thing)  # type: ignore[call-overload]

    # ---- scroll bars

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the thumb of a scroll bar and nothing else of it."""
        if control != _Control.CC_ScrollBar:
            super().drawComplexControl(control, option, painter, widget)
            return
        bar = cast(QStyleOptionSlider, option)
        if bar.maximum <= bar.minimum:
            return
        rect = QRectF(self.subControlRect(control, option, _Part.SC_ScrollBarSlider, widget))
        colour = QColor(theme.roles.dim)
        awake = bool(option.state & (_State.State_MouseOver | _State.State_Sunken))
        colour.setAlphaF(0.6 if awake or theme.roles.line == theme.roles.text else 0.35)
        aside, ends = u((_BAR - _THUMB) // 2), u(2)
        upright = bar.orientation == Qt.Orientation.Vertical
        thumb = (
            rect.adjusted(aside, ends, -aside, -ends)
            if upright
            else rect.adjusted(ends, aside, -ends, -aside)
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(thumb, u(_THUMB) / 2, u(_THUMB) / 2)
        painter.restore()

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Lay out a scroll bar without arrow buttons, and a number field as the kit paints it."""
        if control == _Control.CC_SpinBox:
            return _spin_part(option, part)
        if control != _Control.CC_ScrollBar:
            return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]
        bar = cast(QStyleOptionSlider, option)
        upright = bar.orientation == Qt.Orientation.Vertical
        length = bar.rect.height() if upright else bar.rect.width()
        span = bar.maximum - bar.minimum
        thumb = length if span <= 0 else max(u(_SHORTEST), length * bar.pageStep // (span + bar.pageStep))
        start = (
            QStyle.sliderPositionFromValue(
                bar.minimum, bar.maximum, bar.sliderPosition, length - thumb, bar.upsideDown
            )
            if span > 0
            else 0
        )
        places = {
            _Part.SC_ScrollBarGroove: (0, length),
            _Part.SC_ScrollBarSlider: (start, thumb),
            _Part.SC_ScrollBarSubPage: (0, start),
            _Part.SC_ScrollBarAddPage: (start + thumb, length - start - thumb),
        }
        place = places.get(part)
        if place is None:
            return QRect()
        first, long = place
        return (
            QRect(0, first, bar.rect.width(), long) if upright else QRect(first, 0, long, bar.rect.height())
        )

    # ---- menus

    def sizeFromContents(
        self,
        kind: QStyle.ContentsType,
        option: QStyleOption,
        size: QSize,
        widget: QWidget | None = None,
    ) -> QSize:
        """Return the size of a menu's row."""
        if kind != QStyle.ContentsType.CT_MenuItem:
            return super().sizeFromContents(kind, option, size, widget)  # type: ignore[arg-type]
        item = cast(QStyleOptionMenuItem, option)
        if item.menuItemType == QStyleOptionMenuItem.MenuItemType.Separator:
            return QSize(u(10), u(13))
        label, below, keys = _texts(item)
        wide = max(face().width(label), face(12).width(below))
        width = 40 + wide + (32 + face(12).width(keys) if keys else 32) + 12
        return QSize(math.ceil(width * theme.scale), u(_TALL_ITEM if below else _ITEM))

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a menu's row."""
        if element == QStyle.ControlElement.CE_MenuEmptyArea:
            return
        if element != QStyle.ControlElement.CE_MenuItem:
            super().drawControl(element, option, painter, widget)
            return
        painter.save()
        painter.setClipping(False)  # to the row's own place: a separator goes from edge to edge of the box
        with Ink(painter, option.rect, option.direction) as ink:
            _menu_item(ink, cast(QStyleOptionMenuItem, option))
        painter.restore()

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a menu's box; leave focus rectangles to the kit's rings."""
        if element == QStyle.PrimitiveElement.PE_PanelMenu:
            _menu_box(painter, QRectF(option.rect))
        elif element not in {
            QStyle.PrimitiveElement.PE_FrameMenu,
            QStyle.PrimitiveElement.PE_FrameFocusRect,
        }:
            super().drawPrimitive(element, option, painter, widget)


class MenuStyle(KitStyle):
    """Scrolls a menu that is higher than the screen, where Fusion would put it in columns that overlap.

    Only for menus: as a part of the program's style, `styleHint` is asked a thousand times for one window.
    """

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803 - Qt's name
    ) -> int:
        """Say that menus scroll."""
        if hint == QStyle.StyleHint.SH_Menu_Scrollable:
            return 1
        return super().styleHint(hint, option, widget, returnData)


@lru_cache(maxsize=1)
def menu_style() -> MenuStyle:
    """Return the one style of all menus, made for the first."""
    return MenuStyle()


def _spin_part(option: QStyleOptionComplex, part: QStyle.SubControl) -> QRect:
    whole = option.rect
    edge, arrows, half = u(1), u(SPIN_ARROWS), whole.height() // 2
    end = whole.right() - arrows + 1 - edge
    places = {
        _Part.SC_SpinBoxFrame: whole,
        _Part.SC_SpinBoxUp: QRect(end, whole.y() + u(2), arrows - u(2), half - u(2)),
        _Part.SC_SpinBoxDown: QRect(end, whole.y() + half, arrows - u(2), whole.height() - half - u(2)),
        # Two pixels below put the text on the line box of the design, as in `Field`.
        _Part.SC_SpinBoxEditField: whole.adjusted(u(10), 0, -arrows - edge, -u(2)),
    }
    place = places.get(part)
    return QRect() if place is None else QStyle.visualRect(option.direction, whole, place)


def _texts(item: QStyleOptionMenuItem) -> tuple[str, str, str]:
    """Return an entry's label, what stands below it, and its keys."""
    label, _, keys = item.text.partition("\t")
    label, _, below = label.replace("&&", "\0").replace("&", "").replace("\0", "&").partition("\n")
    return label, below, keys


def _menu_item(ink: Ink, item: QStyleOptionMenuItem) -> None:
    roles = theme.roles
    if item.menuItemType == QStyleOptionMenuItem.MenuItemType.Separator:
        ink.fill(-5, 6, ink.width + 10, 1, roles.line)
        return
    able = bool(item.state & _State.State_Enabled)
    if item.state & _State.State_Selected and able:
        ink.box(0, 0, ink.width, ink.height, roles.selection, radius=6)
    note = not able and item.font.pixelSize() < font().pixelSize()
    if not able and not note:
        ink.painter.setOpacity(0.5)
    label, below, keys = _texts(item)
    middle = (_TALL_ITEM if below else _ITEM) / 2 - 8
    if item.checked:
        ink.icon("check", 12, middle, 16, roles.accent)
    elif not item.icon.isNull():
        made = item.icon.pixmap(QSize(16, 16), ink.ratio)
        ink.painter.drawPixmap(ink.rect(12, middle, 16, 16).topLeft(), made)
    if note:
        ink.text(40, 8, label, roles.dim, 12)
    else:
        ink.text(40, 6, label, roles.text)
    if below:
        ink.text(40, 26, below, roles.dim, 12)
    if item.menuItemType == QStyleOptionMenuItem.MenuItemType.SubMenu:
        ink.icon("chevron-right", ink.width - 26, 9, 14, roles.dim)
    elif keys:
        ink.text(0, 8, keys, roles.dim, 12, right=ink.width - 12)


def _menu_box(painter: QPainter, rect: QRectF) -> None:
    roles = theme.roles
    margin = menu_margin()
    body = rect.adjusted(margin, margin, -margin, -margin)
    painter.save()
    if composited():
        paint_shadow(painter, body, drop=u(4), blur=margin - u(4), colour=roles.shadow)
    with Ink(painter, body, Qt.LayoutDirection.LeftToRight) as ink:
        ink.box(0, 0, ink.width, ink.height, roles.panel, roles.line, radius=8 if composited() else 0)
    painter.restore()

"""Rows in outline, where the real ones are still read."""

from desktop.ui.kit.ink import Ink
from desktop.ui.kit.theme import theme

ROW = 56
WIDTHS = ((168, 208, 40), (132, 176, 40), (196, 232, 32), (152, 160, 40))
"""Over and over: how wide a row's name, its second line and its time are."""


def bones(ink: Ink, top: float, width: float, bottom: float, most: int) -> None:
    """Paint as many rows as fit between `top` and `bottom`, but not more than `most`."""
    bone = theme.roles.bone
    for row in range(min(most, int((bottom - top) // ROW))):
        first, second, last = WIDTHS[row % len(WIDTHS)]
        y = top + ROW * row
        ink.disc(16, y + 14, 28, bone)
        ink.box(56, y + 14, first, 12, bone, radius=4)
        ink.box(56, y + 34, second, 8, bone, radius=4)
        ink.box(width - 16 - last, y + 14, last, 12, bone, radius=4)

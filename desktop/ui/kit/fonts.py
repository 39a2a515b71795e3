"""The one family, Inter under our own name, in four weights; and what a line of it measures.

Static TTF files: a variable font ignores `setWeight`, and Inter's OTF comes out too heavy. Hinting is off:
with it every width is a whole number and texts drift from the design.
"""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from desktop.system.paths import resources
from desktop.ui.kit.theme import theme

FAMILY = "Sidetone Sans"

LINE_HEIGHTS = {11: 16, 12: 16, 14: 20, 16: 24, 22: 28}
"""The type scale: size in design pixels to the height of its line."""


class Face(NamedTuple):
    """A font in design pixels with its measures; `ascent` and `descent` are rounded as CSS does."""

    font: QFont
    metrics: QFontMetricsF
    ascent: int
    descent: int

    def width(self, text: str) -> float:
        """Return how wide a line of text is, in design pixels."""
        return self.metrics.horizontalAdvance(text)


_loaded: set[str] = set()


def load() -> None:
    """Make the family known to Qt; needs the application. Safe to call again."""
    if _loaded:
        return
    _loaded.add(FAMILY)
    for path in sorted((resources() / "fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(f"{path.name} is not a font that Qt can read")


def font(px: int = 14, weight: int = 400, *, tabular: bool = False, spacing: float = 0.0) -> QFont:
    """Return the font for native parts, in the window's pixels. `spacing` is in em."""
    return _font(px * theme.scale, weight, tabular, spacing)


@lru_cache(maxsize=256)
def _font(pixels: float, weight: int, tabular: bool, spacing: float) -> QFont:
    made = QFont(FAMILY)
    made.setPixelSize(round(pixels))
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    if spacing:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing * pixels)
    return made


@lru_cache(maxsize=256)
def face(px: int = 14, weight: int = 400, tabular: bool = False, spacing: float = 0.0) -> Face:
    """Return the font for painting, in design pixels. `spacing` is in em."""
    made = _font(px, weight, tabular, spacing)
    metrics = QFontMetricsF(made)
    return Face(made, metrics, round(metrics.ascent()), round(metrics.descent()))


def line_height(px: int) -> int:
    """Return the line height that belongs to a size, both in design pixels."""
    return LINE_HEIGHTS.get(px, round(px * 1.4))

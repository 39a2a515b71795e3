"""The colours by what they are for, in each variant, with the pairs that must stay readable."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QColor

Role = Literal[
    "window",
    "panel",
    "hover",
    "selection",
    "pressed",
    "line",
    "text",
    "dim",
    "accent",
    "fill",
    "on_fill",
    "answered",
    "missed",
    "waiting",
    "lane_a",
    "lane_b",
    "answered_wash",
    "missed_wash",
    "waiting_wash",
    "chip",
    "bone",
    "track",
    "shadow",
    "scrim",
]


@dataclass(frozen=True)
class Roles:
    """One variant of the look. A `QColor` can be changed in place: copy it before you do."""

    dark: bool
    window: QColor
    panel: QColor
    hover: QColor
    selection: QColor
    pressed: QColor
    line: QColor
    text: QColor
    dim: QColor
    accent: QColor
    fill: QColor
    on_fill: QColor
    answered: QColor
    missed: QColor
    waiting: QColor
    lane_a: QColor
    lane_b: QColor
    answered_wash: QColor
    missed_wash: QColor
    waiting_wash: QColor
    chip: QColor
    bone: QColor
    track: QColor
    shadow: QColor
    scrim: QColor

    def colour(self, role: Role) -> QColor:
        """Return the colour of a role given by name."""
        colour = getattr(self, role)
        assert isinstance(colour, QColor)
        return colour


def _roles(*, dark: bool, **colours: str) -> Roles:
    return Roles(dark=dark, **{name: QColor(value) for name, value in colours.items()})


LIGHT = _roles(
    dark=False,
    window="#F9FAFB",
    panel="#FFFFFF",
    hover="#F3F4F6",
    selection="#DBEAFE",
    pressed="#EBECEF",
    line="#E5E7EB",
    text="#111827",
    dim="#4B5563",
    accent="#1D4ED8",
    fill="#1D4ED8",
    on_fill="#FFFFFF",
    answered="#166534",
    missed="#B91C1C",
    waiting="#92400E",
    lane_a="#1D4ED8",
    lane_b="#9A3412",
    answered_wash="#DCFCE7",
    missed_wash="#FEE2E2",
    waiting_wash="#FEF3C7",
    chip="#EEF2FF",
    bone="#F3F4F6",
    track="#E5E7EB",
    shadow="#2E111827",
    scrim="#80111827",
)

DARK = _roles(
    dark=True,
    window="#111827",
    panel="#1F2937",
    hover="#293548",
    selection="#1E3A5F",
    pressed="#313C4D",
    line="#374151",
    text="#F9FAFB",
    dim="#D1D5DB",
    accent="#93C5FD",
    fill="#60A5FA",
    on_fill="#111827",
    answered="#4ADE80",
    missed="#FCA5A5",
    waiting="#FCD34D",
    lane_a="#93C5FD",
    lane_b="#FDBA74",
    answered_wash="#14361F",
    missed_wash="#45201F",
    waiting_wash="#3D2F10",
    chip="#27324A",
    bone="#374151",
    track="#374151",
    shadow="#80030712",
    scrim="#AD030712",
)

CONTRAST_LIGHT = _roles(
    dark=False,
    window="#FFFFFF",
    panel="#FFFFFF",
    hover="#EDEDED",
    selection="#CFE0FF",
    pressed="#CFE0FF",
    line="#111111",
    text="#000000",
    dim="#1F1F1F",
    accent="#0B2A9C",
    fill="#0B2A9C",
    on_fill="#FFFFFF",
    answered="#06401A",
    missed="#7F0A0A",
    waiting="#5C2700",
    lane_a="#0B2A9C",
    lane_b="#6B2200",
    answered_wash="#FFFFFF",
    missed_wash="#FFFFFF",
    waiting_wash="#FFFFFF",
    chip="#FFFFFF",
    bone="#CFCFCF",
    track="#CFCFCF",
    shadow="#2E000000",
    scrim="#B3000000",
)

CONTRAST_DARK = _roles(
    dark=True,
    window="#000000",
    panel="#000000",
    hover="#262626",
    selection="#0A2C5C",
    pressed="#0A2C5C",
    line="#F5F5F5",
    text="#FFFFFF",
    dim="#F0F0F0",
    accent="#B3D7FF",
    fill="#B3D7FF",
    on_fill="#000000",
    answered="#7CFFA8",
    missed="#FFC2C2",
    waiting="#FFE27A",
    lane_a="#B3D7FF",
    lane_b="#FFCB94",
    answered_wash="#000000",
    missed_wash="#000000",
    waiting_wash="#000000",
    chip="#000000",
    bone="#4D4D4D",
    track="#4D4D4D",
    shadow="#80000000",
    scrim="#CC000000",
)

BACKGROUNDS: tuple[Role, ...] = ("window", "panel", "hover", "selection")
"""Where any text may stand."""

INKS: tuple[Role, ...] = ("text", "dim", "accent", "answered", "missed", "waiting", "lane_a", "lane_b")
"""What any text may be written in: each is readable on each of `BACKGROUNDS`."""

PAIRS: tuple[tuple[Role, Role], ...] = (
    ("on_fill", "fill"),
    ("answered", "answered_wash"),
    ("missed", "missed_wash"),
    ("waiting", "waiting_wash"),
    ("text", "answered_wash"),
    ("text", "missed_wash"),
    ("text", "waiting_wash"),
    ("accent", "waiting_wash"),
    ("accent", "missed_wash"),
    ("text", "chip"),
    ("accent", "chip"),
    ("text", "pressed"),
    ("dim", "pressed"),
    ("missed", "pressed"),
    ("accent", "pressed"),
)
"""Texts on backgrounds of their own. A piece that needs another pair adds it here: the test checks it."""


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two opaque colours, 1 to 21, as WCAG 2 defines it."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """Return `one` with `share` (0 to 1) of `other` in it."""
    rest = 1 - share
    return QColor.fromRgbF(
        one.redF() * rest + other.redF() * share,
        one.greenF() * rest + other.greenF() * share,
        one.blueF() * rest + other.blueF() * share,
    )

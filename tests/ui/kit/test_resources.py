import re
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontInfo, QIcon

from desktop.system.paths import resources
from desktop.ui.kit import fonts, icons
from desktop.ui.kit.theme import Scheme, theme

SVG = "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize("name", icons.names())
def test_an_icon_is_of_the_family(name):
    text = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.tag == SVG
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "1.75"
    assert not re.search(r"#[0-9a-fA-F]{3,6}", text)
    picture = icons.pixmap(name, 16, "#ff0000", 2.0).toImage()
    assert picture.width() == 32
    inked = [
        picture.pixelColor(x, y)
        for x in range(32)
        for y in range(32)
        if picture.pixelColor(x, y).alpha() > 200
    ]
    assert inked
    assert all(colour.red() > 240 and colour.green() < 16 for colour in inked)


def test_an_icon_in_a_menu_follows_the_theme():
    def colours():
        picture = icons.icon("phone", "text").pixmap(QSize(16, 16)).toImage()
        return {picture.pixelColor(x, y).name() for x in range(16) for y in range(16)}

    light = colours()
    theme.use(Scheme.DARK)
    assert colours() != light


def test_a_disabled_icon_is_faint():
    def strongest(mode):
        picture = icons.icon("phone").pixmap(QSize(16, 16), mode).toImage()
        return max(picture.pixelColor(x, y).alpha() for x in range(16) for y in range(16))

    assert strongest(QIcon.Mode.Disabled) < 0.6 * strongest(QIcon.Mode.Normal)


def test_an_icon_is_sharp_at_twice_the_size():
    made = icons.icon("phone").pixmap(QSize(16, 16), 2.0)
    assert made.width() == 32
    assert made.devicePixelRatio() == 2.0


def test_the_family_is_ours_and_has_four_weights():
    assert QFontInfo(fonts.font()).family() == "Sidetone Sans"
    widths = [fonts.face(14, weight).width("Sidetone rings") for weight in (400, 500, 600, 700)]
    assert widths == sorted(set(widths))


def test_tabular_digits_are_all_as_wide():
    widths = {round(fonts.face(12, 400, tabular=True).width(digit * 4), 3) for digit in "0123456789"}
    assert len(widths) == 1


def test_the_fonts_lie_beside_their_licence():
    folder = resources() / "fonts"
    assert len(list(folder.glob("*.ttf"))) == 4
    assert "SIL OPEN FONT LICENSE" in (folder / "OFL.txt").read_text(encoding="utf-8")
    assert not any("Inter" in path.name for path in folder.glob("*.ttf"))

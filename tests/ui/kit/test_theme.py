import pytest
from PySide6.QtGui import QPalette

from desktop.ui.kit.gallery import PAGES, Gallery
from desktop.ui.kit.theme import Scheme, theme


@pytest.mark.parametrize("page", PAGES)
def test_light_dark_light_comes_back_to_the_pixel(page, shown):
    gallery = Gallery()
    gallery.show_page(page)
    shown(gallery)
    gallery.setFocus()
    before = gallery.grab().toImage()
    theme.use(Scheme.DARK)
    dark = gallery.grab().toImage()
    theme.use(Scheme.LIGHT)
    assert dark != before
    assert gallery.grab().toImage() == before


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK, Scheme.CONTRAST_LIGHT, Scheme.CONTRAST_DARK])
def test_every_page_is_painted_in_every_variant(scheme, shown, kit):
    theme.use(scheme)
    gallery = shown(Gallery())
    window = theme.roles.window.name()
    assert kit.palette().color(QPalette.ColorRole.Window).name() == window
    for page in PAGES:
        gallery.show_page(page)
        picture = gallery.grab().toImage()
        colours = {
            picture.pixelColor(x, y).name()
            for x in range(0, picture.width(), 5)
            for y in range(0, picture.height(), 5)
        }
        assert len(colours) > 3


def test_a_switch_is_told_once_and_the_same_again_not(qtbot):
    with qtbot.waitSignal(theme.changed):
        theme.use(Scheme.DARK)
    with qtbot.assertNotEmitted(theme.changed):
        theme.use(Scheme.DARK)


def test_the_system_is_followed_when_asked(qtbot):
    theme.use(Scheme.DARK)
    theme.use(Scheme.SYSTEM)
    # Off screen there is no desktop with a dark scheme.
    assert not theme.roles.dark
    assert theme.scheme is Scheme.SYSTEM

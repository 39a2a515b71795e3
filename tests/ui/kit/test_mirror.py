"""Right to left, and everything larger."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.field import Field
from desktop.ui.kit.gallery import PAGES, Gallery
from desktop.ui.kit.gallery_wholes import sample_list
from desktop.ui.kit.ink import isolate
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import Banner, Pane, Skeleton
from desktop.ui.kit.player import PlayerStrip
from desktop.ui.kit.theme import theme, u

RTL = Qt.LayoutDirection.RightToLeft


def distance(one: QImage, other: QImage) -> float:
    """Return how far two pictures of one size are apart, in the mean, of 255."""
    places = [(x, y) for x in range(one.width()) for y in range(one.height())]
    far = sum(abs(one.pixelColor(*at).lightness() - other.pixelColor(*at).lightness()) for at in places)
    return far / len(places)


def test_what_has_no_text_is_mirrored_to_the_pixel(shown):
    skeleton = shown(Skeleton(name="Reading"), 400, 200)
    left = skeleton.grab().toImage()
    skeleton.setLayoutDirection(RTL)
    assert distance(skeleton.grab().toImage(), left.flipped(Qt.Orientation.Horizontal)) < 0.05


def test_a_start_hairline_changes_sides(shown):
    pane = shown(Pane("panel", "s"), 100, 40)
    line = theme.roles.line
    assert pane.grab().toImage().pixelColor(0, 20) == line
    pane.setLayoutDirection(RTL)
    picture = pane.grab().toImage()
    assert picture.pixelColor(99, 20) == line
    assert picture.pixelColor(0, 20) == theme.roles.panel


def _ink(picture: QImage) -> QImage:
    """Cut a picture to what is written in it."""
    back = picture.pixelColor(0, 0)
    columns = [
        x
        for x in range(picture.width())
        if any(picture.pixelColor(x, y) != back for y in range(picture.height()))
    ]
    return picture.copy(columns[0], 0, columns[-1] - columns[0] + 1, picture.height())


def test_a_number_keeps_its_order(shown):
    text, reordered = Text("+44 20 7946 0018"), Text("0018 7946 20 44+")
    left, wrong = (_ink(shown(one, 300, 20).grab().toImage()) for one in (text, reordered))
    text.setLayoutDirection(RTL)
    right = _ink(text.grab().toImage())
    assert abs(left.width() - right.width()) <= 1
    size = min(left.width(), right.width(), wrong.width()), left.height()
    left, right, wrong = (one.copy(0, 0, *size) for one in (left, right, wrong))
    # It may lie a fraction of a pixel aside.
    assert distance(right, left) * 2 < distance(right, wrong)


def test_numbers_inside_a_sentence_are_isolated():
    assert isolate("שלום +44 20 7946 0018, 14:05") == "שלום \u2066+44 20 7946 0018\u2069, \u206614:05\u2069"
    assert isolate("no number") == "no number"


def test_the_actions_of_a_row_lie_at_its_end(shown):
    view = shown(sample_list(), 420, 500)
    view.hover_row(2)
    assert view.strip.x() > 250
    view.setLayoutDirection(RTL)
    view.hover_row(3)
    assert view.strip.x() == 16


def test_a_field_keeps_its_icon_at_the_start(shown):
    field = shown(Field("Search", icon="search", clearable=True), 300, 32)
    field.setText("x")
    start = field.textMargins()
    field.setLayoutDirection(RTL)
    mirrored = field.textMargins()
    assert (start.left(), start.right()) == (mirrored.right(), mirrored.left())
    assert field.findChild(Button).x() < 20


def test_a_field_begins_at_its_start_whatever_is_written(shown):
    field = shown(Field("Search"), 300, 32)
    field.setText("06 98")
    assert field.cursorRect().center().x() < 100
    field.setLayoutDirection(RTL)
    field.grab()
    assert field.cursorRect().center().x() > 200


def test_margins_change_sides(shown):
    banner = shown(Banner("waiting", "Waiting", "for an hour", block=True), 300, 60)
    start = banner.box.contentsMargins()
    assert start.left() != start.right()
    banner.setLayoutDirection(RTL)
    mirrored = banner.box.contentsMargins()
    assert (start.left(), start.right()) == (mirrored.right(), mirrored.left())
    banner.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert banner.box.contentsMargins() == start


def test_a_player_stays_left_to_right(shown):
    strip = PlayerStrip()
    strip.setLayoutDirection(RTL)
    assert strip.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert strip.wave.layoutDirection() == Qt.LayoutDirection.LeftToRight


@pytest.mark.parametrize("page", PAGES)
def test_every_page_can_be_mirrored(page, kit, shown):
    gallery = shown(Gallery())
    gallery.show_page(page)
    before = gallery.grab().toImage()
    kit.setLayoutDirection(RTL)
    gallery.show_page(page)
    assert gallery.grab().toImage() != before


def test_at_two_hundred_per_cent_everything_is_twice_as_large():
    def sizes():
        made = [Button("Call", kind="go", icon="phone"), Text("Chiara Rossi", px=22, weight=600), Field("x")]
        return [(one.sizeHint().width(), one.sizeHint().height()) for one in made]

    normal = sizes()
    theme.scale = 2.0
    for (width, height), (wide, tall) in zip(normal, sizes(), strict=True):
        assert abs(wide - 2 * width) <= 2
        assert tall == 2 * height
    assert u(8) == 16


def test_twice_as_large_is_the_same_picture_with_more_pixels(shown):
    normal = shown(Button("Call", icon="phone")).grab().toImage()
    theme.scale = 2.0
    large = shown(Button("Call", icon="phone")).grab().toImage()
    small = large.scaled(
        normal.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    assert distance(small, normal) < 12


@pytest.mark.parametrize("page", PAGES)
def test_no_text_is_cut_at_two_hundred_per_cent_that_was_whole_before(page, shown):
    def cut():
        gallery = shown(Gallery())
        gallery.resize(u(1180), u(760))
        gallery.show_page(page)
        QCoreApplication.processEvents()
        return [t.text() for t in gallery.findChildren(Text) if t.width() + u(1) < t.sizeHint().width()]

    normal = cut()
    theme.scale = 2.0
    assert cut() == normal

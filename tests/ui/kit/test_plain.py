"""Texts from outside are shown as they are: no HTML, no shortcuts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.ui.kit.buttons import Button, Pill
from desktop.ui.kit.float import Menu
from desktop.ui.kit.gallery import PAGES, Gallery
from desktop.ui.kit.labels import Paragraph, SelectableText, Tag, Text
from desktop.ui.kit.segments import Segments
from desktop.ui.kit.tabs import Tabs

NASTY = '<img src="x"><b>Ada</b> & Co'


@pytest.mark.parametrize("kind", [Text, Tag, Pill, Button, SelectableText, Paragraph])
def test_html_is_shown_letter_by_letter(kind):
    as_it_is, bold = kind(NASTY), kind("Ada & Co")
    assert as_it_is.text() == NASTY
    assert as_it_is.sizeHint().width() > bold.sizeHint().width() + 50
    if isinstance(as_it_is, QLabel):
        assert as_it_is.textFormat() == Qt.TextFormat.PlainText


def test_the_picture_has_the_letters(shown):
    text, same = Text("<b>Ada</b>"), Text("<b>Ada</b>")
    same.setTextFormat(Qt.TextFormat.RichText)
    shown(text)
    shown(same)
    # We paint it ourselves, so even a format set by mistake changes nothing.
    assert text.grab().toImage() == same.grab().toImage()


@pytest.mark.parametrize("page", PAGES)
def test_no_label_of_the_gallery_reads_html(page, shown):
    gallery = shown(Gallery())
    gallery.show_page(page)
    labels = gallery.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_an_ampersand_is_no_shortcut():
    button = Button("Okafor & Sons")
    assert button.text() == "Okafor & Sons"
    assert button.shortcut().isEmpty()
    assert button.sizeHint().width() > Button("Okafor  Sons").sizeHint().width()
    segments = Segments(("A&B", "C&D"), name="x")
    assert all(one.shortcut().isEmpty() for one in segments.buttons())
    tabs = Tabs(("R&D", "All"))
    assert tabs.tabText(0) == "R&&D"
    assert Menu().add("Research & more").text() == "Research && more"


def test_a_label_can_change_and_its_name_with_it():
    button = Button("1x", name="")
    button.setText("2x")
    assert (button.text(), button.accessibleName()) == ("2x", "2x")
    named = Button("1x", name="Speed")
    named.setText("2x")
    assert named.accessibleName() == "Speed"


def test_a_button_without_words_needs_a_name():
    with pytest.raises(ValueError, match="name"):
        Button(icon="menu")

"""What was looked for is marked where it stands, in names of any script and in numbers as they are shown."""

import pytest

from desktop.ui.found import in_name, in_number, parts_of


def marked(name, text):
    return [name[start:stop] for start, stop in in_name(name, text)]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Amélie Fournier", "amelie", ["Amélie"]),
        ("Amélie Fournier", "FOUR ame", ["Amé", "Four"]),
        ("Ame\u0301lie", "amel", ["Ame\u0301l"]),
        ("Anders Sjöberg", "o", []),
        ("Anders Oberg", "o", ["O"]),
        ("Anders Sjöberg", "jobe", ["jöbe"]),
        ("Jean-Luc", "lu", ["Lu"]),
        ("Weiß & Söhne", "weiss sohne", ["Weiß", "Söhne"]),
        ("Straße", "stras", ["Straß"]),
        ("عبد الرحمن", "الرح", ["الرح"]),
        ("Ada Lovelace", "ada lovelace", ["Ada", "Lovelace"]),
        ("Ada", "", []),
        ("Ada", " - ", []),
        ("Ada & Ada", "ada", ["Ada", "Ada"]),
        ("", "ada", []),
    ],
)
def test_words_are_marked_without_accents_and_where_the_search_finds_them(name, text, found):
    assert marked(name, text) == found


@pytest.mark.parametrize(
    ("shown", "text", "found"),
    [
        ("+33 6 39 98 12 34", "06 39", ["6 39"]),
        ("+33 6 39 98 12 34", "0033639", ["33 6 39"]),
        ("+33 6 39 98 12 34", "98 12", ["98 12"]),
        ("+33 6 39 98 12 34", "marie 98", ["98"]),
        ("+33 6 39 98 12 34", "555", []),
        ("+33 6 39 98 12 34", "marie", []),
    ],
)
def test_digits_are_marked_in_any_spelling(shown, text, found):
    assert [shown[start:stop] for start, stop in in_number(shown, parts_of(text))] == found

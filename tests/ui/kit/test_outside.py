"""Texts from outside are shown on one line and turn nothing round."""

import pytest

from desktop.ui.kit.outside import MOST, shown


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("  Ada \t Lovelace ", "Ada Lovelace"),
        ("Ada\nLovelace\x00\x1b[31m", "Ada Lovelace [31m"),
        ("Zoë & <b>Söhne</b>", "Zoë & <b>Söhne</b>"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u2067שלום\u2069 Ada", "שלום Ada"),
        ("👩\u200d👩\u200d👧 Family", "👩\u200d👩\u200d👧 Family"),
        ("क्\u200dष", "क्\u200dष"),
        ("\ud800 half", "half"),
        ("", ""),
    ],
)
def test_a_text_is_one_line_that_does_no_harm(text, seen):
    assert shown(text) == seen


def test_a_text_without_end_is_cut():
    assert len(shown("x" * 10_000)) == MOST
    assert shown("ab " * 10_000).endswith("…")
    assert len(shown("ä\u202e" * 10_000)) == MOST

from dataclasses import fields
from itertools import product
from typing import get_args

import pytest
from PySide6.QtGui import QColor

from desktop.ui.kit import roles as variants
from desktop.ui.kit.roles import BACKGROUNDS, INKS, PAIRS, Role, Roles, contrast

ALL = {
    "light": variants.LIGHT,
    "dark": variants.DARK,
    "contrast-light": variants.CONTRAST_LIGHT,
    "contrast-dark": variants.CONTRAST_DARK,
}
TEXTS = [*product(INKS, BACKGROUNDS), *PAIRS]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(("ink", "ground"), TEXTS, ids=[f"{ink} on {ground}" for ink, ground in TEXTS])
def test_every_text_is_readable_where_it_may_stand(name, ink, ground):
    roles = ALL[name]
    enough = 7.0 if name.startswith("contrast") else 4.5
    assert contrast(roles.colour(ink), roles.colour(ground)) >= enough


def test_the_contrast_is_that_of_the_standard():
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


def test_a_role_can_be_named_exactly_when_it_is_there():
    assert set(get_args(Role)) == {field.name for field in fields(Roles)} - {"dark"}


def test_no_background_is_left_out():
    grounds = {"window", "panel", "hover", "selection", "pressed", "chip", "fill"}
    grounds |= {name for name in get_args(Role) if name.endswith("_wash")}
    tested = set(BACKGROUNDS) | {ground for _, ground in PAIRS}
    assert tested == grounds

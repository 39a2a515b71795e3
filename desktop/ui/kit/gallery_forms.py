"""Gallery page of what a contact is shown and written with: stars, countries, two versions to choose from."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.country import CountryChip, CountryField
from desktop.ui.kit.gallery_parts import STATES, caption, page, pose, row
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.sides import SideOption
from desktop.ui.kit.star import Star
from desktop.ui.kit.theme import u


def _field(text: str, code: str, *, wrong: bool = False) -> CountryField:
    field = CountryField(name="Main", hint="Number")
    field.setText(text)
    field.set_code(code)
    field.set_wrong(wrong)
    return field


def _option(text: str, marks: tuple[tuple[int, int], ...] = (), *, on: bool = False) -> SideOption:
    option = SideOption(empty="Empty")
    option.show_text(text, marks, name=text or "Third: empty")
    option.setChecked(on)
    return option


def _star(*, on: bool) -> Star:
    return Star(on_name="Favourite", off_name="Make it a favourite", on=on)


def _held() -> Button:
    button = Button("Save", kind="go")
    button.set_held(True)
    return button


def _kinds() -> dict[str, QWidget]:
    return {
        "star": _star(on=False),
        "star, on": _star(on=True),
        "number, empty": _field("", ""),
        "number": _field("+33 1 99 00 42 17", "FR"),
        "number, wrong": _field("+44 20 7946 06", "GB", wrong=True),
        "version": _option("+33 1 99 00 42 71", ((15, 17),)),
        "version, chosen": _option("Amélie Fournier-Petit", ((15, 21),), on=True),
        "version, none": _option(""),
        "in the accent": Button("Call", kind="accent", icon="phone"),
        "held": _held(),
    }


def forms() -> QWidget:
    """Show each of them in each state."""
    made = page()
    grid = QGridLayout()
    grid.setSpacing(u(12))
    for line, kind in enumerate(_kinds()):
        grid.addWidget(Text(kind, "dim"), line + 1, 0)
    for column, state in enumerate(state for state in STATES if state != "Checked"):
        grid.addWidget(caption(state), 0, column + 1)
        for line, (kind, widget) in enumerate(_kinds().items()):
            if kind == "held" and state == "Disabled":
                continue
            holder = Pane("window", vertical=False)  # of its own: radio buttons of one parent are one choice
            holder.add(pose(widget, state))
            if not isinstance(widget, CountryField | SideOption):
                holder.box.setAlignment(widget, Qt.AlignmentFlag.AlignLeading)
            grid.addWidget(holder, line + 1, column + 1)
        grid.setColumnStretch(column + 1, 1)
    made.add_layout(grid)
    made.add(caption("Countries, and a text without room"))
    long = _option("A name with no room for all of it, which is cut", ((2, 6), (31, 34)), on=True)
    long.setFixedWidth(u(240))
    made.add_layout(row(CountryChip("FR"), CountryChip("GB"), CountryChip("MM"), long, spacing=12))
    made.add_stretch()
    return made

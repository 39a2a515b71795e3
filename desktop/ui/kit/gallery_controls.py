"""Gallery pages of what forms are made of: switches, boxes, radio buttons, choices, numbers, cards."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.ui.kit.checks import CheckBox, Radio
from desktop.ui.kit.chips import Chip
from desktop.ui.kit.choice_cards import Choice, ChoiceCard, ChoiceCards
from desktop.ui.kit.combo import Combo
from desktop.ui.kit.gallery_parts import STATES, caption, page, pose, row
from desktop.ui.kit.labels import Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.spin import Spin
from desktop.ui.kit.switch import Switch
from desktop.ui.kit.theme import u

_CHOICES = (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))


def _chip_on() -> Chip:
    chip = Chip("Over 30 min")
    chip.setChecked(True)
    return chip


def _kinds() -> dict[str, QWidget]:
    half = CheckBox("Some of them")
    half.setTristate(True)
    half.setCheckState(Qt.CheckState.PartiallyChecked)
    return {
        "switch, off": Switch(name="Missed calls"),
        "switch, on": Switch(name="Missed calls", on=True),
        "check box": CheckBox("Answered"),
        "ticked": CheckBox("Okafor & Sons <b>", on=True),
        "in part": half,
        "radio": Radio("Today"),
        "chosen": Radio("This week", on=True),
        "chip": Chip("Outgoing"),
        "chip, on": _chip_on(),
        "choice": Combo(_CHOICES, name="Colours"),
        "number": Spin(30, name="Every", least=5, most=86_400, unit="s"),
    }


def controls() -> QWidget:
    """Show each of them in each state."""
    made = page()
    grid = QGridLayout()
    grid.setSpacing(u(12))
    for line, kind in enumerate(_kinds()):
        grid.addWidget(Text(kind, "dim"), line + 1, 0)
    for column, state in enumerate(state for state in STATES if state != "Checked"):
        grid.addWidget(caption(state), 0, column + 1)
        for line, (kind, widget) in enumerate(_kinds().items()):
            if state == "Pressed" and kind in {"choice", "number"}:
                continue
            holder = Pane("window", vertical=False)  # of its own: radio buttons of one parent are one choice
            holder.add(pose(widget, state))
            holder.add_stretch()
            grid.addWidget(holder, line + 1, column + 1)
    grid.setColumnStretch(len(STATES), 1)
    made.add_layout(grid)
    wrong = Spin(3, name="Every", least=5, most=86_400, unit="s")
    wrong.set_wrong(True)
    long = CheckBox("A label with no room for all of it is cut with an ellipsis, wherever it stands")
    long.setFixedWidth(u(240))
    choice = Combo((("", "Nothing shorter than this label fits in here"),), name="Long")
    choice.setFixedWidth(u(200))
    made.add(caption("A number that is not allowed, and labels without room"))
    made.add_layout(row(wrong, long, choice, spacing=24))
    made.add_stretch()
    return made


_FULL = Choice(
    "Acme Telecom",
    ("Calls, missed calls, voicemail", "Calling with one click, lines", "Recordings, transcripts, tags"),
    ("No phonebook",),
)
_LONG = Choice(
    "Fernsprech-Vermittlung <b>Süd</b> & Söhne",
    ("Alle Anrufe mit Aufzeichnung und Verschriftlichung",),
    ("Keine Nebenstellen, keine Kampagnen, kein Telefonbuch",),
)


def cards() -> QWidget:
    """Show one card alone, two, three, and a chosen one in each state."""
    made = page()
    for several in ((_FULL,), (_FULL, _LONG), (_FULL, _LONG, Choice("Harbour Voice", ("Answered calls",)))):
        made.add(ChoiceCards(several, name="Provider"))
    states = row()
    for state in (state for state in STATES if state != "Checked"):
        card = ChoiceCard(Choice(state, _FULL.offers[:1], _FULL.lacks))
        holder = Pane("window")  # of its own: cards of one parent are one choice
        holder.add(pose(card, state))
        states.addWidget(holder)
    made.add_layout(states)
    made.add_stretch()
    return made

"""Gallery pages of what is pressed, chosen, typed into and read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QLabel, QWidget

from desktop.ui.kit.buttons import Button, PaintedButton, Pill
from desktop.ui.kit.field import Field, FormField
from desktop.ui.kit.focus import KeyFocus
from desktop.ui.kit.icons import names as icon_names
from desktop.ui.kit.labels import Avatar, Disc, Dot, IconLabel, KeyCap, Paragraph, SelectableText, Tag, Text
from desktop.ui.kit.panes import Pane
from desktop.ui.kit.roles import BACKGROUNDS, INKS
from desktop.ui.kit.segments import Segments
from desktop.ui.kit.tabs import Tabs
from desktop.ui.kit.theme import u

STATES = ("Rest", "Hover", "Focus", "Pressed", "Checked", "Disabled")


def row(*widgets: QWidget, spacing: int = 8) -> QHBoxLayout:
    """Return widgets side by side, from the start."""
    line = QHBoxLayout()
    line.setSpacing(u(spacing))
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line


def page(*, fill_panel: bool = False) -> Pane:
    """Return an empty page."""
    return Pane("panel" if fill_panel else "window", margins=(24, 16, 24, 16), spacing=12)


def caption(text: str) -> Text:
    """Return a heading inside a page."""
    return Text(text, "dim", 12, 600)


def pose(widget: QWidget, state: str) -> QWidget:
    """Put a widget into a state for its picture."""
    if state == "Hover":
        widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    elif state == "Focus" and isinstance(widget, KeyFocus):
        widget.pose_focused()
    elif state == "Disabled":
        widget.setEnabled(False)
    elif isinstance(widget, QAbstractButton):
        if state == "Pressed":
            widget.setDown(True)
        elif state == "Checked":
            widget.setCheckable(True)
            widget.setChecked(True)
    return widget


def _buttons() -> dict[str, PaintedButton]:
    return {
        "plain": Button("Note", icon="note"),
        "menu": Button("1.5x", tail="chevron-down"),
        "line": Button("Desk", detail="204", dot="answered", tail="chevron-down", height=36),
        "go": Button("Call", kind="go", icon="phone"),
        "danger": Button("Delete", kind="danger", icon="bin"),
        "icon": Button(icon="menu", name="Menu"),
        "quiet": Button(kind="quiet", icon="close", name="Close"),
        "round": Button(kind="round", icon="pause", name="Pause"),
        "action": Button(kind="action", icon="phone", name="Call back"),
        "link": Button("Reset", kind="link"),
        "pill": Pill("This week"),
        "tag pill": Pill("Key account", colour=QColor("#1D4ED8")),
    }


def buttons() -> QWidget:
    """Show each kind of button in each state."""
    made = page()
    grid = QGridLayout()
    grid.setSpacing(u(12))
    for line, kind in enumerate(_buttons()):
        grid.addWidget(Text(kind, "dim"), line + 1, 0)
    for column, state in enumerate(STATES):
        grid.addWidget(caption(state), 0, column + 1)
        for line, (kind, button) in enumerate(_buttons().items()):
            if state != "Checked" or kind in {"plain", "menu", "icon"}:
                place = Qt.AlignmentFlag.AlignLeading
                grid.addWidget(pose(button, state), line + 1, column + 1, place)
    grid.setColumnStretch(len(STATES) + 1, 1)
    made.add_layout(grid)
    made.add_stretch()
    return made


def _segments(count: str = "7") -> Segments:
    made = Segments(("All", "To call back", "Missed"), name="Which calls")
    made.set_count(1, count)
    return made


def _posed_segments(state: str) -> Segments:
    made = _segments()
    made.choose(1)
    button = made.buttons()[1 if state == "Focus" else 2]
    if state == "Pressed":
        button.setDown(True)
    elif state == "Disabled":
        made.setEnabled(False)
    else:
        pose(button, state)
    return made


def _tabs(kind: str) -> Tabs:
    made = Tabs(
        ("Recents", "Contacts", "Research & more"), kind="main" if kind == "main" else "sub", name=kind
    )
    made.set_badge(0, "7")
    return made


def _field(state: str) -> Field:
    made = Field("Search calls", icon="search", clearable=True)
    if state == "Written":
        made.setText("delivery <b>")
    elif state == "Note":
        made.setText("delivery")
        made.set_note("2 of 3")
    elif state == "Wrong":
        made.setText("06 12 34")
        made.set_wrong(True)
    elif state == "Disabled":
        made.setText("locked")
        made.setEnabled(False)
    elif state == "Focus":
        made.pose_focused()
    made.setFixedWidth(u(208))
    return made


def choices() -> QWidget:
    """Show segments, tabs and fields in their states."""
    made = page()
    made.add(caption("Segments: rest, hover, focus, pressed, disabled"))
    made.add_layout(row(_segments(), _posed_segments("Hover"), _posed_segments("Focus"), spacing=24))
    made.add_layout(row(_posed_segments("Pressed"), _posed_segments("Disabled"), spacing=24))
    made.add(caption("Tabs: of the window and of a pane, each also with the focus"))
    for kind in ("main", "sub"):
        focused = _tabs(kind)
        focused.pose_focused()
        made.add_layout(row(_tabs(kind), focused, spacing=48))
    made.add(caption("Fields: rest, written, with a note, focus, wrong, disabled"))
    made.add_layout(row(*(_field(state) for state in ("Rest", "Written", "Note"))))
    made.add_layout(row(*(_field(state) for state in ("Focus", "Wrong", "Disabled"))))
    command = Field("Name or number", icon="search", key_hint="Ctrl K", height=36, fill="window")
    command.setFixedWidth(u(424))
    made.add_layout(row(command))
    good = FormField("Name of this account", Field(height=36), help_text="Shown beside its calls")
    bad = FormField("Client ID", Field(height=36))
    bad.field.setText("st-paris 7f21")
    bad.set_trouble("A client ID has no spaces.")
    secret = FormField("Client secret", Field(height=36))
    secret.field.setEchoMode(Field.EchoMode.Password)
    secret.field.setText("not a secret at all")
    made.add_layout(row(good, bad, secret, spacing=16))
    made.add_stretch()
    return made


def _inks(background: str) -> Sequence[QWidget]:
    return [Text(ink, ink, 12, 600) for ink in INKS] + [Text(f"on {background}", "dim", 12)]


def labels() -> QWidget:
    """Show the type scale, every ink on every background, and the small signs."""
    made = page()
    made.add(Text("Chiara Rossi, twenty-two pixels", px=22, weight=600))
    made.add(Text("No calls in the last 12 months, sixteen pixels", px=16, weight=600))
    made.add(Text("Fourteen pixels, the text of everything. <b>Never HTML</b> & never a shortcut."))
    made.add(Text("Twelve pixels, dimmed: 1,284 calls, 41 h 12 min talk", "dim", 12))
    cut = Text("A text with no room for all of it is cut with an ellipsis, wherever it stands")
    cut.setFixedWidth(u(240))
    made.add_layout(row(cut))
    made.add(
        Paragraph(
            "and its text goes on over as many lines as it needs, on the line height of the design. " * 2,
            lead="A paragraph begins with its lead,",
        )
    )
    made.add(SelectableText("req_01J8ZK3V7Q (can be marked and copied)", name="Request id"))
    for background in BACKGROUNDS:
        strip = Pane(background, "tb", vertical=False, margins=(12, 6, 12, 6), spacing=20)
        for ink in _inks(background):
            strip.add(ink)
        strip.add_stretch()
        made.add(strip)
    made.add_layout(
        row(
            Avatar("CR"),
            Avatar(""),
            Avatar("SS", size=40, square=True, wash="chip"),
            Avatar("AM", size=32, wash="hover"),
            Avatar("KM", size=28, wash="chip"),
            Disc("incoming", "answered_wash", "answered"),
            Disc("missed", "missed_wash", "missed"),
            Disc("outgoing", "chip", "accent"),
            Disc("voicemail", "waiting_wash", "waiting"),
            Disc("internal"),
            Disc("phone", size=48),
            Disc("phone", "chip", "accent", size=48, halo=True),
            Dot("answered", name="Good"),
            Dot("waiting", name="Waiting"),
            Dot("missed", name="Bad"),
        )
    )
    made.add_layout(
        row(
            Tag("Billing"),
            Tag("Finished", "neutral"),
            Tag("Working", "answered", icon="check"),
            Tag("Sign-in needed", "waiting", icon="warning"),
            Tag("Failed", "missed"),
            KeyCap("Ctrl K"),
            KeyCap("Esc"),
        )
    )
    made.add_stretch()
    return made


def icon_family() -> QWidget:
    """Show every icon with its name, in the three sizes that are used."""
    made = page(fill_panel=True)
    grid = QGridLayout()
    grid.setVerticalSpacing(u(6))
    grid.setHorizontalSpacing(u(8))
    columns = 5
    for place, name in enumerate(icon_names()):
        line, column = divmod(place, columns)
        for offset, size in enumerate((14, 16, 24)):
            grid.addWidget(IconLabel(name, size, "text"), line, column * 5 + offset)
        label: QLabel = Text(name, "dim", 12)
        grid.addWidget(label, line, column * 5 + 3)
        grid.setColumnMinimumWidth(column * 5 + 4, u(28))
    made.add_layout(grid)
    made.add_stretch()
    return made

"""Gallery pages of what holds and lists things: panes, rows, transcript, and what floats."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.find import FindField
from desktop.ui.kit.float import Dialog, Menu, Popover, Toast
from desktop.ui.kit.gallery_parts import caption, page, row
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.panes import Banner, Card, EmptyState, Pane, Skeleton
from desktop.ui.kit.progress import ProgressBar
from desktop.ui.kit.rowpaint import RowDelegate, RowState, TwoLines, heading, two_lines
from desktop.ui.kit.rows import AnyIndex, ListView
from desktop.ui.kit.strip import Action
from desktop.ui.kit.theme import u
from desktop.ui.kit.turnpaint import Mark, Turn
from desktop.ui.kit.turns import TurnsView

ROWS: tuple[TwoLines | str, ...] = (
    "Today",
    TwoLines(
        "Ada Lovelace",
        "missed",
        wash="missed_wash",
        ink="missed",
        title_role="missed",
        time="14:05",
        meta=("+44 20 7946 0018", "waiting 2 h 10"),
    ),
    TwoLines(
        "Chiara Rossi",
        "incoming",
        wash="answered_wash",
        ink="answered",
        time="13:41",
        meta=("+39 06 9480 1234", "12 min 4 s"),
        tag="Billing",
        more="+1",
        icons=("recording", "transcript", "note"),
    ),
    TwoLines(
        "+33 6 12 34 56 78",
        "outgoing",
        wash="chip",
        ink="accent",
        time="12:02",
        meta=("France, mobile", "busy"),
    ),
    TwoLines(
        "Harbour Taxi",
        "voicemail",
        wash="waiting_wash",
        ink="waiting",
        time="22 h 5 min",
        time_icon="clock",
        time_role="waiting",
        time_weight=600,
        meta=("+44 1632 960001", "0 min 48 s"),
        icons=("recording", "transcript"),
    ),
    TwoLines(
        "Okafor & Sons <b>",
        letters="OS",
        wash="chip",
        time="Tue 10:12",
        meta=("+234 1 277 0000", "7 min 02 s"),
        tag="Order",
        icons=("recording",),
    ),
    "Yesterday",
    TwoLines("Reception", "internal", time="17:44", meta=("extension 204", "1 min 9 s")),
    TwoLines(
        "A name that is so long that it has to be cut somewhere before the time",
        "incoming",
        wash="answered_wash",
        ink="answered",
        time="4 Mar 2024",
        meta=("+1 202 555 0143", "a second line that is just as long as the first one is", "never seen"),
        tag="Left out",
        icons=("recording",),
    ),
    TwoLines(
        "Brennan & Daly",
        letters="BD",
        wash="chip",
        time="Not saved",
        time_icon="warning",
        time_role="missed",
        time_weight=600,
        meta=("+44 161 496 0127", "United Kingdom"),
        title_marks=((0, 4),),
        number_marks=((4, 11),),
        level=True,
        trouble="No longer in the phonebook, and nobody knows since when",
        words=("Retry", "Discard"),
    ),
)

TURNS = (
    Turn(
        "0:02",
        "Chiara",
        0,
        "Good afternoon, it is Chiara from Rossi Forniture. I am calling about the invoice of last month.",
    ),
    Turn("0:09", "You", 1, "Of course. Do you have the number of the invoice at hand?"),
    Turn(
        "0:13",
        "Chiara",
        0,
        "Yes, it is forty-one, two hundred and seven. We were charged for delivery twice.",
    ),
    Turn(
        "0:21",
        "You",
        1,
        "I can see it here. The second delivery was cancelled, so I will send you a credit note today.",
    ),
    Turn("0:29", "Chiara", 0, "Perfect. Could you send it to the <b>accounting</b> address as well?"),
    Turn("0:34", "Unknown", 2, "I will. Anything else that I can do for you?"),
)


class _Rows(QAbstractTableModel):
    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(ROWS)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = ROWS[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item if isinstance(item, str) else item.title
        return None

    def headerData(self, _section: int, _way: Qt.Orientation, _role: int = 0) -> Any:
        return ""

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if isinstance(ROWS[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(RowDelegate):
    def content(self, ink: Ink, index: AnyIndex, state: RowState) -> None:
        item = ROWS[index.row()]
        if isinstance(item, str):
            heading(ink, item)
        else:
            two_lines(ink, item, state)


def sample_list(name: str = "Calls") -> ListView:
    """Return a list with every kind of row."""
    view = ListView(name=name)
    view.setModel(_Rows(view))
    view.setItemDelegate(_Delegate(view))
    view.set_headings(
        [index for index, item in enumerate(ROWS) if isinstance(item, str)],
        [index for index, item in enumerate(ROWS) if isinstance(item, TwoLines) and item.trouble],
    )
    view.set_actions(
        (Action("call", "phone", "Call back"), Action("play", "play", "Play"), Action("note", "note", "Note"))
    )
    return view


def _sub(text: str, body: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(u(8))
    column.addWidget(caption(text))
    frame = Pane("panel", "tbse", margins=(1, 1, 1, 1))
    frame.add(body, 1)
    column.addWidget(frame, 1)
    return column


def states() -> QWidget:
    """Show what a list shows without rows, and how trouble is said."""
    made = page()
    grid = QGridLayout()
    grid.setSpacing(u(16))
    empty = EmptyState(
        "phone",
        "No calls in the last 12 months",
        "The next call of your lines appears here by itself.",
        "Call a number",
        action_icon="phone",
    )
    nothing = EmptyState(
        "filter", "No call fits all four filters", "Without “Over 30 min” there would be 38.", "Reset filters"
    )
    failed = EmptyState(
        "warning",
        "The calls could not be read",
        "The file of this account is damaged; what the provider has is safe. " * 2,
        "Read again",
    )
    grid.addLayout(_sub("Loading", Skeleton(name="Reading the calls")), 0, 0)
    grid.addLayout(_sub("Empty", empty), 0, 1)
    grid.addLayout(_sub("Filtered to nothing", nothing), 1, 0)
    grid.addLayout(_sub("Failed", failed), 1, 1)
    made.add_layout(grid, 1)
    made.add(
        Banner(
            "waiting",
            "No connection since 15:02",
            "Calls as of then. Next try in 24 s.",
            "Try now",
            icon="offline",
        )
    )
    made.add(
        Banner(
            "missed",
            "Sign-in needed",
            "The provider refused the key, perhaps it has expired.",
            "Enter new key",
        )
    )
    blocks = QHBoxLayout()
    blocks.setSpacing(u(16))
    blocks.addWidget(
        Banner("waiting", "22:40 there.", "That is inside the night hours you set.", icon="moon", block=True)
    )
    blocks.addWidget(Banner("answered", "Connected in 0.4 s.", "4 lines found.", block=True))
    blocks.addWidget(Banner("neutral", "", "The provider tells of no missed calls.", block=True))
    made.add_layout(blocks)
    known, open_end = ProgressBar(name="Upload"), ProgressBar(name="Reading")
    known.setValue(60)
    open_end.setRange(0, 0)
    made.add_layout(row(Text("Progress, known and not:", "dim", 12), known, open_end, spacing=16))
    return made


def lists() -> QWidget:
    """Show rows: selected, under the pointer with its actions, and with the keyboard's focus."""
    made = Pane("window", vertical=False, margins=(24, 16, 24, 16), spacing=16)
    rest, hover, keyboard = sample_list("Selected"), sample_list("Hover"), sample_list("Keyboard")
    rest.go_to(2)
    hover.go_to(2)
    hover.hover_row(3)
    keyboard.pose_focused()
    keyboard.go_to(4)
    for text, view in (("Selected", rest), ("Pointer on a row", hover), ("Keyboard on a row", keyboard)):
        made.add_layout(_sub(text, view), 1)
    return made


def _delivered(row: int) -> tuple[Mark, ...]:
    """Mark what a search for "deliver" found, the second one as the hit that it stands at."""
    return (Mark(TURNS[row].text.index("deliver"), 8, row == 3),) if row in (2, 3) else ()


def conversation() -> QWidget:
    """Show the transcript with its running turn and marks."""
    made = page()
    turns = TurnsView(name="Transcript")
    turns.show_turns(TURNS)
    turns.set_running(3, animate=False)
    turns.set_marks(_delivered)
    turns.setMinimumHeight(u(264))
    found = FindField("Find in this call", previous="Previous", following="Next")
    found.setText("deliver")
    found.show_found("2 of 2", walkable=True)
    chosen = turns.model().index(5, 0)
    turns.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)
    made.add(found)
    made.add(turns, 1)
    return made


class _Floats(Pane):
    """Holds what floats as plain children, so that one picture shows it all."""

    def __init__(self) -> None:
        super().__init__("window")
        popover = Popover(self, name="The line", kind=Qt.WindowType.Widget)
        popover.box.addWidget(Text("Sales desk", px=16, weight=600))
        popover.box.addWidget(Text("+33 1 23 45 67 89, extension 204", "dim"))
        popover.box.addWidget(Paragraph("The other side sees this number; the call is recorded.", "dim", 12))
        popover.box.addWidget(Button("Choose another line"), 0, Qt.AlignmentFlag.AlignLeading)
        popover.move(u(24), u(24))
        dialog = Dialog(self, title="Call this number?")
        dialog.setWindowFlags(Qt.WindowType.Widget)
        dialog.box.addWidget(Text("Call this number?", px=16, weight=600))
        number = Card(fill="window")
        number.add(Text("+61 2 5550 1234", px=22, weight=600, tabular=True))
        number.add(Text("Sydney, Australia, fixed line. Not in your contacts.", "dim"))
        dialog.box.addWidget(number)
        dialog.box.addWidget(
            Banner(
                "waiting",
                "22:40 there.",
                "That is inside the night hours you set, 21:00 to 8:00.",
                icon="moon",
                block=True,
            )
        )
        cancel = dialog.add_button(Button("Cancel"))
        cancel.pose_focused()
        dialog.add_button(Button("Call", kind="go", icon="phone"))
        dialog.move(u(400), u(24))
        menu = Menu(self)
        menu.setWindowFlags(Qt.WindowType.Widget)
        menu.add("Show Sidetone", "screen")
        chosen = menu.add("Quick dial…", "search")
        chosen.setShortcut("Ctrl+Alt+D")
        menu.addSeparator()
        menu.add_menu("Missed (7)", "missed").add("Ada Lovelace")
        checked = menu.add("Research & more")
        checked.setCheckable(True)
        checked.setChecked(True)
        menu.add("Call the number on the clipboard", "phone").setEnabled(False)
        menu.setActiveAction(chosen)
        menu.move(u(24), u(300))
        toast = Toast(self, "Chiara Rossi was deleted", "Undo", counts=True)
        toast.move(u(440), u(440))
        for widget in (popover, dialog, menu, toast):
            widget.ensurePolished()
            widget.adjustSize()
            widget.show()


def floats() -> QWidget:
    """Show popover, dialog, menu and toast."""
    return _Floats()

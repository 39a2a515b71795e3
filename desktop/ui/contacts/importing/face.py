"""How a row of an import looks and what is said of it, worked out once for all the times it is painted."""

from dataclasses import dataclass

from PySide6.QtCore import Qt

from desktop import numbers
from desktop.services.importing.plan import Choice, ImportPlan, PlanRow, Verdict
from desktop.services.importing.values import FileKind
from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui import times
from desktop.ui.kit.count_chips import Kind
from desktop.ui.kit.marks import VerdictMark
from desktop.ui.kit.outside import shown
from desktop.ui.kit.roles import Role

_LOOKS: dict[Verdict, tuple[str, Role]] = {
    Verdict.NEW: ("plus", "answered"),
    Verdict.REPAIRED: ("repaired", "waiting"),
    Verdict.WARNING: ("help", "waiting"),
    Verdict.MERGE: ("join", "waiting"),
    Verdict.SAME: ("same", "dim"),
    Verdict.INVALID: ("warning", "missed"),
}


def kinds() -> list[tuple[Verdict | None, Kind]]:
    """Return what the rows can be filtered by."""
    each = [(verdict, Kind(sentences.VERDICTS[verdict], *look)) for verdict, look in _LOOKS.items()]
    return [(None, Kind(strings.ALL)), *each]


def mark(verdict: Verdict) -> VerdictMark:
    """Return how a verdict is painted."""
    icon, role = _LOOKS[verdict]
    return VerdictMark(icon, sentences.VERDICTS[verdict], role)


@dataclass(frozen=True, slots=True)
class Face:
    """What is painted. `more` counts the numbers that are not shown, `choice` is "" where there is none."""

    number: str
    name: str
    phone: str
    more: str
    mark: VerdictMark
    reason: str
    choice: str
    taken: bool
    able: bool
    sentence: str

    @property
    def state(self) -> Qt.CheckState:
        """Return whether it is ticked."""
        return Qt.CheckState.Checked if self.taken else Qt.CheckState.Unchecked


def face(row: PlanRow, plan: ImportPlan) -> Face:
    """Return how a row of a plan looks."""
    cards = plan.facts.kind is FileKind.VCARD
    number = times.number(row.index + 1 if cards else row.line)
    phones = [shown(numbers.display(text, plan.region)) for text in row.numbers]
    taken = row.choice is not Choice.SKIP
    others = [choice for choice in row.choices if choice is not Choice.SKIP]
    offered = len(others) > 1 or (taken and row.verdict is Verdict.SAME)
    name = row.merge.after.name if row.merge and row.choice is Choice.MERGE else row.name
    head = strings.HEAD_CARD if cards else strings.HEAD_ROW
    return Face(
        number=number,
        name=shown(name) or strings.NO_NAME,
        phone=phones[0] if phones else "",
        more=f"+{len(phones) - 1}" if len(phones) > 1 else "",
        mark=mark(row.verdict),
        reason=shown(row.reason),
        choice=sentences.choice(row, row.choice) if offered else "",
        taken=taken,
        able=bool(others),
        sentence=sentences.row(row, number, phones, head),
    )

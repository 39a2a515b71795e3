"""Texts with values in them of an upload of numbers into a campaign."""

from collections.abc import Sequence
from datetime import datetime

from desktop import numbers
from desktop.domain.campaigns import Campaign
from desktop.domain.numbers import Finding
from desktop.domain.uploads import Piece, PieceState, RowState, RowVerdict, Upload, UploadRow
from desktop.services.campaigns.values import MirrorAge, MirrorProgress
from desktop.services.importing.values import FileFacts, Progress, Stage
from desktop.ui import sentences_contact, sentences_files, times
from desktop.ui import strings_upload as strings
from desktop.ui.kit.outside import shown
from desktop.ui.sentences import counted, listed

VERDICTS = {
    RowVerdict.OK: strings.OK,
    RowVerdict.REPAIRED: strings.REPAIRED,
    RowVerdict.WARNING: strings.WARNING,
    RowVerdict.DUPLICATE: strings.DUPLICATE,
    RowVerdict.IN_CAMPAIGN: strings.IN_CAMPAIGN,
    RowVerdict.INVALID: strings.INVALID,
    RowVerdict.DNC: strings.DNC,
}
STATES = {
    RowState.SENT: strings.STATE_IN,
    RowState.REFUSED: strings.STATE_REFUSED,
    RowState.UNKNOWN: strings.UNKNOWN,
    RowState.WAITING: strings.STATE_WAITING,
    RowState.SENDING: strings.SENDING,
    RowState.LEFT_OUT: strings.STATE_LEFT_OUT,
}
PIECES = {
    PieceState.WAITING: strings.WAITING,
    PieceState.SENDING: strings.SENDING,
    PieceState.ACCEPTED: strings.ACCEPTED,
    PieceState.REFUSED: strings.REFUSED_PIECE,
    PieceState.UNKNOWN: strings.UNKNOWN,
    PieceState.SPLIT: strings.SPLIT,
}


def title(campaign: str) -> str:
    """`Upload to Spring renewals`."""
    return f"Upload to {shown(campaign)}" if campaign else strings.STEP_UPLOAD


def steps() -> tuple[str, ...]:
    """Return the names of the wizard's steps."""
    return strings.STEP_FILE, strings.STEP_CHECK, strings.STEP_UPLOAD, strings.STEP_RESULT


def variable(place: int) -> str:
    """Return what a variable is called, the first one for 1: `Variable 1`."""
    return f"Variable {times.number(place)}"


def file_facts(found: FileFacts, rows: int | None) -> str:
    """`10,047 rows, 612 KB`."""
    size = sentences_files.size(found.size)
    return size if rows is None else f"{_rows(rows)}, {size}"


def list_facts(rows: int) -> str:
    """Say how long a list is that is not from a file chosen now."""
    return _rows(rows)


def _rows(count: int) -> str:
    return counted(count, "row", "rows")


def _numbers(count: int) -> str:
    return counted(count, "number", "numbers")


# ---- the check


def reading(now: Progress) -> str:
    """`45 of 200 MB read, 61,200 rows`, and how many are checked once all are read."""
    if now.stage is Stage.READING:
        return sentences_files.progress(now)
    return f"{times.number(now.done)} of {_rows(now.total)}"


def listing(now: MirrorProgress) -> str:
    """`Spring renewals: 12,000 of 48,210 numbers`."""
    done = _numbers(now.done) if now.total is None else f"{times.number(now.done)} of {_numbers(now.total)}"
    return f"{shown(now.campaign)}: {done}"


def checked(upload: Upload) -> str:
    """Return what a screen reader says when the rows are there: `148 rows: 98 OK, 6 Repaired`."""
    counts = [
        f"{times.number(upload.verdicts[each])} {word}"
        for each, word in VERDICTS.items()
        if upload.verdicts.get(each)
    ]
    return f"{_rows(upload.rows)}: {listed(counts)}"


def row(item: UploadRow, number: str, state: bool) -> str:
    """Return a row as a screen reader says it."""
    place = f"{strings.HEAD_ROW} {times.number(item.line or item.index + 1)}"
    said = STATES[item.state] if state else VERDICTS[item.verdict]
    parts = [place, said, number, *map(shown, item.variables), shown(item.reason)]
    return ", ".join(part for part in parts if part)


def typed(text: str, region: str | None) -> tuple[str, bool]:
    """Say what a number is while it is typed, and whether it could go in as it stands."""
    check = numbers.check(text, region)
    if check.finding is Finding.NOTHING:
        return strings.ENTER_SAVES, False
    if check.finding in {Finding.WHOLE, Finding.UNASSIGNED}:
        place = sentences_contact.place(check.info)
        return (place if check.finding is Finding.WHOLE and place else strings.WILL_BE_NUMBER), True
    # What the number's plan asks for has no room beside the other columns.
    return sentences_contact.finding(check).partition(":")[0].rstrip("."), False


def upload_button(count: int) -> str:
    """`Upload 9,812 numbers`."""
    return f"Upload {_numbers(count)}"


def runs(campaign: Campaign) -> str:
    """Say whether phones ring when numbers arrive; "" when they do not."""
    name = shown(campaign.name)
    if campaign.runs:
        return f"{name} is running: phones start to ring as the numbers arrive"
    return "" if campaign.runs is False else f"It is not known whether {name} runs: phones may ring at once"


def mirror(age: MirrorAge, now: datetime) -> str:
    """Say what the list was compared with: `Compared with 48,210 numbers of this campaign, read 2 h ago`."""
    if age.campaign.listed_at is None:
        return strings.NEVER_READ
    when = times.ago(age.campaign.listed_at, now)
    said = f"Compared with {_numbers(age.campaign.numbers)} of this campaign, read {when}"
    read = [part for part in age.others if part.listed_at is not None]
    if read:
        oldest = min(part.listed_at for part in read if part.listed_at is not None)
        others = counted(len(read), "other active campaign", "other active campaigns")
        said += f", and with {others}, read {times.ago(oldest, now)}"
    missing = len(age.others) - len(read)
    if missing:
        said += f"; {counted(missing, 'other active campaign was', 'other active campaigns were')} never read"
    return f"{said}."


def read_first(age: MirrorAge) -> str:
    """Offer to read them: `Read the campaign's numbers first (48,210, about 40 s)`."""
    facts = [times.number(age.to_read)] if age.to_read else []
    if age.seconds is not None:
        facts.append(f"about {times.duration(max(1, round(age.seconds)))}")
    verb = strings.READ_FIRST
    if age.campaign.listed_at is not None:
        verb = strings.READ_OTHERS if age.oldest is None else strings.READ_AGAIN
    return f"{verb} ({', '.join(facts)})" if facts else verb


def ring_question(upload: Upload) -> str:
    """Return the question before the first piece leaves."""
    return f"{_numbers(upload.wanted)} go into {shown(upload.campaign)}."


def leaves_out(upload: Upload) -> str:
    """Say how many rows stay here."""
    count = upload.rows - upload.wanted
    return f"{counted(count, 'row stays', 'rows stay')} out." if count else ""


# ---- the upload


def done_of(upload: Upload) -> tuple[str, str, str]:
    """Return the figures of an upload that runs: how many, of how many, and the share."""
    done, total = arrived(upload), upload.wanted
    share = round(100 * done / total) if total else 100
    share = share if done == total else min(share, 99)
    return (
        times.number(done),
        f"of {counted(total, 'number is', 'numbers are')} in the campaign",
        f"{share} %",
    )


def arrived(upload: Upload) -> int:
    """Return how many rows are in the campaign."""
    return upload.states.get(RowState.SENT, 0)


def rate(per_second: float) -> str:
    """`38 numbers per second`, and for slow ones `12 numbers per minute`."""
    if per_second >= 1:
        return f"{_numbers(round(per_second))} per second"
    return f"{_numbers(max(1, round(per_second * 60)))} per minute"


def left(seconds: float) -> str:
    """`about 2 min`."""
    if seconds < 90:
        return f"about {max(5, 5 * round(seconds / 5))} s"
    minutes = round(seconds / 60)
    return f"about {minutes} min" if minutes < 60 else f"about {times.hours(minutes * 60)}"


def piece_of(upload: Upload, size: int) -> str:
    """`52 of 99, 100 numbers each`."""
    now = min(upload.pieces + 1, upload.pieces_total)
    said = f"{times.number(now)} of {times.number(upload.pieces_total)}"
    return f"{said}, {_numbers(size)} each" if size else said


def piece_rows(piece: Piece) -> str:
    """`5,101 to 5,200`."""
    if piece.first == piece.last:
        return times.number(piece.first)
    return f"{times.number(piece.first)} to {times.number(piece.last)}"


def piece_answer(piece: Piece) -> str:
    """Say what came of a piece: `100 numbers taken`."""
    if piece.state is PieceState.SPLIT:
        return strings.SPLIT_TEXT
    if piece.state is PieceState.UNKNOWN:
        found = piece.rows - piece.unknown
        return f"{counted(found, 'number', 'numbers')} found in the campaign, {piece.unknown} not seen"
    if piece.said:
        return shown(piece.said)
    return f"{_numbers(piece.rows)} taken" if piece.state is PieceState.ACCEPTED else ""


def took(seconds: float | None) -> str:
    """`2.6 s`; "" while nobody knows."""
    return "" if seconds is None else f"{times.tenths(seconds)} s"


def piece(item: Piece) -> str:
    """Return a piece as a screen reader says it."""
    head = f"{strings.HEAD_PIECE} {times.number(item.number)}"
    parts = [head, piece_rows(item), PIECES[item.state], piece_answer(item), took(item.took_s)]
    return ", ".join(part for part in parts if part)


def pieces(upload: Upload) -> str:
    """Return what a screen reader says of the grid of pieces."""
    done = f"{times.number(upload.pieces)} of {counted(upload.pieces_total, 'piece', 'pieces')} answered"
    unknown = upload.states.get(RowState.UNKNOWN, 0)
    return f"{done}, {unknown_rows(unknown)}" if unknown else done


def unknown_rows(count: int) -> str:
    """`2 rows of unknown outcome`."""
    return f"{_rows(count)} of unknown outcome"


def unknown_text(pieces_of: Sequence[Piece]) -> str:
    """Say how they came to be unknown."""
    where = listed([times.number(piece.number) for piece in pieces_of[:3]])
    if len(pieces_of) > 3:
        where += f" and {times.number(len(pieces_of) - 3)} more"
    word = "piece" if len(pieces_of) == 1 else "pieces"
    found = sum(piece.rows - piece.unknown for piece in pieces_of)
    missing = sum(piece.unknown for piece in pieces_of)
    lead = f"No clear answer came to {word} {where}." if pieces_of else "No clear answer came."
    whose = "its" if len(pieces_of) == 1 else "their"
    seen = f"{times.number(found)} of {whose} numbers were found in the campaign, " if found else ""
    tail = f"{times.number(missing)} were not seen yet and are never sent again unasked."
    return f"{lead} {seen}{tail}" if missing else f"{lead} They are never sent again unasked."


def goes_on(moment: datetime, now: datetime) -> str:
    """Say when a pause ends: `It goes on by itself at 14:05:09, in 23 s.`."""
    seconds = max(0, round((moment - now).total_seconds()))
    return f"It goes on by itself at {times.exact(moment)}, in {times.duration(seconds)}."


def cancel_text(upload: Upload) -> str:
    """Say what a cancelled upload leaves behind."""
    done, waiting = arrived(upload), upload.states.get(RowState.WAITING, 0)
    verb = "is" if done == 1 else "are"
    stays = f"{_numbers(done)} {verb} in the campaign and stay there. " if done else ""
    return f"{stays}{counted(waiting, 'number is', 'numbers are')} not sent any more."


def background(upload: Upload) -> str:
    """Return what the status line says: `Uploading to Spring renewals, 52 %`."""
    share = done_of(upload)[2]
    return f"Uploading to {shown(upload.campaign)}, {share}"


# ---- how it ended


def result(upload: Upload) -> str:
    """`9,810 of 9,812 numbers are in Spring renewals`."""
    done, total = arrived(upload), upload.wanted
    name = shown(upload.campaign)
    if done == total and total:
        return f"{counted(done, 'number is', 'numbers are')} in {name}"
    return f"{times.number(done)} of {_numbers(total)} are in {name}"


def result_text(upload: Upload) -> str:
    """Say what became of the others."""
    states = upload.states
    said = [
        _so_many(states.get(RowState.REFUSED, 0), "was refused", "were refused"),
        _so_many(states.get(RowState.UNKNOWN, 0), "is of unknown outcome", "are of unknown outcome"),
        _so_many(states.get(RowState.WAITING, 0), "waits", "wait"),
        _so_many(states.get(RowState.LEFT_OUT, 0), "was left out", "were left out"),
    ]
    told = [each for each in said if each]
    return f"{listed(told)[:1].upper()}{listed(told)[1:]}." if told else ""


def _so_many(count: int, one: str, many: str) -> str:
    return f"{_rows(count)} {one if count == 1 else many}" if count else ""


def send_again_button(count: int) -> str:
    """`Send 2 numbers again`."""
    return f"Send {_numbers(count)} again"


def found_again(before: int, after: int) -> str:
    """Say what another look found."""
    found = before - after
    if not found:
        return strings.NONE_FOUND
    return f"{_numbers(found)} found in the campaign"


def finished(upload: Upload) -> str:
    """Say in passing how an upload that nobody watched ended."""
    return f"{result(upload)}."


def stopped(upload: Upload) -> str:
    """Say in passing that an upload that nobody watched stopped."""
    return f"The upload to {shown(upload.campaign)} stopped: {upload.reason}"

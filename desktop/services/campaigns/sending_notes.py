"""What is noted of an upload while it is sent; each of these is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.errors import ErrorKind
from desktop.domain.uploads import PieceState, RowState, UploadState
from desktop.services.campaigns.checking import met
from desktop.store import Db, mirror, upload_changes, upload_pieces, uploads

AGAIN = "Nothing of it was there, so it goes again."
ENDED = "Sidetone ended in the middle. It goes on where it was when you say so."


def taken(rows: int) -> str:
    """Say what a provider took that says nothing itself."""
    return "1 number taken" if rows == 1 else f"{rows:,} numbers taken"


def took_part(rows: int, of: int) -> str:
    """Say that a provider took some of the numbers."""
    return f"{rows:,} of {of:,} numbers taken"


@dataclass(frozen=True, slots=True)
class End:
    """How a piece went, and what its rows are now."""

    number: int
    indexes: Sequence[int]
    rows: RowState
    piece: PieceState
    said: str
    took_s: float


def begin(db: Db, upload_id: str, now: datetime) -> bool:
    """Note that an upload is sent off: from now on nothing of it is put right, and nobody forgets it.

    False, and nothing, when somebody has forgotten it.
    """
    upload = uploads.get(db, upload_id)
    if upload is None:
        return False
    began = upload.began_at or now
    upload_changes.change(
        db, upload_id, state=UploadState.SENDING, began_at=began, reason="", trouble=None, retry_at=None
    )
    return True


def go(db: Db, upload_id: str, most_rows: int) -> None:
    """Note that a campaign takes numbers, and how many of them in a piece."""
    upload_changes.change(db, upload_id, ended_at=None, most_rows=most_rows)


def end(
    db: Db, upload_id: str, state: UploadState, reason: str, trouble: ErrorKind | None, now: datetime
) -> None:
    """Note that an upload is sent no more."""
    if state is UploadState.CANCELLED:
        upload_changes.leave_out_waiting(db, upload_id)
    over = state in (UploadState.DONE, UploadState.CANCELLED)
    upload_changes.change(
        db,
        upload_id,
        state=state,
        reason=reason,
        trouble=trouble,
        retry_at=None,
        ended_at=now if over else None,
    )


def begin_piece(db: Db, upload_id: str, indexes: Sequence[int], now: datetime) -> int | None:
    """Note that rows are about to leave; None, and nothing, when some of them wait no more, or must not.

    Whether their numbers came into the campaign is looked up in the same transaction: another upload may be
    sending them in this moment.
    """
    rows, upload = uploads.rows(db, upload_id, indexes), uploads.get(db, upload_id)
    if upload is None or len(rows) < len(indexes) or any(row.state is not RowState.WAITING for row in rows):
        return None
    if met(db, upload, indexes):
        return None
    last = upload_pieces.last(db, upload_id)
    if last is None or last.to_row >= indexes[0] or last.state is PieceState.SPLIT:
        first = uploads.place_of(db, upload_id, indexes[0])
    else:
        first = last.first + last.rows
    number = upload_pieces.begin(db, upload_id, indexes, first, now)
    upload_changes.move(db, upload_id, indexes, RowState.SENDING, piece=number)
    return number


def end_piece(db: Db, upload_id: str, ended: End, now: datetime) -> None:
    """Note how a piece went. What was sent is in the mirror from now on; refused rows say why."""
    upload_changes.move(db, upload_id, ended.indexes, ended.rows)
    unknown = len(ended.indexes) if ended.rows is RowState.UNKNOWN else 0
    upload_pieces.end(
        db, upload_id, ended.number, ended.piece, said=ended.said, unknown=unknown, took_s=ended.took_s
    )
    upload = uploads.get(db, upload_id)
    if ended.rows is RowState.SENT and upload is not None:
        mirror.sent(db, upload.campaign_id, uploads.keys_of(db, upload_id, ended.indexes), now)
    if ended.rows is RowState.REFUSED:
        upload_changes.explain(db, upload_id, ended.indexes, ended.said)


def put_back(db: Db, upload_id: str, number: int, indexes: Sequence[int]) -> None:
    """Let rows wait again of which nothing was taken, as if their piece had not been."""
    upload_changes.move(db, upload_id, indexes, RowState.WAITING)
    upload_pieces.drop(db, upload_id, number)


def refuse_the_rest(db: Db, upload_id: str, number: int, missing: int, said: str) -> None:
    """Take the rows of a piece that were not found for refused, when they are as many as were not taken."""
    indexes = uploads.of_piece(db, upload_id, number, RowState.UNKNOWN)
    if len(indexes) == missing:
        upload_changes.move(db, upload_id, indexes, RowState.REFUSED)
        upload_changes.explain(db, upload_id, indexes, said)
        upload_pieces.end(db, upload_id, number, PieceState.ACCEPTED, said=said)


def recover(db: Db) -> list[str]:
    """Note that nobody knows of what was under way when an earlier run ended; returns those uploads."""
    touched = []
    for upload_id, piece in upload_pieces.sending(db):
        indexes = uploads.of_piece(db, upload_id, piece.number, RowState.SENDING)
        upload_changes.move(db, upload_id, indexes, RowState.UNKNOWN)
        upload_pieces.end(db, upload_id, piece.number, PieceState.UNKNOWN, said=ENDED, unknown=len(indexes))
        touched.append(upload_id)
    for upload in uploads.every(db):
        if upload.state is UploadState.SENDING:
            upload_changes.change(
                db, upload.id, state=UploadState.STOPPED, reason=ENDED, trouble=None, retry_at=None
            )
            touched.append(upload.id)
    return list(dict.fromkeys(touched))


def wait_again(db: Db, upload_id: str, indexes: Sequence[int]) -> int:
    """Let rows wait again that are of unknown outcome or refused, some at once; returns how many do."""
    rows = uploads.rows(db, upload_id, indexes)
    open_ = [row for row in rows if row.state in (RowState.UNKNOWN, RowState.REFUSED)]
    again = [row.index for row in open_]
    pieces = {row.piece for row in open_ if row.piece is not None}
    upload_changes.insist(db, upload_id, again)
    for piece in pieces:
        left = (RowState.SENT, RowState.UNKNOWN, RowState.REFUSED)
        if any(uploads.of_piece(db, upload_id, piece, state) for state in left):
            upload_pieces.count_unknown(db, upload_id, piece)
        else:  # nothing of it is known to have arrived, and all of it goes with others
            upload_pieces.end(db, upload_id, piece, PieceState.SPLIT, said=AGAIN)
    upload = uploads.get(db, upload_id)
    if again and upload is not None and upload.state in (UploadState.DONE, UploadState.CANCELLED):
        upload_changes.change(db, upload_id, state=UploadState.PAUSED, ended_at=None)
    return len(again)

"""What the upload shows, without a window: its pages, its grid, its columns, its words and figures."""

from dataclasses import replace
from datetime import timedelta

from desktop.domain.errors import ErrorKind
from desktop.domain.uploads import Piece, PieceState, RowState, RowVerdict, UploadRow, UploadState
from desktop.services.campaigns.values import UploadChoice
from desktop.services.importing.values import FileFacts, FileKind
from desktop.ui import sentences_upload as sentences
from desktop.ui.campaigns.upload.columns import NOT_USED, NUMBER, offered, parts, use_as, uses
from desktop.ui.campaigns.upload.grid import CellFace, PieceMark, cell_faces
from desktop.ui.campaigns.upload.model import RowsModel
from desktop.ui.campaigns.upload.views import Help, Pieces, Speed, standing
from desktop.ui.kit.paged import PAGES_KEPT
from tests.support.uploading import an_upload
from tests.ui.conftest import NOON


class Endless:
    """A source of a million rows that counts what is asked of it."""

    def __init__(self) -> None:
        self.asked = 0

    def rows(self, _upload_id, _which, first: int, limit: int):
        self.asked += limit
        return [
            UploadRow(at, at + 2, "+33199004295", "+33199004295", (), RowVerdict.OK, "", RowState.WAITING)
            for at in range(first, first + limit)
        ]

    def pieces(self, _upload_id, first: int, limit: int):
        self.asked += limit
        newest = 20_000 - first
        numbers = range(newest, max(0, newest - limit), -1)
        return [Piece(n, 50 * n - 49, 50 * n, 50, PieceState.ACCEPTED) for n in numbers]


def test_of_a_million_rows_only_pages_are_read(app):
    source = Endless()
    model = RowsModel(source, states=False)
    model.show_upload(replace(an_upload(), rows=1_000_000), None)
    assert model.rowCount() == 1_000_000
    assert model.item(999_999).place == "1,000,001"
    assert source.asked == 64
    for place in range(0, 1_000_000, 5000):
        model.item(place)
    assert model.pages_kept <= PAGES_KEPT


def test_of_thousands_of_pieces_only_new_ones_are_read_again():
    source = Endless()
    pieces = Pieces(source)
    rounds = 1
    while pieces.read("1"):
        rounds += 1
    assert pieces.made == 20_000
    assert rounds > 1  # in several turns of the window's loop
    assert len(pieces.marks) == 20_000
    source.asked = 0
    assert not pieces.read("1")
    assert source.asked <= 500


def test_a_grid_has_room_for_any_number_of_pieces():
    accepted, unknown = PieceMark(PieceState.ACCEPTED), PieceMark(PieceState.UNKNOWN, 2)
    few = cell_faces([accepted, unknown, PieceMark(PieceState.SENDING)], 5, 99)
    assert few[0] == CellFace(1.0)
    assert few[1].unknown == 2
    assert few[2].sending
    assert few[3] == few[4] == CellFace(0.0)
    large = cell_faces([accepted] * 5000 + [unknown], 20_000, 99)
    assert len(large) <= 99
    assert sum(cell.unknown for cell in large) == 2
    assert large[0].share == 1.0
    assert large[-1].share == 0.0


def test_columns_take_each_others_parts(tmp_path):
    facts = FileFacts(tmp_path / "a.csv", 9, FileKind.CSV, "utf-8", headings=("tel", "name", "", "note"))
    choice = UploadChoice(0, (1, 2, 3))
    assert uses(facts, choice) == [NUMBER, 1, 2, 3]
    assert use_as(facts, choice, 3, NOT_USED) == UploadChoice(0, (1, 2))
    assert use_as(facts, choice, 3, 1) == UploadChoice(0, (3, 2, 1))
    assert use_as(facts, choice, 2, NUMBER) == UploadChoice(2, (1, 0, 3))
    assert use_as(facts, choice, 0, NOT_USED) == UploadChoice(-1, (1, 2, 3))
    assert use_as(facts, None, 1, NUMBER) == UploadChoice(1, ())
    assert [part.title for part in parts(facts, choice, 3)] == ["tel", "name", "Column 3", "note"]
    assert offered(choice, 2)[-1] == (NOT_USED, "Not used")
    assert len(offered(choice, NOT_USED)) == 6  # a fourth variable may be made of it


def test_what_is_said_of_an_upload():
    upload = an_upload()
    assert sentences.done_of(upload) == ("5,098", "of 9,812 numbers are in the campaign", "52 %")
    nearly = replace(upload, states={RowState.SENT: 9811, RowState.WAITING: 1, RowState.LEFT_OUT: 235})
    assert sentences.done_of(nearly)[2] == "99 %"
    assert sentences.background(upload) == "Uploading to Spring renewals, 52 %"
    assert sentences.rate(38.2) == "38 numbers per second"
    assert sentences.rate(0.2) == "12 numbers per minute"
    assert sentences.left(124) == "about 2 min"
    assert sentences.left(42) == "about 40 s"
    assert sentences.upload_button(9812) == "Upload 9,812 numbers"
    ended_so = replace(upload, state=UploadState.DONE, states={RowState.SENT: 1, RowState.LEFT_OUT: 10_046})
    assert sentences.result(ended_so) == "1 number is in Spring renewals"
    assert sentences.typed("06 39 98 31 26", "FR")[1]
    assert sentences.typed("+33 6 39 98 47", "FR") == ("Two digits are missing", False)
    assert sentences.typed("", "FR")[1] is False


def test_how_fast_it_is_and_why_it_stands():
    speed, upload = Speed(), an_upload()
    speed.note(upload, NOON)
    assert speed.pace(upload, NOON).rate == 0.0
    later = replace(upload, states={**upload.states, RowState.SENT: 5098 + 380})
    speed.note(later, NOON + timedelta(seconds=10))
    pace = speed.pace(later, NOON + timedelta(seconds=10))
    assert round(pace.rate) == 38
    assert pace.left is not None
    assert standing(upload, NOON) is None
    waits = standing(replace(upload, retry_at=NOON + timedelta(seconds=23)), NOON)
    assert waits is not None
    assert "in 23 s" in waits.text
    assert waits.help is Help.NONE
    assert waits.title == "The provider asks for a pause"
    away = replace(upload, retry_at=NOON + timedelta(seconds=5), trouble=ErrorKind.OFFLINE)
    assert standing(away, NOON).title == "The provider cannot be reached"
    assert standing(replace(upload, state=UploadState.STOPPED, reason="Odd."), NOON).help is Help.GO_ON

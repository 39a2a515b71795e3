"""Tables out of any program: encodings, delimiters, headers, and what is wrong in them."""

import csv
import os

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.importing import encodings, source
from desktop.services.importing.lines import LONGEST_LINE
from desktop.services.importing.values import FileKind, FileOptions, Role
from tests.support.files_of_contacts import read, written

FRENCH = "Nom;Téléphone\nÉlodie Lefèvre;01 99 00 42 95\nJosé Muñoz;+34 910 60 12 34\n"
POLISH = "Imię i nazwisko;Telefon\nŁukasz Wiśniewski;+48 22 555 01 23\nMałgorzata Dąbrowska;+48 61 555 01\n"
RUSSIAN = "Имя;Телефон\nИван Петров;+7 495 123 45 67\nОльга Смирнова;+7 812 123 45 67\n"
GREEK = "Όνομα;Τηλέφωνο\nΓιώργος Παπαδόπουλος;+30 21 0123 4567\nΜαρία;+30 21 0123 4568\n"
JAPANESE = "名前,電話\n山田太郎,+81 3 1234 5678\n鈴木一郎,+81 3 1234 5679\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (FRENCH, "utf-8", "utf-8"),
        (FRENCH, "utf-8-sig", "utf-8"),
        (FRENCH, "utf-16", "utf-16"),
        (FRENCH, "utf-16-le", "utf-16-le"),
        (FRENCH, "utf-16-be", "utf-16-be"),
        (RUSSIAN, "utf-16-le", "utf-16-le"),
        (JAPANESE, "utf-16-be", "utf-16-be"),
        (FRENCH, "utf-32", "utf-32"),
        (FRENCH, "cp1252", "cp1252"),
        (FRENCH, "mac-roman", "mac-roman"),
        (FRENCH, "cp850", "cp850"),
        (POLISH, "cp1250", "cp1250"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (GREEK, "cp1253", "cp1253"),
        (JAPANESE, "cp932", "cp932"),
        ("name,phone\nAda,020 7946 0018\nBo,020 7946 0019\n", "ascii", "utf-8"),
    ],
)
def test_an_encoding_is_found_and_its_letters_are_read(text, encoding, found, tmp_path):
    file = written(tmp_path, text, encoding=encoding)
    assert source.look(file).encoding == found
    first, second = list(csv.reader(text.splitlines(), delimiter=";" if ";" in text else ","))[1:3]
    assert [row.name for row in read(file)] == [first[0], second[0]]


def test_an_encoding_is_found_by_a_letter_far_down_the_file(tmp_path):
    text = "name,phone\n" + "Ada,020 7946 0018\n" * 200_000 + "Élodie,020 7946 0019\n"
    file = written(tmp_path, text, encoding="cp1252")
    assert source.look(file).encoding == "cp1252"
    assert read(file)[-1].name == "Élodie"


def test_zeros_do_not_make_it_utf_16(tmp_path):
    file = written(tmp_path, "name,phone\nA\0da,020 7946 0018\n\0\0,\0\n")
    assert source.look(file).encoding == "utf-8"
    assert [row.name for row in read(file)] == ["A\0da", "\0\0"]


def test_a_chosen_encoding_counts_and_an_unknown_one_is_refused(tmp_path):
    file = written(tmp_path, FRENCH, encoding="cp1252")
    facts = source.look(file, FileOptions(encoding="latin-1"))
    assert facts.encoding == "iso8859-1"
    for name in ("no-such", "hex", "rot13", ""):
        with pytest.raises(Trouble, match="no encoding"):
            source.look(file, FileOptions(encoding=name))


@pytest.mark.parametrize("name", encodings.OFFERED)
def test_every_encoding_on_offer_can_be_read_with(name, tmp_path):
    assert encodings.known(name) == name
    file = written(tmp_path, "name,phone\nAda,020 7946 0018\n", encoding=name)
    assert [row.name for row in read(file, encoding=name)] == ["Ada"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_found(delimiter, tmp_path):
    rows = [["name", "phone"], ["Smith, Ada", "+44 20 7946 0018"], ["Bo; Mann", "020 7946 0019"]]
    lines = [delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in row) for row in rows]
    file = written(tmp_path, "\r\n".join(lines))
    assert source.look(file).delimiter == delimiter
    assert [(row.line, row.name) for row in read(file)] == [(2, "Smith, Ada"), (3, "Bo; Mann")]


def test_the_line_in_which_a_spreadsheet_names_its_delimiter_is_no_row(tmp_path):
    file = written(tmp_path, "sep=;\nname;phone\nAda, Bo;020 7946 0018\n")
    assert source.look(file).delimiter == ";"
    assert [(row.line, row.name) for row in read(file)] == [(3, "Ada, Bo")]


def test_a_mark_that_is_not_closed_before_long_lines_hides_no_delimiter(tmp_path):
    long = "".join(f"Ada {at};020 7946 {1000 + at};{'note ' * 1_500}\n" for at in range(40))
    file = written(tmp_path, 'name;phone;note\nBo;020 7946 0019;"open\n' + long)
    facts = source.look(file)
    assert (facts.delimiter, facts.columns[:2]) == (";", (Role.NAME, Role.NUMBER))
    assert [row.name for row in source.rows(facts)][:3] == ["Bo", "Ada 0", "Ada 1"]


def test_columns_that_were_chosen_for_a_wider_table_are_cut(tmp_path):
    file = written(tmp_path, "name,phone,mobile\nAda,020 7946 0018,07700 900001\n", encoding="utf-16-le")
    chosen = (Role.NAME, Role.NUMBER, Role.NUMBER, Role.NUMBER, Role.IGNORE, Role.IGNORE)
    facts = source.look(file, FileOptions(encoding="utf-16-le", columns=chosen))
    assert facts.columns == (Role.NAME, Role.NUMBER, Role.NUMBER)
    assert [row.numbers for row in source.rows(facts)] == [("020 7946 0018", "07700 900001")]
    (short,) = read(written(tmp_path, "Ada\n"), columns=chosen, header=False)
    assert (short.name, short.numbers) == ("Ada", ())


@pytest.mark.parametrize("delimiter", ["", "ab", '"', "\n"])
def test_what_cannot_part_cells_is_refused(delimiter, tmp_path):
    file = written(tmp_path, "a,b\n")
    if not delimiter:
        assert source.look(file, FileOptions(delimiter=delimiter)).delimiter == ","
        return
    with pytest.raises(Trouble, match="cannot part"):
        source.look(file, FileOptions(delimiter=delimiter))


def test_a_table_without_a_header_is_understood_by_what_stands_in_it(tmp_path):
    file = written(
        tmp_path, "1,Ada Lovelace,1815-12-10,020 7946 0018\n2,Bo Mann,1900-01-01,+44 20 7946 0019\n"
    )
    facts = source.look(file)
    assert not facts.header
    assert facts.columns == (Role.IGNORE, Role.NAME, Role.IGNORE, Role.NUMBER)
    assert [(row.line, row.name, row.numbers) for row in read(file)] == [
        (1, "Ada Lovelace", ("020 7946 0018",)),
        (2, "Bo Mann", ("+44 20 7946 0019",)),
    ]
    headed = source.look(file, FileOptions(header=True))
    assert headed.header
    assert headed.headings[1] == "Ada Lovelace"


def test_headings_in_no_known_language_are_a_header_above_numbers(tmp_path):
    file = written(tmp_path, "Jméno,Číslo pevné linky\nAda,+420 257 000 123\nBo,+420 257 000 124\n")
    facts = source.look(file)
    assert (facts.header, facts.columns) == (True, (Role.NAME, Role.NUMBER))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        # a cell of several lines is one row, at its first line
        ('n,t\n"A\nB",1234567\nC,2345678\n', [(2, "A\nB"), (4, "C")]),
        # a quotation mark that is not closed costs its own row alone
        ('n,t\n"Bo,1234567\nCid,2345678\n"Dan",3456789\n', [(2, "Bo"), (3, "Cid"), (4, "Dan")]),
        ('n,t\nAda,1234567\n"Bo,2345678\nCid,3456789', [(2, "Ada"), (3, "Bo"), (4, "Cid")]),
        ('n,t\nAda,1234567\n"Bo,2345678', [(2, "Ada"), (3, "Bo")]),
        # marks in the middle of a text are letters
        ('n,t\nBo 5" pipe,1234567\n"A ""B"" C",2345678\n', [(2, 'Bo 5" pipe'), (3, 'A "B" C')]),
        # rows that are too short, too long or empty
        ("n,t\nAda\n\n ,\nBo,1234567,x,y\n", [(2, "Ada"), (4, ""), (5, "Bo")]),
        # old Macintosh line ends
        ("n,t\rAda,1234567\rBo,2345678", [(2, "Ada"), (3, "Bo")]),
    ],
)
def test_rows_are_found_whatever_is_wrong_with_them(text, rows, tmp_path):
    found = read(written(tmp_path, text), columns=(Role.NAME, Role.NUMBER), delimiter=",", header=True)
    assert [(row.line, row.name) for row in found] == rows
    assert not any(row.trouble for row in found)


def test_ten_thousand_rows_behind_an_open_quotation_mark_are_not_lost(tmp_path):
    text = 'n,t\n"Bo,1234567\n' + "".join(f"P{i},20794{i:05d}\n" for i in range(10_000))
    found = read(written(tmp_path, text), columns=(Role.NAME, Role.NUMBER), header=True)
    assert len(found) == 10_001
    assert found[0].repaired == "A quotation mark is not closed"
    assert (found[-1].line, found[-1].name) == (10_002, "P9999")


def test_a_line_without_end_is_refused_and_the_next_one_read(tmp_path):
    long = "x" * (3 * LONGEST_LINE)
    found = read(
        written(tmp_path, f"n,t\n{long},1234567\nAda,2345678\n"),
        columns=(Role.NAME, Role.NUMBER),
        header=True,
    )
    assert [(row.line, row.name, row.trouble) for row in found] == [
        (2, "", "The line is too long to be a contact"),
        (3, "Ada", ""),
    ]


def test_a_name_of_ten_thousand_letters_is_read_whole(tmp_path):
    (row,) = read(written(tmp_path, f"name,phone\n{'ü' * 10_000},020 7946 0018\n"))
    assert len(row.name) == 10_000


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("01 99 00 42 95 / 06 39 98 31 26", ("01 99 00 42 95", "06 39 98 31 26")),
        ("+442079460018 ::: +442079460019", ("+442079460018", "+442079460019")),
        ("020 7946 0018; 020 7946 0019", ("020 7946 0018", "020 7946 0019")),
        ('"020 7946 0018\n020 7946 0019"', ("020 7946 0018", "020 7946 0019")),
        ("tel:+442079460018;ext=12", ("tel:+442079460018;ext=12",)),
        ("030/12345678", ("030/12345678",)),
    ],
)
def test_a_cell_with_several_numbers_is_parted(cell, numbers, tmp_path):
    (row,) = read(written(tmp_path, f"name\tphone\nAda\t{cell}\n"))
    assert row.numbers == numbers


def test_a_row_tells_that_it_has_more_than_a_phone_book(tmp_path):
    text = (
        "Name,Phone 1 - Type,Phone,E-mail\nAda,Work,020 7946 0018,ada@example.org\nBo,Home,020 7946 0019,\n"
    )
    assert [row.left_out for row in read(written(tmp_path, text))] == [True, False]


def test_samples_are_short_and_on_one_line(tmp_path):
    facts = source.look(written(tmp_path, f'name,phone\n"A\nB",020 7946 0018\n{"x" * 5000},1234567\n'))
    assert facts.samples[0] == ("A B", "020 7946 0018")
    assert len(facts.samples[1][0]) == 200


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "empty.csv", "it is empty"),
        (b"  \n\n ", "blank.csv", "it is empty"),
        (b"PK\x03\x04rest", "book.xlsx", "save it as CSV"),
        (b"\x89PNG\r\n", "a.csv", "a picture"),
        (b"nothing here\n", "a.vcf", "no card in it"),
    ],
)
def test_a_file_without_contacts_is_refused_with_a_sentence(data, name, why, tmp_path):
    with pytest.raises(Trouble, match=why) as caught:
        source.look(written(tmp_path, data, name))
    assert caught.value.kind is ErrorKind.NO_FILE
    assert name in caught.value.sentence


def test_what_is_no_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("", "folder"), ("missing.csv", "no such file"), ("pipe", "device")):
        with pytest.raises(Trouble, match=why) as caught:
            source.look(tmp_path / name)
        assert caught.value.kind is ErrorKind.NO_FILE


def test_a_file_that_goes_away_ends_in_a_sentence(tmp_path):
    file = written(tmp_path, "name,phone\nAda,020 7946 0018\n")
    facts = source.look(file)
    file.unlink()
    with pytest.raises(Trouble, match="no such file"):
        list(source.rows(facts))


def test_cards_are_known_by_what_stands_in_the_file(tmp_path):
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nTEL:020 7946 0018\nEND:VCARD\n"
    facts = source.look(written(tmp_path, card, "contacts.txt"))
    assert (facts.kind, facts.version) == (FileKind.VCARD, "3.0")
    assert facts.has_names
    assert facts.has_numbers


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_an_encoding_that_cannot_be_is_refused_in_a_sentence(tmp_path, encoding):
    file = tmp_path / "contacts.csv"
    file.write_text(FRENCH, encoding="utf-8")
    with pytest.raises(Trouble) as met:
        source.look(file, FileOptions(encoding=encoding))
    assert met.value.kind is ErrorKind.NO_FILE
    assert "not in the encoding that was chosen" in met.value.sentence

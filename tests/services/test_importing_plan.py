"""What an import proposes for each row, and what a person may make of that."""

from dataclasses import replace

import pytest

from desktop.domain.contacts import ContactCard
from desktop.services.importing import planner
from desktop.services.importing.plan import Choice, Verdict
from desktop.services.importing.rowcheck import checked, read_number
from desktop.services.importing.values import FileRow
from tests.support.files_of_contacts import contact, planned, verdicts, written

BOOK = (
    contact(1, "Hugo Marchand", "+33 1 99 00 17 46"),
    contact(2, "Ada Lovelace", "+44 20 7946 0018"),
    contact(3, "Bluebird Bakery", "+1 202 555 0163", "+1 202 555 0162"),
    contact(4, "Full House", "020 7946 0001", "020 7946 0002", "020 7946 0003"),
    contact(5, "Sam Twice", "020 7946 0005"),
    contact(6, "Sam Twice", "020 7946 0006"),
    replace(contact(7, "Lobby", "020 7946 0008"), read_only=True),
)


def table(*rows: str) -> str:
    return "\n".join(["name;phone;mobile;phone 3;phone 4;phone 5", *rows, ""])


def plan_of(tmp_path, *rows, there=BOOK, **options):
    return planned(written(tmp_path, table(*rows)), there, **options)


@pytest.mark.parametrize(
    ("row", "verdict", "reason", "numbers"),
    [
        ("Atelier Vasseur;+33 2 61 91 40 12", "ok", "", ("+33 2 61 91 40 12",)),
        ("Bo;020 7946 0019", "ok", "", ("020 7946 0019",)),
        ("Bo;020 7946 0019;+442079460019", "ok", "", ("020 7946 0019",)),
        ('Bo;"tel:+44-20-7946-0019;ext=12"', "ok", "", ("+442079460019 ext. 12",)),
        ("Bo;0044 20 7946 0019 ext 12", "ok", "", ("+442079460019 ext. 12",)),
        # merged, there already, or somebody else's
        ("MARCHAND, Hugo;+33 1 99 00 17 46;+33 6 12 34 56 78", "merge", "Same number, adds a mobile", None),
        ("Hugo Marchand;0033 1 99 00 17 46", "duplicate", "Nothing to change", None),
        ("ADA LOVELACE;020 7946 0018", "duplicate", "Nothing to change", None),
        ("Bluebird Bakery;+1 202 555 0164", "merge", "Same name, adds a third number", None),
        ("Bluebird Bakery;+1 202 555 0164;+1 202 555 0165", "merge",
         "Same name, adds a third number; no place is left for another one", None),
        ("Full House;020 7946 0004", "warning",
         "Full House is there, and has no place left for another number", None),
        ("Lobby;020 7946 0008", "duplicate", "Nothing to change", None),
        ("Lobby;020 7946 0009", "warning", "Lobby is there, and the phone book lets nobody change it", None),
        ("Ada L;020 7946 0018", "warning", "The phone book has this number as Ada Lovelace", None),
        ("Sam Twice;020 7946 0006", "duplicate", "Nothing to change", None),
        ("Sam Twice;020 7946 0007", "warning",
         "The phone book has 2 contacts of this name, with other numbers", None),
        # put right
        ("Bo;+331 99 00 00 10;+33199000011;+33199000012;+33199000013;+33199000014", "repaired",
         "Has 5 numbers, the first 3 are kept", ("+331 99 00 00 10", "+33199000011", "+33199000012")),
        ("B\0o\u202e;020 7946 0019", "repaired", "Invisible characters are removed", None),
        ("Bo;4.4E+11;020 7946 0019", "repaired",
         "4.4E+11 is left out: rounded by a spreadsheet, digits are lost", ("020 7946 0019",)),
        ("Bo;n/a;020 7946 0019", "repaired",
         "n/a is left out: not a phone number: n/a", ("020 7946 0019",)),
        ("Bo;Mobile: 020 7946 0019", "ok", "", ("+442079460019",)),
        # refused
        (";020 7946 0019", "invalid", "It has no name", None),
        ("Bo", "invalid", "It has no number", None),
        ("Front desk;204", "invalid", "An extension, not a phone number", None),
        ("Police;112", "invalid", "An emergency number, which is never called from here", None),
        ("Bo;4,4E+11", "invalid", "Rounded by a spreadsheet, digits are lost", None),
        ("Bo;4.4e11", "invalid", "Rounded by a spreadsheet, digits are lost", None),
        ("Bo;call me", "invalid", "Not a phone number: call me", None),
        ("Bo;020 7946 00", "invalid", "2 digits are missing", None),
        ("Bo;+999 12345678", "invalid", "No country has numbers that begin like this", None),
        (f"{'x' * 10_001};020 7946 0019", "invalid",
         "The name has 10,001 letters, 10,000 are the most", None),
    ],
)  # fmt: skip
def test_a_row_gets_its_verdict_and_why(row, verdict, reason, numbers, tmp_path):
    plan = plan_of(tmp_path, row, delimiter=";", header=True)
    (found,) = plan.page(None, 0, 10)
    assert (found.line, found.verdict.value, found.reason) == (2, verdict, reason)
    if numbers is not None:
        assert found.numbers == numbers


def test_letters_that_cannot_be_read_are_a_warning(tmp_path):
    file = written(tmp_path, "name,phone\nJosé,020 7946 0019\n", encoding="cp1252")
    assert verdicts(planned(file, encoding="utf-8")) == [
        (2, "warning", "Some letters cannot be read in this encoding")
    ]


def test_emoji_joined_letters_and_accents_go_in_as_they_are(tmp_path):
    names = ["👩‍👩‍👧 Fam", "می‌خواهم", "Zoë Żółć", "李小龙", "e\u0301lodie"]
    plan = plan_of(tmp_path, *[f"{name};020 7946 {1000 + at}" for at, name in enumerate(names)])
    assert [(row.name, row.verdict) for row in plan.page(None, 0, 9)] == [
        (name, Verdict.NEW) for name in names
    ]


def test_a_merge_shows_before_and_after_and_never_changes_a_name(tmp_path):
    (row,) = plan_of(tmp_path, "MARCHAND Hugo;+33199001746;+33 6 12 34 56 78").page(None, 0, 1)
    assert row.merge is not None
    assert row.merge.contact_id == "1"
    assert row.merge.before == ContactCard("Hugo Marchand", ("+33 1 99 00 17 46", "", ""))
    assert row.merge.after == ContactCard("Hugo Marchand", ("+33 1 99 00 17 46", "+33 6 12 34 56 78", ""))
    assert (row.choice, row.choices) == (Choice.MERGE, (Choice.MERGE, Choice.ADD, Choice.SKIP))


def test_rows_of_one_contact_become_one_contact(tmp_path):
    plan = plan_of(
        tmp_path,
        "Bo Mann;020 7946 1001",
        "MANN, Bo;020 7946 1001;020 7946 1002",
        "Bo Mann;+442079461002",
        "Bo Mann;020 7946 1009",
        "Cid;020 7946 1001",
    )
    assert verdicts(plan) == [
        (2, "repaired", "With the numbers of row 3"),
        (3, "duplicate", "The same contact as row 2, its number is added there"),
        (4, "duplicate", "The same as row 2, which is kept"),
        (5, "warning", "The same name as row 2, with another number"),
        (6, "warning", "The same number as Bo Mann in row 2"),
    ]
    assert plan.row(0).numbers == ("020 7946 1001", "020 7946 1002")
    assert plan.included() == 3


def test_rows_that_merge_into_one_contact_add_up(tmp_path):
    plan = plan_of(
        tmp_path,
        "Ada Lovelace;020 7946 0018;020 7946 1001",
        "Ada Lovelace;020 7946 1002",
        "Ada Lovelace;020 7946 1001",
        "Ada Lovelace;020 7946 1003",
    )
    rows = plan.page(None, 0, 9)
    assert [row.verdict.value for row in rows] == ["merge", "merge", "duplicate", "warning"]
    assert rows[1].merge is not None
    assert rows[1].merge.after.numbers == ("+44 20 7946 0018", "020 7946 1001", "020 7946 1002")
    assert rows[2].reason == "The same as row 3, which is kept"


def test_numbers_without_a_country_are_read_and_kept_for_the_chosen_one(tmp_path):
    rows = "Bo;01 99 00 42 95", "Cid;+44 20 7946 0019"
    french = plan_of(tmp_path, *rows, region="FR")
    assert [row.numbers for row in french.page(None, 0, 9)] == [("+33199004295",), ("+44 20 7946 0019",)]
    british = plan_of(tmp_path, "Bo;020 7946 0019", region="GB")
    assert british.row(0).numbers == ("020 7946 0019",)
    nowhere = plan_of(tmp_path, "Bo;020 7946 0019", region=None)
    assert nowhere.row(0).reason == "A number without its country: choose one for such numbers"


def test_choosing_makes_another_plan_and_leaves_the_first_as_it_was(tmp_path):
    plan = plan_of(
        tmp_path,
        "Bo;020 7946 1001",
        "Ada Lovelace;020 7946 0018;020 7946 1002",
        "Ada Lovelace;020 7946 0018",
        "Desk;204",
        ";1",
    )
    assert [row.choice for row in plan.page(None, 0, 9)] == [
        Choice.ADD, Choice.MERGE, Choice.SKIP, Choice.SKIP, Choice.SKIP,
    ]  # fmt: skip
    other = plan.choose([0], Choice.SKIP).choose([1], Choice.ADD).choose([3, 4], Choice.ADD)
    assert [row.choice for row in other.page(None, 0, 9)] == [
        Choice.SKIP, Choice.ADD, Choice.SKIP, Choice.ADD, Choice.SKIP,
    ]  # fmt: skip
    assert (plan.included(), other.included()) == (2, 2)
    assert other.choose([0], Choice.MERGE).choice(0) is Choice.SKIP
    none = plan.choose_all(None, included=False)
    assert none.included() == 0
    assert none.choose_all(None, included=True).chosen == plan.chosen
    assert none.choose_all(Verdict.SAME, included=True).included(Verdict.SAME) == 1
    assert none.choose_all(Verdict.INVALID, included=True).included(Verdict.INVALID) == 1  # 204, not ";1"
    assert [index for index, _, _ in other.wanted()] == [1, 3]


def test_pages_and_counts_by_verdict(tmp_path):
    rows = [f"P{i};020 7946 {1000 + i}" if i % 2 else ";1" for i in range(100)]
    plan = plan_of(tmp_path, *rows)
    assert (plan.total, plan.count(Verdict.NEW), plan.count(Verdict.INVALID)) == (100, 50, 50)
    assert [row.index for row in plan.page(Verdict.INVALID, 10, 3)] == [20, 22, 24]
    assert plan.page(Verdict.NEW, 50, 10) == ()
    assert plan.page(None, 98, 10) == (plan.row(98), plan.row(99))
    assert plan.page(None, 500, 10) == ()


def test_rows_after_the_last_that_is_taken_are_refused_one_by_one(tmp_path, monkeypatch):
    monkeypatch.setattr(planner, "MOST_ROWS", 3)
    plan = plan_of(tmp_path, *[f"P{i};020 7946 {1000 + i}" for i in range(5)])
    assert [(line, verdict) for line, verdict, _ in verdicts(plan)] == [
        (2, "ok"), (3, "ok"), (4, "ok"), (5, "invalid"), (6, "invalid"),
    ]  # fmt: skip
    assert plan.row(4).reason == "More than 250,000 rows, split the file"
    assert plan.count(Verdict.INVALID) == 2
    assert [row.line for row in plan.page(Verdict.INVALID, 1, 5)] == [6]
    assert plan.choose_all(Verdict.INVALID, included=True).included() == 3
    assert plan.choose([4], Choice.ADD).choice(4) is Choice.SKIP
    assert [row.line for row in plan.page(Verdict.INVALID, 0, 1)] == [5]
    assert plan.page(Verdict.INVALID, 2, 9) == ()
    monkeypatch.setattr(planner, "MOST_BEYOND", 1)
    plan = plan_of(tmp_path, *[f"P{i};020 7946 {1000 + i}" for i in range(5)], ";1")
    assert (plan.total, plan.row(3).reason) == (4, "Nothing after this row is read, split the file")


def test_thousands_of_one_name_or_one_number_do_not_slow_it_down(tmp_path):
    same_name = [f"Unknown;020 79{i // 10_000}6 {i % 10_000:04d}" for i in range(20_000)]
    plan = plan_of(tmp_path, *same_name, *same_name)
    assert plan.count(Verdict.SAME) == 20_000
    same_number = [f"P{i};020 7946 0099" for i in range(20_000)]
    plan = plan_of(tmp_path, *same_number, *same_number)
    assert plan.count(Verdict.SAME) == 20_000


def test_a_number_is_read_the_same_in_every_spelling():
    spellings = (
        "06 12 34 56 78",
        "+33 6 12 34 56 78",
        "0033612345678",
        "tel:+33-6-12-34-56-78",
        "06.12.34.56.78",
    )
    assert {read_number(text, "FR", "FR").key for text in spellings} == {"+33612345678"}


def test_an_unreadable_row_says_only_that():
    found = checked(FileRow(7, trouble="The card has no end"), 3, "GB", "GB")
    assert (found.verdict, found.reason, found.importable) == (Verdict.INVALID, "The card has no end", False)

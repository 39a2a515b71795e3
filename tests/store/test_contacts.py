"""Contacts in a real file: what a list makes of them, and what is kept of a card."""

from collections.abc import Callable
from typing import Any

import pytest

from desktop.domain.contacts import ContactCard, EditState, Pending, ProviderContact
from desktop.store import books, contact_edits, contacts
from desktop.store.contact_edits import Edit
from desktop.store.contacts import BookRow, derived, letter_of
from tests.support.stored_calls import NOON

Run = Callable[[Callable[[Any], Any]], Any]

PLACES = ("Main", "Second")


def entry(key: str | None, name: str, *numbers: str) -> ProviderContact:
    return ProviderContact(key, ContactCard(name, (*numbers, *[""] * (len(PLACES) - len(numbers)))))


@pytest.fixture
def take(run: Run, account: Any) -> Callable[..., books.Plan]:
    """Take a list over."""

    def taken(*entries: ProviderContact, region: str = "FR") -> books.Plan:
        found: books.Plan = run(
            lambda db: books.replace_book(db, account.id, entries, places=PLACES, region=region, now=NOON)
        )
        return found

    return taken


def names(run: Run) -> list[str]:
    return run(
        lambda db: [name for (name,) in db.execute("SELECT name FROM contacts WHERE shown ORDER BY folded")]
    )  # type: ignore[no-any-return]


def edit(run: Run, contact_id: int, **values: Any) -> Edit:
    one = Edit(1, contact_id, Pending.EDIT, EditState.WAITING, **values)
    run(lambda db: contact_edits.keep(db, one))
    return one


@pytest.mark.parametrize(
    ("folded", "letter"),
    [
        ("anna", "A"),
        ("", "#"),
        ("42nd street", "#"),
        ("\U0001f469", "#"),
        ("жанна", "Ж"),
        ("ßeta", "S"),
        ("中", "中"),
    ],
)
def test_the_letter_that_a_name_stands_under(folded: str, letter: str) -> None:
    assert letter_of(folded) == letter


def test_what_is_kept_of_a_card() -> None:
    kept = derived(
        ContactCard("  Élodie ", ("06 12 34 56 78", "", "204", "tel:call me")), BookRow(PLACES, "FR")
    )
    assert (kept.folded, kept.letter) == ("elodie", "E")
    assert [(place, label, number) for place, label, _, number, _ in kept.rows][:2] == [
        (0, "Main", "+33612345678"),
        (2, "", "204"),
    ]
    assert kept.numbers.startswith('[["06 12 34 56 78","+33612345678"],["",null],["204",null]')


def test_a_list_adds_changes_and_removes(run: Run, take: Callable[..., books.Plan]) -> None:
    first = take(entry("1", "Ann", "204"), entry("2", "Bob", "205"), entry("2", "Bob again", "206"))
    assert (len(first.new), names(run)) == (2, ["Ann", "Bob"])
    second = take(entry("2", "Bobby", "205"), entry("3", "Eve", "207"))
    assert (len(second.new), len(second.changed), len(second.gone)) == (1, 1, 1)
    assert names(run) == ["Bobby", "Eve"]
    assert not take(entry("2", "Bobby", "205"), entry("3", "Eve", "207"))


def test_numbers_stand_as_calls_have_them(run: Run, take: Callable[..., books.Plan]) -> None:
    take(entry("1", "Ann", "06 12 34 56 78", "204"))
    found = run(
        lambda db: db.execute(
            "SELECT place, label, number, key FROM contact_numbers ORDER BY place"
        ).fetchall()
    )
    assert found == [
        (0, "Main", "+33612345678", "0033612345678 0612345678"),
        (1, "Second", "204", "204"),
    ]


def test_another_region_reads_the_numbers_again_also_of_those_that_are_not_shown(
    run: Run, take: Callable[..., books.Plan]
) -> None:
    take(entry("1", "Ann", "01632 960001"), entry("2", "Bob", "01632 960002"))
    run(lambda db: contacts.hide(db, [2]))
    run(lambda db: contacts.reread(db, contacts.ids_of_account(db, 1), BookRow(PLACES, "GB")))
    assert run(lambda db: db.execute("SELECT contact_id, number FROM contact_numbers").fetchall()) == [
        (1, "+441632960001")
    ]
    bob = run(lambda db: contacts.get(db, "2"))
    assert bob.numbers[0].e164 == "+441632960002"


def test_what_a_person_wants_is_not_overwritten_by_a_list(run: Run, take: Callable[..., books.Plan]) -> None:
    take(entry("1", "Ann", "204"), entry("2", "Bob", "205"))
    edit(run, 1, seen=ContactCard("Ann", ("204", "")), wanted=ContactCard("Anne", ("204", "")))
    found = take(entry("1", "Hannah", "204"))
    assert (found.changed, found.gone) == ([], [2])
    assert found.edited == [(1, ContactCard("Hannah", ("204", "")))]
    one = run(lambda db: contacts.stored(db, 1))
    assert (one.card.name, one.there.name) == ("Ann", "Hannah")
    take()
    one = run(lambda db: contacts.stored(db, 1))
    assert (one.provider_id, one.there) == ("1", None)


def test_an_edit_made_between_comparing_and_writing_is_kept(
    run: Run, take: Callable[..., books.Plan]
) -> None:
    take(entry("1", "Ann", "204"), entry("2", "Bob", "205"))
    found = run(lambda db: books.plan(db, "1", [entry("1", "Hannah", "204")]))
    for contact_id in (1, 2):
        edit(run, contact_id, seen=ContactCard("?", ("204",)), wanted=ContactCard("Anne", ("204",)))
    told = [contact_id for work in books.chunks(found) for contact_id in run(work.write)]
    assert sorted(told) == [1, 2]
    ann, bob = (run(lambda db, n=n: contacts.stored(db, n)) for n in (1, 2))
    assert (ann.card.name, ann.there.name) == ("Ann", "Hannah")
    assert (bob.card.name, bob.there) == ("Bob", None)


def test_the_parts_of_a_list_are_bounded(run: Run, take: Callable[..., books.Plan]) -> None:
    many = [entry(str(n), f"Name {n}", "204") for n in range(books.CHUNK * 2 + 1)]
    found = run(lambda db: books.plan(db, "1", many))
    assert [len(work.new) for work in books.chunks(found)] == [books.CHUNK, books.CHUNK, 1]
    take(*many)
    assert len(names(run)) == len(many)
    gone = run(lambda db: books.plan(db, "1", []))
    assert [len(work.gone) for work in books.chunks(gone)] == [books.CHUNK, books.CHUNK, 1]


def test_an_account_that_is_not_there_has_no_book(run: Run, account: Any) -> None:
    assert run(lambda db: contacts.book(db, 77)) == BookRow((), None)
    assert run(lambda db: books.counts(db, account.id)) == (0, 0, 0, None)
    assert run(lambda db: contact_edits.unsent(db, account.id)) == 0


def test_awkward_texts_come_back_as_they_were(run: Run, take: Callable[..., books.Plan]) -> None:
    odd = [
        "A" * 10_000,
        "\u202eevE",
        "👩\u200d💻",
        'He said "no", [x]',
        "Zo\u0308e",
        "中文",
        "'; DROP TABLE contacts",
    ]
    take(*[entry(str(n), name, "204") for n, name in enumerate(odd)])
    read = run(lambda db: contacts.get_all(db, contacts.ids_of_account(db, 1)))
    assert [one.name for one in read] == odd
    assert not take(*[entry(str(n), name, "204") for n, name in enumerate(odd)])


def test_which_edit_speaks_for_a_contact(run: Run, take: Callable[..., books.Plan]) -> None:
    take(entry("1", "Ann", "204"))
    card = ContactCard("Ann", ("204", ""))
    sent = edit(run, 1, wanted=card)
    sent.kind, sent.state = Pending.ADD, EditState.SENT
    run(lambda db: contact_edits.keep(db, sent))
    assert run(lambda db: contacts.get(db, "1")).pending is None
    assert run(lambda db: contact_edits.unsent(db, "1")) == 0
    edit(run, 1, seen=card, wanted=card)
    assert run(lambda db: contacts.get(db, "1")).pending is Pending.EDIT
    held = edit(run, 1, seen=card)
    held.kind, held.state = Pending.DELETE, EditState.HELD
    run(lambda db: contact_edits.keep(db, held))
    one = run(lambda db: contacts.get(db, "1"))
    assert (one.pending, one.state) == (Pending.DELETE, EditState.HELD)
    assert run(lambda db: contact_edits.unsent(db, "1")) == 1

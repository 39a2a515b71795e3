"""What finds a contact: any part of its name without accents, any spelling or part of its numbers.

Three letters or more are found anywhere, one or two where a word or a number begins: a trigram index knows
nothing shorter, so the beginnings stand in it with a mark before them that nobody can type.
"""

import json
import re
from collections.abc import Collection, Iterator
from typing import Any

from desktop.numbers import search_parts
from desktop.store.connection import Db
from desktop.store.fold import fold

TRIGRAM = 3
MOST_WORDS = 8
"""So many words of a text are looked for: nobody's name needs more."""

_MARK = "\x02"
_JOINED = 0x2E80
"""From here on scripts write words without spaces between them: each sign may begin one."""

_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_ANY_NUMBER = re.compile(r"[+(\s]*0{0,2}[)\s]*")
"""What nearly every number begins with in one of its spellings."""


def index(db: Db, contact_ids: Collection[int]) -> None:
    """Let the search know these contacts as `contacts` and `contact_numbers` have them now, or are gone."""
    ids = json.dumps(list(contact_ids))
    db.execute("DELETE FROM contacts_fts WHERE rowid IN (SELECT value FROM json_each(?))", (ids,))
    rows: list[Any] = db.execute(
        "SELECT k.id, k.folded, (SELECT group_concat(key, ' ') FROM contact_numbers WHERE contact_id = k.id)"
        " FROM json_each(?) j CROSS JOIN contacts k ON k.id = j.value WHERE +k.shown",
        (ids,),
    ).fetchall()
    db.executemany(
        "INSERT INTO contacts_fts (rowid, name, numbers) VALUES (?, ?, ?)",
        [(contact, _name_text(folded), _numbers_text(keys or "")) for contact, folded, keys in rows],
    )
    _changed(db)


def forget_account(db: Db, account_id: int) -> None:
    """Take an account's contacts out of the search, before their rows are deleted."""
    db.execute(
        "DELETE FROM contacts_fts WHERE rowid IN (SELECT id FROM contacts WHERE account_id = ?)",
        (account_id,),
    )
    # What was deleted from a full-text index stays readable in it until its parts are merged.
    db.execute("INSERT INTO contacts_fts (contacts_fts) VALUES ('optimize')")
    _changed(db)


def revision(db: Db) -> int:
    """Return a number that is another one after each change of what is shown, or of its order."""
    return int(db.execute("SELECT revision FROM contacts_revision").get)


def _changed(db: Db) -> None:
    db.execute("UPDATE contacts_revision SET revision = revision + 1")


def match(text: str) -> str | None:
    """Return the full-text query for a part of a name or of a number; None where nothing can fit.

    All words of the text must be there, in any order. "" stands for a text that fits everybody.
    """
    if _ANY_NUMBER.fullmatch(text):
        return ""
    find = _anywhere if _LETTER.search(text) else _named
    either = [_numbers(text), " AND ".join(map(find, words(text)))]
    return " OR ".join(f"({query})" for query in either if query) or None


def match_name(text: str) -> str | None:
    """As `match`, for names alone."""
    return " AND ".join(map(_named, words(text))) or None


def match_digits(parts: Collection[str]) -> str | None:
    """Return the full-text query for numbers with one of these digit strings; None for none."""
    terms = " OR ".join(map(_term, parts))
    return f"numbers : ({terms})" if terms else None


def _named(word: str) -> str:
    return f"name : {_term(word)}"


def _anywhere(word: str) -> str:
    numbers = _numbers(word)
    return f"({_named(word)} OR {numbers})" if numbers else _named(word)


def _numbers(text: str) -> str:
    return match_digits(search_parts(text)) or "" if _DIGIT.search(text) else ""


def words(text: str) -> list[str]:
    """Return the words to look for; what is only punctuation is none."""
    found = [word for word in fold(text).split() if any(map(_begins_word, word))]
    return found[:MOST_WORDS]


def _term(word: str) -> str:
    marked = _MARK * max(TRIGRAM - len(word), 0) + word
    return '"' + marked.replace('"', '""') + '"'


def _name_text(folded: str) -> str:
    return " ".join((folded, *dict.fromkeys(_marked(folded))))


def _numbers_text(keys: str) -> str:
    spellings = keys.split()  # "00" and E.164, then the national ones: see `numbers.search_key`
    begun = {each for spelling in spellings for each in (spelling.removeprefix("00"), spelling.lstrip("0"))}
    return " ".join((*spellings, *sorted({begin for each in begun for begin in _marked(each)})))


def _marked(text: str) -> Iterator[str]:
    """Yield the marked beginnings of words: of "jean-luc" those of "je" and "lu"."""
    for place in beginnings(text):
        yield _MARK * 2 + text[place : place + 2].rstrip()


def beginnings(text: str) -> Iterator[int]:
    """Yield where words begin, as the search sees it."""
    before = " "
    for place, sign in enumerate(text):
        if _begins_word(sign) and (not before.isalnum() or ord(sign) >= _JOINED):
            yield place
        before = sign


def _begins_word(sign: str) -> bool:
    return sign.isalnum() or ord(sign) > 0x2000

"""Whatever stands in a file, planning it ends: with rows that have a reason, or with a sentence."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import Trouble
from desktop.services.importing.plan import Verdict
from tests.support.files_of_contacts import contact, planned, verdicts

PIECES = [
    *("name", "phone", "Ada", "Élodie", "020 7946 0018", "+33 6 12 34 56 78", "4.4E+11", "204", "112"),
    *(
        '"',
        '""',
        ",",
        ";",
        "\t",
        "|",
        "\n",
        "\r\n",
        "\r",
        "\0",
        "\u202e",
        "\ufeff",
        "😀",
        "'",
        "=1+1",
        "sep=;",
    ),
    *("tel:+44;ext=1", " ::: ", "x" * 300, "BEGIN:VCARD\n", "END:VCARD\n", "VERSION:2.1\n", "VERSION:4.0\n"),
]
PROPERTIES = [
    *(
        "FN",
        "N",
        "TEL",
        "ORG",
        "NICKNAME",
        "item1.TEL",
        "X-ODD",
        "PHOTO",
        "AGENT",
        "fn",
        ";CELL",
        ";TYPE=cell,pref",
    ),
    *(
        ";ENCODING=QUOTED-PRINTABLE",
        ";CHARSET=klingon",
        ";CHARSET=cp1252",
        ";encoding=b",
        ";PREF=1",
        ";VALUE=uri",
    ),
    *(
        ":",
        "=C3=A9",
        "=E9",
        "=",
        "=\n",
        "\n",
        "\n ",
        "\\",
        "\\n",
        "\\,",
        ";;;",
        "Ada",
        "tel:+442079460018",
        "020 7946 0018",
    ),
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.lists(st.sampled_from(PROPERTIES), max_size=15).map("".join), max_size=3).map(
        lambda cards: "".join(f"BEGIN:VCARD\nFN:Ada\n{card}\nEND:VCARD\n" for card in cards)
    ),
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
BYTES = st.one_of(
    st.binary(max_size=400),
    st.tuples(TEXTS, ENCODINGS).map(lambda found: found[0].encode(found[1], "replace")),
)
BOOK = [contact(1, "Ada", "020 7946 0018"), contact(2, "Élodie", "204")]


@pytest.mark.parametrize("suffix", [".csv", ".vcf"])
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=BYTES, chosen=st.sampled_from([{}, {"encoding": "utf-16"}, {"delimiter": ";"}, {"header": True}]))
def test_any_file_ends_in_rows_or_a_sentence(suffix: str, data: bytes, chosen: dict, tmp_path: Path) -> None:
    file = tmp_path / f"fuzz{suffix}"
    file.write_bytes(data)
    try:
        plan = planned(file, BOOK, **chosen)
    except Trouble:
        return
    assert plan.total == sum(plan.count(verdict) for verdict in Verdict)
    lines = [line for line, _, _ in verdicts(plan)]
    assert lines == sorted(set(lines))
    for row in plan.page(None, 0, plan.total):
        if row.verdict is Verdict.INVALID:
            assert row.reason
        else:
            assert row.name
            assert row.numbers
            assert len(row.numbers) <= 3
            assert "\0" not in row.name + "".join(row.numbers)

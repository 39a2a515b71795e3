"""A page that is read in one step has the rows that are read one by one."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.store.pages import at_once

VALUES = st.none() | st.integers(-(2**63), 2**63 - 1) | st.text(st.characters(exclude_categories=["Cs"]))


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=5))
def test_all_texts_whole_numbers_and_nulls_come_as_they_are(run, rows):
    def work(db):
        db.execute("CREATE TEMP TABLE IF NOT EXISTS odd (place INTEGER, a, b, c)")
        db.execute("DELETE FROM odd")
        db.executemany("INSERT INTO odd VALUES (?, ?, ?, ?)", [(n, *row) for n, row in enumerate(rows)])
        sql = "SELECT a, b, c FROM odd WHERE place >= ? ORDER BY place DESC LIMIT ?"
        assert at_once(db, sql, (1, 3), 3) == [list(row) for row in db.execute(sql, (1, 3))]

    run(work)

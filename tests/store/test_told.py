"""What a person was told of: each fact once, and what is held back until it is said."""

from datetime import timedelta

from desktop.store import told
from tests.support.stored_calls import NOON


def test_a_fact_is_told_once_until_it_is_forgotten(run):
    def steps(db):
        assert told.take(db, "key:1:7", NOON)
        assert not told.take(db, "key:1:7", NOON + timedelta(days=300))
        assert told.take(db, "key:1:1", NOON)
        told.forget(db, "key:1:7")
        assert told.take(db, "key:1:7", NOON)
        assert told.take(db, "other", NOON + told.KEPT + timedelta(days=1))
        assert told.take(db, "key:1:1", NOON + told.KEPT + timedelta(days=1)), "it is not kept for ever"

    run(steps)


def test_what_is_held_back_stays_in_its_order_until_it_is_said_or_over(run):
    def steps(db):
        told.hold(db, "call:9", "missed", NOON)
        told.hold(db, "call:7", "voicemail", NOON + timedelta(seconds=5))
        told.hold(db, "upload:1", "upload", NOON + timedelta(seconds=9))
        told.hold(db, "call:9", "missed", NOON + timedelta(hours=1))
        assert told.held(db) == [("call:9", "missed"), ("call:7", "voicemail"), ("upload:1", "upload")]
        told.drop(db, "call:7")
        assert told.held(db) == [("call:9", "missed"), ("upload:1", "upload")]
        assert told.take(db, "late", NOON + told.KEPT + timedelta(days=1))
        assert len(told.held(db)) == 2, "what nobody heard of is kept"
        told.release(db)
        assert told.held(db) == []
        assert not told.take(db, "upload:1", NOON + told.KEPT)

    run(steps)

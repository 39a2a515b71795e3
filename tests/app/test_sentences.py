"""Sentences that say no more than is known."""

from desktop.domain.errors import ErrorKind, Trouble


def test_support_is_told_a_request_id_only_where_there_is_one():
    bare = Trouble(ErrorKind.SERVER, provider="Book", status=500)
    assert bare.sentence == "Book has a fault of its own (status 500). Try again later."
    told = Trouble(ErrorKind.SERVER, provider="Book", status=500, request_id="r-1")
    assert told.sentence == (
        "Book has a fault of its own (status 500). Try again later; "
        "if it stays, give the request id to its support."
    )


def test_what_was_cancelled_is_said_where_that_matters():
    assert Trouble(ErrorKind.CANCELLED).sentence == "Cancelled."
    assert Trouble(ErrorKind.CANCELLED, detail="nothing was deleted").sentence == (
        "Cancelled (nothing was deleted)."
    )

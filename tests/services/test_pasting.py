"""A whole block of credentials, as pages, mails and files write it, finds its fields; any other text none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.accounts import CredentialField, FieldKind, Manifest
from desktop.services.pasting import LARGEST, read_block

FORM = Manifest(
    "acme",
    "Acme",
    (
        CredentialField("base_url", "API address", default="https://acme.example", kind=FieldKind.ADDRESS),
        CredentialField("client_id", "Client ID"),
        CredentialField("client_secret", "Client secret", secret=True),
        CredentialField("extensions", "Extensions", kind=FieldKind.EXTENSIONS),
        CredentialField("username", "User name", kind=FieldKind.USER),
    ),
)
BOTH = {"client_id": "st-7f21c09e", "client_secret": "k/9+aZ=="}


@pytest.mark.parametrize(
    "text",
    [
        "client_id=st-7f21c09e, client_secret=k/9+aZ==",
        "client_id=st-7f21c09e client_secret=k/9+aZ==",
        "Client ID: st-7f21c09e\nClient secret: k/9+aZ==\n",
        "Client ID: st-7f21c09e\nSecret: k/9+aZ==",
        "Client ID\nst-7f21c09e\n\nClient Secret\nk/9+aZ==\n",
        "Client ID\tst-7f21c09e\r\nClient secret\tk/9+aZ==\r\n",
        "| Client ID | st-7f21c09e |\n| Client secret | k/9+aZ== |",
        'export ACME_CLIENT_ID="st-7f21c09e"\nexport ACME_CLIENT_SECRET="k/9+aZ=="\n',
        "acme.client-id = 'st-7f21c09e'\nacme.client-secret = 'k/9+aZ=='",
        '{"client_id": "st-7f21c09e", "client_secret": "k/9+aZ==", "expires_in": 3600}',
        '{"data": {"clientId": "st-7f21c09e", "clientSecret": "k/9+aZ=="}}',
        "Hello Ada,\nhere is the key.\n**Client ID**: `st-7f21c09e`\n**Client secret**: `k/9+aZ==`\nBye",
        "tenant: 12 client_id: st-7f21c09e region_name: eu client_secret: k/9+aZ== note: keep it",
        "CLIENTID: st-7f21c09e; CLIENTSECRET: k/9+aZ==;",
    ],
)
def test_a_block_is_understood_however_it_is_written(text):
    assert read_block(FORM, text) == BOTH


def test_addresses_lists_and_single_names_are_kept_whole():
    assert read_block(FORM, "API address: https://acme.example:8443/v2?x=1\nUsername: ada") == {
        "base_url": "https://acme.example:8443/v2?x=1",
        "username": "ada",
    }
    assert read_block(FORM, "extensions = 1004, 1007\nuser name = ada") == {
        "extensions": "1004, 1007",
        "username": "ada",
    }
    assert read_block(FORM, '{"extensions": [1004, 1007]}') == {"extensions": "1004, 1007"}
    assert read_block(FORM, "client_secret=k/9+aZ==") == {"client_secret": "k/9+aZ=="}


@pytest.mark.parametrize(
    "text",
    [
        "st-7f21c09e",
        "k/9+aZ==",
        "",
        "the client id: it is the one that I sent",
        "eyJhbGciOiJIUzI1NiJ9.eyJjbGllbnRfaWQiOiJ4In0.c2ln",
        "https://acme.example/apps?client=3",
        "myclient_identity=3",
        "client_id=" + "x" * LARGEST,
    ],
)
def test_what_is_no_block_is_left_alone(text):
    assert read_block(FORM, text) == {}


@given(st.text(alphabet="clientdsr_ :=\n\t{}[]\"',&|.-/9", max_size=300))
def test_nothing_that_is_pasted_breaks_it(text):
    found = read_block(FORM, text)
    assert set(found) <= {field.key for field in FORM.fields}
    assert all(value == value.strip() and "\n" not in value for value in found.values())


@pytest.mark.parametrize("begin", ["client_id", "client_id=a", "client_id\n", "client_id=x "])
@pytest.mark.parametrize("filling", [" ", "\t ", ", ", '; "'])
def test_long_stretches_without_a_word_hold_nobody_up(begin, filling):
    """The window's thread reads it: what took a millisecond took seven seconds with 20,000 blanks."""
    began = time.perf_counter()
    read_block(FORM, (begin + filling * LARGEST)[: LARGEST - 1] + "x")
    assert time.perf_counter() - began < 1

"""What is filled in is checked while it is typed, and written in one way before it is kept."""

import pytest

from desktop.domain.accounts import CredentialField, FieldKind, Manifest
from desktop.domain.errors import ErrorKind, Trouble
from desktop.services.fields import checked, complaint, same_user, tidy


def field(kind: FieldKind, key: str = "one") -> CredentialField:
    return CredentialField(key, key.capitalize(), kind=kind)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldKind.ZONE, "Europe/London"),
        (FieldKind.ZONE, " europe/london "),
        (FieldKind.ZONE, "UTC"),
        (FieldKind.EXTENSIONS, "1004"),
        (FieldKind.EXTENSIONS, "1004, 1005;1006  1007,"),
        (FieldKind.EXTENSIONS, "+441632960001"),
        (FieldKind.COUNTRY, "gb"),
        (FieldKind.COUNTRY, "UK"),
        (FieldKind.ADDRESS, "https://example.test/api"),
        (FieldKind.ADDRESS, "http://127.0.0.1:8080/v2"),
        (FieldKind.DATE, "2027-03-31"),
        (FieldKind.DATE, " 2027/3/1 "),
        (FieldKind.DATE, "20270331"),
        (FieldKind.TEXT, "anything <b>at all</b>"),
        (FieldKind.ZONE, ""),
        (FieldKind.EXTENSIONS, "  "),
    ],
)
def test_what_is_right_is_not_complained_about(kind: FieldKind, text: str) -> None:
    assert complaint(field(kind), text) == ""
    assert complaint(field(kind), text, typing=True) == ""


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        (FieldKind.ZONE, "Europe/Londn", "Did you mean Europe/London?"),
        (FieldKind.ZONE, "London", "Did you mean Europe/London?"),
        (FieldKind.ZONE, "nowhere at all", "Europe/London"),
        (FieldKind.EXTENSIONS, "1004, ten", "“ten”"),
        (FieldKind.EXTENSIONS, "1001-1005", "“1001-1005”"),
        (FieldKind.EXTENSIONS, "１００４", "“１００４”"),
        (FieldKind.COUNTRY, "France", "two letters"),
        (FieldKind.COUNTRY, "XX", "two letters"),
        (FieldKind.ADDRESS, "example.test", "https://"),
        (FieldKind.ADDRESS, "https://[", "https://"),
        (FieldKind.DATE, "2027-02-30", "2027-03-31"),
        (FieldKind.DATE, "03/04/2027", "Write it as 2027-03-31"),
        (FieldKind.DATE, "２０２７-03-31", "No such day"),
    ],
)
def test_what_cannot_be_right_is_said_in_a_sentence(kind: FieldKind, text: str, says: str) -> None:
    assert says in complaint(field(kind), text)


@pytest.mark.parametrize(
    ("kind", "so_far", "wrong"),
    [
        (FieldKind.ZONE, "Europe/Lond", "Europe/Lonk"),
        (FieldKind.EXTENSIONS, "1004, 1", "1004, a"),
        (FieldKind.EXTENSIONS, "1004,", "a, 1004"),
        (FieldKind.COUNTRY, "g", "gx"),
        (FieldKind.DATE, "2027-0", "2027-02-30"),
    ],
)
def test_who_is_still_typing_is_not_interrupted(kind: FieldKind, so_far: str, wrong: str) -> None:
    assert complaint(field(kind), so_far, typing=True) == ""
    assert complaint(field(kind), wrong, typing=True)


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (FieldKind.ZONE, " america/new_york ", "America/New_York"),
        (FieldKind.EXTENSIONS, "1004;1005 1004,", "1004, 1005"),
        (FieldKind.COUNTRY, "uk", "GB"),
        (FieldKind.DATE, " 2027. 3. 1", "2027-03-01"),
        (FieldKind.DATE, "20270331", "2027-03-31"),
        (FieldKind.TEXT, " as it is ", "as it is"),
    ],
)
def test_it_is_kept_in_one_way(kind: FieldKind, text: str, kept: str) -> None:
    assert tidy(field(kind), text) == kept
    fields, _ = checked(Manifest("one", "One", (field(kind),)), {"one": text}, {})
    assert fields == {"one": kept}


def test_the_command_line_is_told_which_field_is_wrong() -> None:
    manifest = Manifest("one", "One", (field(FieldKind.ZONE, "timezone"),))
    with pytest.raises(Trouble) as caught:
        checked(manifest, {"timezone": "Mars/Base"}, {})
    assert caught.value.kind is ErrorKind.USAGE
    assert caught.value.sentence.startswith("Timezone cannot be 'Mars/Base'. No such time zone.")


def test_the_same_user_is_known_by_what_is_no_secret() -> None:
    form = Manifest(
        "acme",
        "Acme",
        (
            CredentialField("base", "Address", default="https://acme.example", kind=FieldKind.ADDRESS),
            CredentialField("user", "User", kind=FieldKind.USER),
            CredentialField("inside", "Extensions", kind=FieldKind.EXTENSIONS),
            CredentialField("region", "Country", kind=FieldKind.COUNTRY),
            CredentialField("words", "Words", advanced=True),
            CredentialField("token", "Token", secret=True),
        ),
    )
    ada = {"user": "ada", "inside": "7, 8"}
    assert same_user(
        form, ada, {**ada, "inside": "7,8", "region": "FR", "words": "x", "base": "https://acme.example"}
    )
    assert not same_user(form, ada, {**ada, "inside": "8"}), "other calls"
    assert not same_user(form, ada, {**ada, "base": "https://elsewhere.example"})
    assert not same_user(form, {}, {}), "only the token would tell"

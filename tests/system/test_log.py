"""What the log shows, and above all what it does not."""

import logging
import stat
import sys

import pytest

from desktop.system import log
from desktop.system.log import masked, register_secret, set_up, shut_down

SECRET = "s3cr3t-value-of-this-test"


@pytest.fixture
def stderr(monkeypatch, capsys):
    """Return what was shown since the last look."""
    monkeypatch.setattr(log, "_secrets", set())
    level = logging.getLogger().level
    yield lambda: capsys.readouterr().err
    shut_down()
    logging.getLogger().setLevel(level)
    logging.getLogger("httpx").setLevel(logging.NOTSET)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "sidetone.log"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("dialled +33612345678 now", "dialled ***78 now"),
        ("from 06 12 34 56 78.", "from ***78."),
        ("call (0)20 7946 0001", "call ***01"),
        ("to 0033-6-12-34-56-78, ok", "to ***78, ok"),
        ("tel:+33612345678", "tel:***78"),
        ("number=+33612345678&x", "number=***78&x"),
        ("'+33612345678'", "'***78'"),
        ("Authorization: Bearer abcdefgh.ijk-l", "Authorization: Bearer ***"),
        ('{"access_token": "abcd", "n": 1}', '{"access_token": "***", "n": 1}'),
        ("client_secret=abcd&scope=calls.read", "client_secret=***&scope=calls.read"),
        ("password: abcd", "password: ***"),
        ("1284 calls in 31 s, page 100 of 1000", "1284 calls in 31 s, page 100 of 1000"),
        ("at 2026-03-02 08:15:00", "at 2026-03-02 08:15:00"),
        ("at 2026-03-02T08:15:00Z", "at 2026-03-02T08:15:00Z"),
        ("http://127.0.0.1:43121/api/v2", "http://127.0.0.1:43121/api/v2"),
        ("request 5f0c1d2e-1111-2222-3333-444455556666", "request 5f0c1d2e-1111-2222-3333-444455556666"),
        ("call 90417, 12.3456789 s", "call 90417, 12.3456789 s"),
    ],
)
def test_masking(said, shown):
    assert masked(said) == shown


@pytest.mark.expects_warnings
def test_secrets_are_masked_wherever_they_come_from(stderr, file):
    set_up(file)
    register_secret(SECRET)
    register_secret("abc")
    try:
        raise ValueError(f"the server said {SECRET} to +33612345678")
    except ValueError:
        logging.getLogger("desktop.test").exception("failed with %s", SECRET)
    logging.getLogger("desktop.test").error("abc")
    shut_down()
    for text in (stderr(), file.read_text(encoding="utf-8")):
        assert SECRET not in text
        assert "33612345678" not in text
        assert "ValueError: the server said *** to ***78" in text
        assert "Traceback" in text
        assert text.endswith("abc\n")


def test_a_secret_inside_another_is_masked_with_it(stderr):
    register_secret("short-one")
    register_secret("short-one-and-more")
    assert masked("x short-one-and-more y") == "x *** y"


@pytest.mark.expects_warnings
@pytest.mark.parametrize(
    ("options", "shown"),
    [({}, "WE"), ({"verbose": True}, "IWE"), ({"quiet": True}, "E")],
)
def test_how_much_is_shown(stderr, file, options, shown):
    set_up(file, **options)
    logger = logging.getLogger("desktop.test")
    logger.debug("D")
    logger.info("I")
    logger.warning("W")
    logger.error("E")
    shut_down()
    assert "".join(line[-1] for line in stderr().splitlines()) == shown
    lines = file.read_text(encoding="utf-8").splitlines()
    assert "".join(line[-1] for line in lines) == "IWE"
    assert lines[0][:2] == "20"  # the stamp is not taken for a number


def test_addresses_of_requests_are_not_logged(stderr, file):
    set_up(file, verbose=True)
    logging.getLogger("httpx").info("GET https://api.example.test/calls?search=Ada")
    shut_down()
    assert "Ada" not in stderr() + file.read_text(encoding="utf-8")


def test_the_file_is_its_owners_alone_and_stays_small(stderr, file, monkeypatch):
    monkeypatch.setattr(log, "FILE_BYTES", 2_000)
    set_up(file, quiet=True)
    for number in range(300):
        logging.getLogger("desktop.test").info("line %d with some text", number)
    shut_down()
    files = sorted(path.name for path in file.parent.iterdir())
    assert files == ["sidetone.log", "sidetone.log.1", "sidetone.log.2"]
    assert all(path.stat().st_size <= 2_000 for path in file.parent.iterdir())
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}


@pytest.mark.expects_warnings
def test_setting_up_twice_logs_once_and_leaves_other_handlers(stderr, file):
    other = logging.NullHandler()
    logging.getLogger().addHandler(other)
    set_up(file)
    set_up(file)
    logging.getLogger("desktop.test").error("once")
    assert stderr().count("once") == 1
    shut_down()
    assert other in logging.getLogger().handlers
    logging.getLogger().removeHandler(other)


@pytest.mark.expects_warnings
def test_a_file_that_cannot_be_written_is_no_reason_to_stop(stderr, tmp_path):
    (tmp_path / "file").write_text("in the way")
    set_up(tmp_path / "file" / "sidetone.log")
    logging.getLogger("desktop.test").error("still here")
    shown = stderr()
    assert "no log file" in shown
    assert "still here" in shown

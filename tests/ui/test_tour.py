"""The tour reaches every screen and state, and two runs are alike to the byte."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

STATES = {
    "scaled": {
        *("door", "door-small", "list", "filter", "detail", "search", "menu", "keys", "question"),
        *("quick-dial", "sign-in", "sign-in-small", "contacts", "campaigns"),
        *("passphrase", "passphrase-small"),
        *("settings-accounts", "settings-calling", "settings-privacy", "settings-desktop", "settings-about"),
    },
    "vault": {
        *("keyring", "locked", "waiting", "passphrase", "no-keyring", "to-passphrase", "change"),
        *("change-refused", "to-keyring", "status-locked", "status-waiting"),
    },
    "door": {
        *("slow", "waiting-for-keyring", "locked", "keyring-away", "no-keyring", "not-the-same"),
        *("passphrase", "wrong-passphrase", "not-opened"),
    },
    "recents": {
        *("all", "missed", "search", "keyboard", "loading", "empty", "no-missed", "failed"),
        "no-account",
        *("filtered-to-nothing", "chosen-and-hovered", "keyboard-in-a-row", "new-calls"),
        "several-accounts",
        *("pills", "filter", "filter-full", "filtered-out", "narrow-list", "narrow-filter", "narrow-detail"),
    },
    "contacts": {
        *("all", "chosen-and-hovered", "hovered-not-saved", "keyboard", "keyboard-in-a-row", "editing"),
        *("favourites", "not-sent", "search", "search-number", "filtered-to-nothing"),
        *("row-menu", "more-menu", "several-chosen", "chosen-menu", "ask-delete", "deleted"),
        "several-deleted",
        *("loading", "listing", "empty", "unread", "no-book", "no-favourites", "all-sent", "failed"),
        *("smallest", "narrow-list", "narrow-detail", "odd-names", "long-words", "right-to-left", "text-200"),
    },
    "contact": {
        *(
            "several-numbers",
            "which-number",
            "menu",
            "keyboard",
            "read-only",
            "loading",
            "no-calls",
            "failed",
        ),
        *("pending", "sending", "refused", "nothing", "gone", "smallest", "narrow"),
        *("editing", "editing-error", "editing-missing", "editing-same-number", "editing-unsaved"),
        *("editing-changed-meanwhile", "editing-gone-meanwhile"),
        *("new", "new-in-one-of-two-books", "new-without-a-book"),
        *("versions", "versions-theirs", "versions-undecided", "versions-deleted-here"),
        *("smallest-versions", "narrow-versions", "ask-leave", "ask-unfinished", "ask-discard"),
        *("right-to-left", "right-to-left-versions", "text-200", "text-200-versions"),
        *("long-words", "long-words-versions"),
    },
    "do-not-call": {
        *("loading", "empty", "list", "row-menu", "nothing-found", "search", "removed", "failed", "narrow"),
        *("add", "add-repaired", "add-wrong", "add-there-already", "add-of-a-call"),
        *("import", "import-failed", "import-preview", "import-listing", "import-done"),
        *("marked-call", "marked-contact"),
        *("right-to-left", "right-to-left-add", "text-200", "text-200-add", "long-words", "long-words-add"),
    },
    "adding": {
        *("loading", "ready", "which-number", "narrow", "checking", "sending", "done", "unknown"),
        *("failed", "unchecked", "no-campaign"),
        *("in-no-campaign", "in-campaigns", "many-to-read", "reading-lists", "lists-failed"),
    },
    "campaigns": {
        *("all", "hovered", "keyboard", "status-menu", "tag-menu", "sort-menu", "filtered", "by-tags"),
        *("archived", "sorted", "search", "filtered-to-nothing", "more-filters", "more-filters-wrong"),
        *("offline", "loading", "empty", "failed", "sign-in", "no-account", "accounts"),
        *("smallest", "narrow-list", "narrow-detail"),
        *("long-words", "long-words-detail", "long-words-ids", "long-words-add"),
        *("right-to-left", "right-to-left-detail", "right-to-left-ids", "right-to-left-add"),
        *("text-200", "text-200-detail", "text-200-ids", "text-200-add"),
    },
    "campaign": {
        *("nothing-chosen", "draft", "static", "paused", "finished", "no-numbers", "odd-name"),
        *("keyboard", "hovered", "row-menu", "page-on-its-way", "page-came", "search", "no-such-number"),
        *("offline", "gone-there", "loading", "failed", "unknown-state", "ids", "label"),
        *("ask-delete", "still-there", "deleted", "unfinished-upload", "upload-under-way"),
        *("add", "add-unfinished", "add-refused-here", "add-asking", "add-sending", "add-unknown"),
        *("add-unknown-alike", "add-unknown-unread", "add-refused"),
    },
    "detail": {
        *("missed", "internal", "transcript", "find", "find-nothing", "chosen-turns", "copied", "save-menu"),
        *("person", "person-attempts", "person-alone", "person-withheld", "details"),
        *(
            "gone-there",
            "gone-here",
            "unsaved",
            "transcript-loading",
            "transcript-none",
            "transcript-no-sound",
        ),
        *("transcript-not-offered", "transcript-pending", "transcript-late", "transcript-failed"),
        *("transcript-unreadable", "transcript-unasked"),
    },
    "upload": {
        *("choose", "file-over-it", "failed", "looking", "columns", "checked", "fixing", "fixed", "row-menu"),
        *("invalid", "never-compared", "question", "narrow", "reading", "listing", "changed-file"),
        *("campaign-paused", "running", "asked-to-wait", "paused", "sign-in", "offline", "campaign-closed"),
        *("stopped", "running-narrow", "cancel-question", "unknown-rows", "result-unknown", "again-question"),
        *("looking-again", "refused", "result-narrow", "result", "cancelled", "told-in-passing"),
        *("background", "offline-waits"),
        *("right-to-left", "right-to-left-running", "right-to-left-result", "text-200", "text-200-narrow"),
        *("text-200-running", "text-200-result", "long-words", "long-words-running", "long-words-result"),
    },
    "player": {
        *("paused", "playing", "loop", "loop-begun", "no-device", "muted", "mono", "saving", "unsaved"),
        *("loading", "failed", "offline", "volume", "narrow"),
    },
    "search": {
        *("contact", "contact-number"),
        *("newest", "rows", "number", "line", "emergency", "no-number", "nobody", "narrow", "long-text"),
        *("slow", "failed", "right-to-left", "text-200"),
    },
    "quick-dial": {
        *("contact", "contact-number"),
        *("newest", "rows", "number", "line", "emergency", "no-number", "nobody", "long-text", "slow"),
        "linked",
        *("failed", "sending", "placed", "busy", "unknown", "no-account", "right-to-left", "text-200"),
    },
    "status": {"syncing", "offline", "sign-in-needed"},
    "sign-in": {
        *("first-start", "missing", "filled", "testing", "connected", "connected-with-less", "refused"),
        *("offline", "name-taken", "two-providers", "three-providers", "four-providers", "campaigns-only"),
        *("again", "wrong", "pasted", "settled", "right-to-left", "long-words", "text-200"),
    },
    "first-run": {
        *("welcome", "welcome-demo", "account", "calling", "calling-locked", "calling-narrow"),
        *("calling-without-lines", "computer", "computer-on", "computer-refused"),
        *("computer-failed", "ready", "right-to-left-calling", "right-to-left-computer"),
        *("right-to-left-ready", "text-200-calling", "text-200-computer", "text-200-ready"),
        *("long-words-calling", "long-words-computer", "long-words-ready"),
    },
    "question": {
        *("from-a-link", "premium", "forwarded", "lines"),
        *("another-account", "softphone", "extension-elsewhere"),
    },
    "call": {
        *("sending", "placed", "linked", "not-seen", "busy", "still-busy", "unknown", "failed", "emergency"),
        *("left-over", "never-seen", "handing", "handed"),
    },
    "window": {
        *("narrow", "wide", "long-text", "long-words", "long-words-filter", "right-to-left", "text-200"),
        "right-to-left-filter",
        *("text-200-list", "text-200-filter", "text-200-detail"),
    },
    "menu": {"main", "row", "copied"},
    "keys": {"all"},
    "notices": {"kinds"},
    "tray": {
        *("icons", "menu", "missed", "favourites", "recent", "copied", "disturb", "quiet", "trouble"),
    },
    "lines": {
        *("chosen", "forwarded", "inactive", "two-accounts", "none", "loading", "failed"),
        *("cannot-call", "softphone", "softphone-is-us"),
    },
    "import": {
        *("choose", "file-over-it", "looking", "failed", "empty-file", "columns", "reading", "cards"),
        *("merge-open", "choices", "filtered", "none-taken", "countries", "importing", "result", "stopped"),
        *("undoing", "undone", "narrow", "right-to-left", "text-200", "text-200-narrow", "long-words"),
    },
    "export": {"ask", "writing", "failed"},
    "duplicates": {
        *("comparing", "two", "more-than-fit", "two-books", "merged", "none", "narrow"),
        *("right-to-left", "text-200", "long-words"),
    },
    "trash": {"full", "chosen", "for-good", "nothing-found", "empty"},
    "policy": {"account", "account-narrow", "imported", "undo-import", "notifications", "privacy", "about"},
    "settings": {
        *("accounts", "accounts-narrow", "trouble", "paused-long-name", "account-menu", "rename", "remove"),
        *("no-accounts", "cannot", "remove-unsent"),
        *("calling", "notifications", "privacy", "desktop", "about", "refused", "empty-question"),
        *("emptying", "hits", "found", "no-hits", "right-to-left", "text-200", "text-200-narrow"),
        *("desktop-refused", "desktop-links-in-part"),
        *("network", "network-own", "network-own-narrow", "network-system", "network-refused", "key-ends"),
    },
}


def tours(*folders: Path, options: Sequence[str]) -> list[list[dict[str, object]]]:
    """Run the tour into each folder, side by side, and return their lists of pictures."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "desktop", "tour", str(folder), *options],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for folder in folders
    ]
    try:
        said = [one.communicate(timeout=240)[1] for one in running]
    finally:
        for one in running:
            one.kill()
            one.wait()
    assert [one.returncode for one in running] == [0] * len(running), [text[-2000:] for text in said]
    return [json.loads((folder / "tour.json").read_text("utf-8")) for folder in folders]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_two_runs_are_alike_and_show_every_state(tmp_path):
    entries, again = tours(tmp_path / "one", tmp_path / "two", options=("--theme", "dark"))
    assert entries == again
    for entry in entries:
        one, two = (tmp_path / run / str(entry["file"]) for run in ("one", "two"))
        assert one.read_bytes() == two.read_bytes(), entry["file"]
    shown = {(entry["screen"], entry["state"]) for entry in entries}
    missing = {(screen, state) for screen, states in STATES.items() for state in states} - shown
    assert not missing
    assert sum(entry["screen"] == "gallery" for entry in entries) >= 6
    assert {entry["theme"] for entry in entries} == {"dark"}


@pytest.mark.slow
def test_one_screen_can_be_asked_for(tmp_path):
    (entries,) = tours(tmp_path, options=("--only", "gallery", "--theme", "light"))
    assert {entry["screen"] for entry in entries} == {"gallery"}
    assert {file.name for file in tmp_path.glob("*.png")} == {entry["file"] for entry in entries}

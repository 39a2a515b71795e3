"""Every row of the settings' window, declared once: what the pages are built from, and what its search reads.

A setting that a person may change stands in `ENTRIES`; one that does not has its reason in `ELSEWHERE`.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum

from desktop.ui import strings as common
from desktop.ui import strings_network, strings_policy, strings_presence
from desktop.ui import strings_settings as strings


class Page(StrEnum):
    """The pages, in their order; the values are what `open_settings` takes."""

    ACCOUNTS = "accounts"
    CALLING = "calling"
    NOTIFICATIONS = "notifications"
    PRIVACY = "privacy"
    NETWORK = "network"
    DESKTOP = "desktop"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a page, and its symbol."""

    title: str
    text: str
    icon: str


HEADS: dict[Page, Head] = {
    Page.ACCOUNTS: Head(strings.ACCOUNTS, strings.ACCOUNTS_TEXT, "key"),
    Page.CALLING: Head(strings.CALLING, strings.CALLING_TEXT, "phone"),
    Page.NOTIFICATIONS: Head(strings.NOTIFICATIONS, strings.NOTIFICATIONS_TEXT, "bell"),
    Page.PRIVACY: Head(strings.PRIVACY, strings.PRIVACY_TEXT, "shield"),
    Page.NETWORK: Head(strings_network.NETWORK, strings_network.NETWORK_TEXT, "plug"),
    Page.DESKTOP: Head(strings.DESKTOP, strings.DESKTOP_TEXT, "screen"),
    Page.ABOUT: Head(strings.ABOUT, strings.ABOUT_TEXT, "info"),
}


class Control(Enum):
    """What stands at the end of a row. A PLACE is built by its page."""

    SWITCH = "switch"
    CHOICE = "choice"
    NUMBER = "number"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row. `key` is a setting's unless it is a PLACE; `words` are further words that find it."""

    key: str
    page: Page
    title: str
    text: str = ""
    words: str = ""
    control: Control = Control.PLACE
    choices: tuple[tuple[object, str], ...] = ()
    unit: str = ""
    step: int = 1


_THEMES = (
    ("system", common.THEME_SYSTEM),
    ("light", common.THEME_LIGHT),
    ("dark", common.THEME_DARK),
    ("contrast-light", common.THEME_CONTRAST_LIGHT),
    ("contrast-dark", common.THEME_CONTRAST_DARK),
)
SCALES = (1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)

ENTRIES: tuple[Entry, ...] = (
    Entry("account.add", Page.ACCOUNTS, strings.ADD_ACCOUNT, words="connect new provider sign in"),
    Entry("dial.line", Page.CALLING, strings.LINE, strings.LINE_TEXT, strings.LINE_WORDS),
    Entry(
        "dial.night_from",
        Page.CALLING,
        strings.NIGHT_FROM,
        strings.NIGHT_FROM_TEXT,
        strings.NIGHT_WORDS,
        Control.NUMBER,
        unit=":00",
    ),
    Entry(
        "dial.night_to",
        Page.CALLING,
        strings.NIGHT_TO,
        strings.NIGHT_TO_TEXT,
        strings.NIGHT_WORDS,
        Control.NUMBER,
        unit=":00",
    ),
    Entry("dial.asks", Page.CALLING, strings.ASKS, strings.ASKS_TEXT, strings.ASKS_WORDS),
    Entry(
        "dial.list", Page.CALLING, strings.DO_NOT_CALL, strings.DO_NOT_CALL_TEXT, strings.DO_NOT_CALL_WORDS
    ),
    Entry("dial.never", Page.CALLING, strings.NEVER_DIALS, strings.NEVER_DIALS_TEXT, strings.NEVER_WORDS),
    Entry(
        "notify.missed",
        Page.NOTIFICATIONS,
        strings.NOTIFY_MISSED,
        strings.NOTIFY_MISSED_TEXT,
        strings.NOTIFY_WORDS,
        Control.SWITCH,
    ),
    Entry(
        "notify.voicemail",
        Page.NOTIFICATIONS,
        strings.NOTIFY_VOICEMAIL,
        strings.NOTIFY_VOICEMAIL_TEXT,
        strings.NOTIFY_WORDS,
        Control.SWITCH,
    ),
    Entry(
        "notify.transcripts",
        Page.NOTIFICATIONS,
        strings.NOTIFY_TRANSCRIPTS,
        strings.NOTIFY_TRANSCRIPTS_TEXT,
        strings.NOTIFY_WORDS,
        Control.SWITCH,
    ),
    Entry(
        "notify.uploads",
        Page.NOTIFICATIONS,
        strings.NOTIFY_UPLOADS,
        strings.NOTIFY_UPLOADS_TEXT,
        strings.NOTIFY_WORDS,
        Control.SWITCH,
    ),
    Entry(
        "notify.sign_in",
        Page.NOTIFICATIONS,
        strings.NOTIFY_SIGN_IN,
        strings.NOTIFY_SIGN_IN_TEXT,
        strings.NOTIFY_WORDS,
        Control.SWITCH,
    ),
    Entry(
        "notify.quiet_hours",
        Page.NOTIFICATIONS,
        strings.QUIET_HOURS,
        strings.QUIET_HOURS_TEXT,
        strings.QUIET_WORDS,
        Control.SWITCH,
    ),
    Entry(
        "notify.quiet_from",
        Page.NOTIFICATIONS,
        strings.QUIET_FROM,
        words=strings.QUIET_WORDS,
        control=Control.NUMBER,
        unit=":00",
    ),
    Entry(
        "notify.quiet_to",
        Page.NOTIFICATIONS,
        strings.QUIET_TO,
        words=strings.QUIET_WORDS,
        control=Control.NUMBER,
        unit=":00",
    ),
    Entry("notify.service", Page.NOTIFICATIONS, strings.SHOWN_BY, words=strings.SHOWN_BY_WORDS),
    Entry(
        "recordings.cache_mb",
        Page.PRIVACY,
        strings.CACHE,
        strings.CACHE_TEXT,
        strings.CACHE_WORDS,
        Control.NUMBER,
        unit="MB",
        step=64,
    ),
    Entry("recordings.kept", Page.PRIVACY, strings.KEPT, words=strings.KEPT_WORDS),
    Entry(
        "sync.horizon_months",
        Page.PRIVACY,
        strings.HORIZON,
        strings.HORIZON_TEXT,
        strings.HORIZON_WORDS,
        Control.NUMBER,
        unit=strings.MONTHS,
    ),
    Entry("home.data", Page.PRIVACY, strings.DATA, words=strings.DATA_WORDS),
    Entry("network.proxy", Page.NETWORK, strings_network.PROXY, words=strings_network.PROXY_WORDS),
    Entry(
        "network.ca_file",
        Page.NETWORK,
        strings_network.CERTIFICATES,
        strings_network.CERTIFICATES_TEXT,
        strings_network.CERTIFICATES_WORDS,
    ),
    Entry("home.locked", Page.PRIVACY, strings.LOCKED, words=strings.LOCKED_WORDS),
    Entry(
        "ui.theme",
        Page.DESKTOP,
        strings.THEME,
        strings.THEME_TEXT,
        strings.THEME_WORDS,
        Control.CHOICE,
        choices=_THEMES,
    ),
    Entry(
        "ui.scale",
        Page.DESKTOP,
        strings.SCALE,
        strings.SCALE_TEXT,
        strings.SCALE_WORDS,
        Control.CHOICE,
        choices=tuple((scale, f"{round(scale * 100)} %") for scale in SCALES),
    ),
    Entry(
        "presence.autostart",
        Page.DESKTOP,
        strings_presence.AUTOSTART,
        strings_presence.AUTOSTART_TEXT,
        strings_presence.AUTOSTART_WORDS,
    ),
    Entry(
        "presence.links",
        Page.DESKTOP,
        strings_presence.LINKS,
        strings_presence.LINKS_TEXT,
        strings_presence.LINKS_WORDS,
    ),
    Entry(
        "tray.keep_running",
        Page.DESKTOP,
        strings.TRAY,
        strings.TRAY_TEXT,
        strings.TRAY_WORDS,
        Control.SWITCH,
    ),
    Entry(
        "sync.interval_s",
        Page.DESKTOP,
        strings.INTERVAL,
        strings.INTERVAL_TEXT,
        strings.INTERVAL_WORDS,
        Control.NUMBER,
        unit="s",
        step=5,
    ),
    Entry(
        "settings.files",
        Page.DESKTOP,
        strings_policy.TAKE,
        strings_policy.TAKE_TEXT,
        strings_policy.TAKE_WORDS,
    ),
    Entry("about.made", Page.ABOUT, strings.MADE_OF, words=strings.MADE_OF_WORDS),
    Entry("about.licences", Page.ABOUT, strings.LICENCES, strings.LICENCES_TEXT, strings.LICENCES_WORDS),
    Entry(
        "about.diagnostics",
        Page.ABOUT,
        strings.DIAGNOSTICS,
        strings.DIAGNOSTICS_TEXT,
        strings.DIAGNOSTICS_WORDS,
    ),
    Entry("about.policy", Page.ABOUT, strings_policy.FILE, words=strings_policy.FILE_WORDS),
    Entry("home.log", Page.ABOUT, strings.LOG, words=strings.LOG_WORDS),
)

ELSEWHERE: dict[str, str] = {
    "accounts.sign_in_used": "a note of what was done already",
    "contacts.interval_s": "fine tuning, for the command line",
    "network.password_for": "a note, kept with the password",
    "network.wait_scale": "only tests change it",
    "notify.quiet_until": "the tray's menu keeps it",
    "player.muted": "the player's own button sets and keeps it",
    "player.skip_silence": "the player's own button sets and keeps it",
    "player.speed": "the player's own button sets and keeps it",
    "player.volume": "the player's own button sets and keeps it",
    "sync.reread_days": "fine tuning, for the command line",
    "sync.reread_every_s": "fine tuning, for the command line",
    "tray.explained": "a note of what was said already",
    "ui.book": "the form of a new contact keeps it",
    "ui.campaigns": "the list keeps it",
    "ui.contacts_segment": "the list keeps it",
    "ui.filter": "the list keeps it",
    "ui.frame": "the window keeps it",
    "ui.guide": "the guide of the first start keeps it",
    "ui.segment": "the list keeps it",
    "ui.tab": "the window keeps it",
}
"""Settings that have no row here, and why."""


def entries_of(page: Page) -> tuple[Entry, ...]:
    """Return a page's rows, in their order."""
    return tuple(entry for entry in ENTRIES if entry.page is page)

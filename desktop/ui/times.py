"""Times and durations as a person reads them, in the system's locale."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

from desktop.domain.numbers import LocalTime
from desktop.ui.kit import clock as recording_clock


def _locale() -> QLocale:
    return QLocale()


def _time_pattern() -> str:
    pattern = _locale().timeFormat(QLocale.FormatType.ShortFormat)
    return pattern.replace(":ss", "").replace(".ss", "").replace(" t", "")


def _date_pattern(*, year: bool, month: str = "MMM") -> str:
    short = _locale().dateFormat(QLocale.FormatType.ShortFormat)
    if short.startswith("y"):
        return f"yyyy {month} d" if year else f"{month} d"
    if short.startswith("M"):
        return f"{month} d, yyyy" if year else f"{month} d"
    return f"d {month} yyyy" if year else f"d {month}"


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def clock(moment: datetime) -> str:
    """Return the local time of day: `14:05`."""
    local = moment.astimezone()
    return _locale().toString(QTime(local.hour, local.minute), _time_pattern())


def day(when: date, *, year: bool, month: str = "MMM") -> str:
    """Return a date without weekday: `4 Mar` or `4 Mar 2024`."""
    return _locale().toString(_qdate(when), _date_pattern(year=year, month=month))


def stamp(moment: datetime, now: datetime) -> str:
    """When something was, as short as it stays clear: `14:05`, `Yesterday 14:05`, `Tue 14:05`, `4 Mar`."""
    local, today = moment.astimezone().date(), now.astimezone().date()
    days = (today - local).days
    if days == 0:
        return clock(moment)
    if days == 1:
        return f"Yesterday {clock(moment)}"
    if 1 < days < 7:
        name = _locale().dayName(local.isoweekday(), QLocale.FormatType.ShortFormat).rstrip(".")
        return f"{name} {clock(moment)}"
    return day(local, year=local.year != today.year)


def moment(then: datetime, now: datetime) -> str:
    """When something was, always with its time of day: `14:05`, `Yesterday 14:05`, `4 Mar 14:05`."""
    short = stamp(then, now)
    return short if short.endswith(clock(then)) else f"{short}, {clock(then)}"


def heading(when: date, today: date) -> str:
    """Return the heading over a day's calls: `Today`, `Yesterday`, `Tuesday`, `4 March`, `4 March 2024`."""
    days = (today - when).days
    if days == 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    if 1 < days < 7:
        return _locale().dayName(when.isoweekday(), QLocale.FormatType.LongFormat)
    return day(when, year=when.year != today.year, month="MMMM")


def full(moment: datetime) -> str:
    """Return the whole stamp with its zone, for tool tips and details."""
    local = moment.astimezone()
    when = _locale().toString(_qdate(local.date()), QLocale.FormatType.LongFormat)
    exact = f"{local.hour:02}:{local.minute:02}:{local.second:02}"
    return f"{when}, {exact} {local.tzname() or ''}".rstrip()


def full_day(moment: datetime) -> str:
    """Return the whole date with its zone."""
    local = moment.astimezone()
    when = _locale().toString(_qdate(local.date()), QLocale.FormatType.LongFormat)
    return f"{when}, {local.tzname() or ''}".rstrip(", ")


def exact(moment: datetime) -> str:
    """Return the local time of day to the second: `14:05:09`."""
    return f"{moment.astimezone():%H:%M:%S}"


def duration(seconds: int) -> str:
    """Return a length of time as it is said: `48 s`, `12 min 4 s`, `1 h 3 min`."""
    minutes, rest = divmod(max(0, seconds), 60)
    if minutes == 0:
        return f"{rest} s"
    if minutes < 60:
        return f"{minutes} min {rest} s"
    return hours(seconds)


def hours(seconds: int) -> str:
    """Return a long time in hours and minutes: `41 h 12 min`."""
    whole, minutes = divmod(max(0, seconds) // 60, 60)
    if whole == 0:
        return f"{minutes} min"
    return f"{number(whole)} h {minutes} min"


def position(seconds: float) -> str:
    """Return a place in a recording: `0:24`, `1:02:04`."""
    return recording_clock.position(seconds)


def ago(moment: datetime, now: datetime) -> str:
    """How long ago something was: `12 s ago`, `3 min ago`, `2 h ago`, else its stamp."""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 5:
        return "just now"
    if seconds < 60:
        return f"{seconds} s ago"
    if seconds < 3600:
        return f"{seconds // 60} min ago"
    if seconds < 86_400:
        return f"{seconds // 3600} h ago"
    return stamp(moment, now)


def clock_there(there: LocalTime) -> str:
    """Return the time of day at a number: one time, or a range when the number has several zones."""
    earliest, latest = _of_day(there.earliest), _of_day(there.latest)
    return earliest if there.earliest == there.latest else f"{earliest} to {latest}"


def local_time(there: LocalTime) -> str:
    """Return the same beside a place: `14:05 there`."""
    return f"{clock_there(there)} there"


def _of_day(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60 % 1440
    return _locale().toString(QTime(minutes // 60, minutes % 60), _time_pattern())


def tenths(value: float) -> str:
    """Return a number with one digit after the locale's point: `0.4`."""
    return _locale().toString(value, "f", 1)


def number(value: int) -> str:
    """Return a count with the locale's thousands separators."""
    return _locale().toString(value)

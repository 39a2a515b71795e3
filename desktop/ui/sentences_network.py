"""What is said of the way to the providers."""

from datetime import date

from desktop.services.network import CertificateFile, split_proxy
from desktop.ui import sentences, times

_NAMED = 2


def system_names(proxy: str) -> str:
    """Say which proxy the system names, host and port."""
    return f"The system names {proxy}."


def in_use(address: str) -> str:
    """Say which proxy of the settings is in use, and as whom."""
    bare, user, _ = split_proxy(address)
    place = bare.partition("://")[2]
    return f"Providers are reached over {place}" + (f" as {user}." if user else ".")


def certificates(found: CertificateFile, today: date) -> str:
    """`2 certificates in company.pem: Harbour Hill Root until 4 Mar 2030`."""
    count = sentences.counted(found.count, "certificate", "certificates")
    named = [
        f"{name or 'without a name'} {'ended' if ends < today else 'until'} {times.day(ends, year=True)}"
        for name, ends in found.authorities[:_NAMED]
    ]
    more = len(found.authorities) - _NAMED
    listed = sentences.listed([*named, f"{more} more" if more > 0 else ""])
    return f"{count} in {found.file}" + (f": {listed}." if listed else ".")


def does_not_count(found: CertificateFile) -> str:
    """Say why a file of certificates does nothing, and what to do."""
    return (
        f"{found.file} does not count: {found.trouble}. Mend it, choose another one or take it out. "
        "The system's certificates count all the same."
    )

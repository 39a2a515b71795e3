"""Takes over the lines that a provider lists; with them comes the account's country."""

from collections.abc import Iterable

from desktop.domain.ports import ProviderSession
from desktop.numbers import region_of
from desktop.store import Store, lines


async def read_lines(store: Store, account_id: str, session: ProviderSession, region: str | None) -> bool:
    """Ask the provider for its lines and keep them; says whether anything changed.

    A session that cannot read lines leaves them as they are. Without a `region` it is that of most numbers.
    """
    if session.lines is None:
        return False
    found = await session.lines.lines()
    region = region or usual_region(line.number for line in found)
    return await store.write(lambda db: lines.replace(db, account_id, found, region))


def usual_region(numbers: Iterable[str | None]) -> str | None:
    """Find the country of most of the numbers that say their country themselves."""
    regions = [region for number in numbers if number and (region := region_of(number))]
    return max(sorted(set(regions)), key=regions.count) if regions else None

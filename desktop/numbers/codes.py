"""The countries whose numbers are known, with their names and calling codes."""

from functools import cache

from phonenumbers import SUPPORTED_REGIONS, country_code_for_region

from desktop.domain.numbers import Country
from desktop.numbers.places import country_name


@cache
def countries() -> tuple[Country, ...]:
    """Return all of them, by name."""
    known = (
        Country(region, country_name(region) or region, country_code_for_region(region))
        for region in SUPPORTED_REGIONS
    )
    return tuple(sorted(known, key=lambda country: country.name))


@cache
def _by_region() -> dict[str, Country]:
    return {country.region: country for country in countries()}


def country(region: str) -> Country | None:
    """Return one of them by its ISO 3166 code."""
    return _by_region().get(region)

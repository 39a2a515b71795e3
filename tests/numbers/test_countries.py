"""The countries that a person chooses from."""

from desktop import numbers
from desktop.domain.numbers import Country


def test_a_country_has_its_name_and_its_calling_code():
    assert numbers.country("FR") == Country("FR", "France", 33)
    assert numbers.country("GB").code == 44
    assert numbers.country("ZZ") is None
    assert numbers.country("") is None


def test_all_are_there_by_name_and_each_once():
    every = numbers.countries()
    names = [country.name for country in every]
    assert names == sorted(names)
    assert len({country.region for country in every}) == len(every) > 230
    assert all(len(country.name) > 2 and country.code > 0 for country in every)

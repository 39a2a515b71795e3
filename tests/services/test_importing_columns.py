"""What the columns of the exports one meets are taken for."""

import pytest

from desktop.services.importing.columns import guess, has_header, looks_like_number

LETTERS = {"n": "name", "f": "first", "l": "last", "c": "company", "#": "number", "-": "ignore"}


@pytest.mark.parametrize(
    ("headings", "roles"),
    [
        # Google's contacts, before and after their change
        ("Name,Given Name,Family Name,Phone 1 - Type,Phone 1 - Value,E-mail 1 - Value,Notes", "nfl-#--"),
        ("First Name,Middle Name,Last Name,Phone 1 - Label,Phone 1 - Value,Organization Name", "ffl-#c"),
        # Outlook
        (
            "First Name,Middle Name,Last Name,Company,Business Fax,Business Phone,Business Phone 2,Pager",
            "fflc-##-",
        ),
        (
            "Title,Suffix,Home Phone,Mobile Phone,Primary Phone,E-mail Address,Business Street",
            "--###--",
        ),
        # Thunderbird
        (
            "First Name,Last Name,Display Name,Nickname,Primary Email,Work Phone,Fax Number,Mobile Number",
            "fln--#-#",
        ),
        ("id,name,phone1,phone2,phone3", "-n###"),
        ("name,number_1,number_2,number_3,account,favourite", "n###--"),
        ("fullName,phoneNumber,workPhone", "n##"),
        ("Customer number,Name,Number", "-n#"),
        ("Nom,Prénom,Société,Téléphone,Portable,Fax", "lfc##-"),
        ("Nom,Tél. 1,Tél. 2,tel3,Remarque", "n###-"),
        ("Nom complet,Numéro", "n#"),
        ("Nombre,Apellidos,Teléfono,Móvil,Correo", "fl##-"),
        ("Nombre,Teléfono fijo", "n#"),
        ("Nachname,Vorname,Telefon geschäftlich,Handy", "lf##"),
        ("Name,Vorname,Rufnummer", "lf#"),
        ("Kundennummer,Name,Telefon", "-n#"),
        ("Cognome,Nome,Cellulare", "lf#"),
        ("Nome,Sobrenome,Telefone", "fl#"),
        ("Naam,Telefoonnummer,Mobiel", "n##"),
        ("Имя,Фамилия,Телефон", "fl#"),
    ],
)
def test_headings_of_many_programs_and_languages(headings, roles):
    found = guess(headings.split(","), [])
    assert [role.value for role in found] == [LETTERS[letter] for letter in roles]


def test_two_columns_of_single_words_are_a_first_and_a_last_name():
    rows = [["Ada", "Lovelace", "+44 20 7946 0018"], ["Bo", "Mann", "020 7946 0019"]]
    assert [role.value for role in guess([], rows)] == ["first", "last", "number"]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["Ada", "+442079460018"]], False),
        ([["name", "phone"]], True),
        ([["Ada", "Bo"]], False),
        ([["phone"], ["+442079460018"]], True),
        ([["xyz", "abc"], ["Ada", "+442079460018"]], True),
        ([], False),
    ],
)
def test_whether_the_first_row_is_a_header(rows, header):
    assert has_header(rows) is header


@pytest.mark.parametrize("text", ["+442079460018", "020 7946 0018", "(020) 7946-0018", "tel:+442079460018"])
def test_numbers_look_like_numbers(text):
    assert looks_like_number(text)


@pytest.mark.parametrize("text", ["", "204", "2024-01-31", "31.12.2024", "12 High Street", "a@b.org", "1234"])
def test_dates_counts_and_words_do_not(text):
    assert not looks_like_number(text)

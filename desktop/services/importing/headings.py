"""What programs call their columns, in the languages that exports are met in; folded as `store.fold` does."""

from desktop.services.importing.values import Role

NAMES = frozenset(
    {
        "name",
        "full name",
        "fullname",
        "display name",
        "displayname",
        "contact",
        "contact name",
        "contact person",
        "file as",
        "fn",
        "nom complet",
        "nom affiche",
        "nom a afficher",
        "nom et prenom",
        "nom du contact",
        "nom prenom",
        "prenom nom",
        "nombre completo",
        "nombre y apellidos",
        "nombre para mostrar",
        "contacto",
        "vollstandiger name",
        "anzeigename",
        "kontakt",
        "ansprechpartner",
        "nome completo",
        "nome visualizzato",
        "contatto",
        "nome e cognome",
        "contato",
        "naam",
        "volledige naam",
        "weergavenaam",
        "imie i nazwisko",
        "namn",
        "navn",
        "nimi",
        "имя и фамилия",
        "фио",
        "контакт",
    }
)
FIRSTS = frozenset(
    {
        "first",
        "first name",
        "firstname",
        "given name",
        "givenname",
        "given",
        "forename",
        "middle name",
        "additional name",
        "prenom",
        "deuxieme prenom",
        "segundo nombre",
        "nombre de pila",
        "vorname",
        "weitere vornamen",
        "secondo nome",
        "primeiro nome",
        "nome proprio",
        "voornaam",
        "imie",
        "fornamn",
        "fornavn",
        "etunimi",
        "имя",
    }
)
LASTS = frozenset(
    {
        "last",
        "last name",
        "lastname",
        "surname",
        "family name",
        "familyname",
        "family",
        "nom de famille",
        "apellido",
        "apellidos",
        "primer apellido",
        "segundo apellido",
        "nachname",
        "familienname",
        "zuname",
        "cognome",
        "apelido",
        "sobrenome",
        "ultimo nome",
        "achternaam",
        "familienaam",
        "nazwisko",
        "efternamn",
        "etternavn",
        "efternavn",
        "sukunimi",
        "фамилия",
    }
)
COMPANIES = frozenset(
    {
        "company",
        "company name",
        "organisation",
        "organization",
        "organization name",
        "organization 1 name",
        "organisation 1 name",
        "business",
        "societe",
        "entreprise",
        "raison sociale",
        "empresa",
        "organizacion",
        "compania",
        "firma",
        "unternehmen",
        "azienda",
        "ditta",
        "societa",
        "organizacao",
        "bedrijf",
        "organisatie",
        "foretag",
        "компания",
        "организация",
    }
)
# Words that stand for the first name beside a column for the last one, or the other way round.
EITHER = {
    "nom": Role.LAST,
    "name": Role.LAST,
    "nombre": Role.FIRST,
    "nome": Role.FIRST,
    "имя": Role.FIRST,
}
PHONES = (
    "phone",
    "telephon",
    "telefon",
    "telefoon",
    "telefono",
    "telefone",
    "puhelin",
    "mobil",
    "mobiel",
    "movil",
    "movel",
    "handy",
    "portable",
    "cellul",
    "celular",
    "rufnummer",
    "komork",
    "msisdn",
    "whatsapp",
    "телефон",
    "мобильн",
)
"""Beginnings or ends of words that only numbers have."""

PHONE_WORDS = frozenset({"tel", "tels", "cell", "gsm", "mob", "did", "line", "ligne", "fijo", "fixe", "cel"})
"""Whole words that only numbers have."""

NUMBERS = frozenset({"number", "numbers", "numero", "numeros", "nummer", "numer", "номер", "no", "nr", "num"})
QUALIFIERS = frozenset(
    {"main", "primary", "second", "secondary", "third", "work", "home", "other", "business", "office"}
    | {"principal", "principale", "hauptnummer", "privat", "geschaftlich", "bureau", "domicile", "travail"}
    | {"trabajo", "casa", "oficina", "otro", "autre"}
)
"""With one of `NUMBERS`, or a figure, they are numbers; "customer number" is none."""

NOT_CALLED = ("fax", "telecopie", "pager", "telex", "tty", "факс", "modem", "isdn")
ABOUT = frozenset({"label", "type", "id", "typ", "tipo", "key", "kind", "extension", "ext", "poste"})
"""Last words of columns that describe another column or the row."""

OF_OURS = frozenset({"account", "favourite"})
"""What our own exports have besides."""

OTHERS = frozenset(
    {"email", "mail", "e mail", "e-mail", "address", "adresse", "direccion", "indirizzo", "street", "rue"}
    | {"city", "ville", "ciudad", "stadt", "citta", "zip", "postcode", "postal code", "code postal", "plz"}
    | {"country", "pays", "pais", "land", "notes", "note", "remarque", "remarks", "comment", "birthday"}
    | {"title", "job title", "titre", "website", "web page", "url", "group", "groups", "categories", "tags"}
    | {"account", "favourite", "favorite", "id", "department", "nickname", "prefix", "suffix", "photo"}
)
"""Columns that a phonebook has no place for, which yet tell that a row is a header."""

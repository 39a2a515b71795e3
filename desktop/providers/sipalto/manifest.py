"""What Sipalto says of itself.

Origin: the vendor's one page of documentation. What it does not say is marked where it is assumed.
"""

from desktop.domain.accounts import CredentialField, FieldKind, Manifest

TITLE = "Sipalto"
BASE_URL = "https://app-api.sipalto.com"
ZONE = "Europe/London"
REGION = "GB"
PLACES = ("Main", "Second", "Third")

MANIFEST = Manifest(
    id=__package__.rpartition(".")[2],
    title=TITLE,
    fields=(
        CredentialField(
            "base_url",
            "API address",
            default=BASE_URL,
            help="Change the address only if Sipalto told you to.",
            advanced=True,
            kind=FieldKind.ADDRESS,
        ),
        CredentialField(
            "username",
            "User name",
            required=True,
            help="The user name for the API that Sipalto issued.",
            kind=FieldKind.USER,
        ),
        CredentialField(
            "password",
            "Password",
            secret=True,
            required=True,
            help="The password for the API that Sipalto issued with the user name.",
        ),
        CredentialField(
            "extensions",
            "Extensions",
            required=True,
            help="Whose calls to show, separated by commas, such as 1004, 1007. "
            "Sipalto gives calls for one extension at a time and does not list them.",
            kind=FieldKind.EXTENSIONS,
        ),
        CredentialField(
            "timezone",
            "Time zone of the telephone system",
            default=ZONE,
            help="Sipalto tells times without a zone: this is the one that they are meant in.",
            advanced=True,
            kind=FieldKind.ZONE,
        ),
        CredentialField(
            "region",
            "Country",
            default=REGION,
            help="Two letters such as GB, for numbers written without a country code.",
            advanced=True,
            kind=FieldKind.COUNTRY,
        ),
    ),
    # No limits are told, history needs one request for each extension: concurrency is kept low.
    parallel_windows=2,
    page_limit=1000,
    offers=("Answered calls by extension", "Shared phonebook", "Recordings and transcripts"),
    lacks=("No missed calls", "No calling with one click"),
    # A user name for the API belongs to the company; that it is one for each person is nowhere said.
    company_wide_secret=True,
    steps=(
        "Ask Sipalto for a user name and a password for its API.",
        "Find out your extension, and those of colleagues whose calls you want to see.",
        "Enter them here: without an extension there are no calls to show.",
    ),
    site="https://developer.sipalto.com",
    number_places=PLACES,
)

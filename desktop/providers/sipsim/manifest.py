"""What SIPSIM says of itself.

Origin: the vendor's guides "Your First API Call", "Working with Calls", "Click-to-Call" and the public
pages on authentication, tags and AI features. What they do not say is marked where it is assumed.
"""

from desktop.domain.accounts import CredentialField, FieldKind, Manifest

TITLE = "SIPSIM"
BASE_URL = "https://app.sipsim.com/api/v2"
TOKEN_URL = "https://app.sipsim.com/oauth/token"  # noqa: S105 - an address

# Click-to-call is `calls.create` in one guide and `calls.write` in another: both are asked for.
SCOPE = (
    "account.read calls.read calls.create calls.write calls.tags.write "
    "calls.transcription.read calls.transcription.write calls.summary.read "
    "phones.read tags.read tags.write"
)

MANIFEST = Manifest(
    id=__package__.rpartition(".")[2],
    title=TITLE,
    fields=(
        CredentialField(
            "base_url",
            "API address",
            default=BASE_URL,
            help="Change the addresses only if SIPSIM told you to.",
            advanced=True,
            kind=FieldKind.ADDRESS,
        ),
        CredentialField(
            "token_url",
            "Sign-in address",
            default=TOKEN_URL,
            help="Change the addresses only if SIPSIM told you to.",
            advanced=True,
            kind=FieldKind.ADDRESS,
        ),
        CredentialField(
            "client_id",
            "Client ID",
            help="Sign in at SIPSIM as an administrator, open the developer page and create an "
            "application named Sidetone.",
            kind=FieldKind.USER,
        ),
        CredentialField(
            "client_secret",
            "Client secret",
            secret=True,
            help="Shown beside the client ID when the application is created. Copy it at once: "
            "it may be shown only then.",
        ),
        CredentialField(
            "scope",
            "Permissions",
            default=SCOPE,
            help="What the application may do, separated by spaces. Less is asked for by itself when "
            "SIPSIM refuses some of it.",
            advanced=True,
        ),
        CredentialField(
            "access_token",
            "Access token",
            secret=True,
            help="Instead of client ID and secret. It ends after some hours and has to be pasted anew.",
            advanced=True,
        ),
        CredentialField(
            "region",
            "Country",
            help="Two letters such as FR, for numbers written without a country code. "
            "Taken from the lines' numbers when empty.",
            advanced=True,
            kind=FieldKind.COUNTRY,
        ),
    ),
    alternatives=(("client_id", "client_secret"), ("access_token",)),
    parallel_windows=4,
    page_limit=1000,
    offers=(
        "Calls, missed calls, voicemail",
        "Calling with one click, lines",
        "Recordings, transcripts, tags",
    ),
    lacks=("No phonebook",),
    company_wide_secret=True,
    # That client ID and secret are issued with an application is documented. Who may make one, and whether
    # its secret is shown again, is not: so the steps take the careful way.
    steps=(
        "Sign in at SIPSIM as an administrator.",
        "Open the developer page and create an application named Sidetone.",
        "Copy the client ID and the secret at once: it may be shown only then.",
    ),
    site="https://app.sipsim.com/devs/docs/getting-started/authentication",
)

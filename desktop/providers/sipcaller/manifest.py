"""What SIP Caller says of itself.

Origin: the vendor's page "API Docs" and its public help pages on API keys and campaigns. What they do not
say is marked where it is assumed.
"""

from desktop.domain.accounts import CredentialField, FieldKind, Manifest

TITLE = "SIP Caller"
BASE_URL = "https://api.sipcaller.com/v1"
COMPACT, DASHED = "compact", "dashed"

MANIFEST = Manifest(
    id=__package__.rpartition(".")[2],
    title=TITLE,
    fields=(
        CredentialField(
            "base_url",
            "API address",
            default=BASE_URL,
            help="Change the address only if SIP Caller told you to.",
            advanced=True,
            kind=FieldKind.ADDRESS,
        ),
        CredentialField(
            "account_id",
            "Account ID",
            required=True,
            help="Copy it from SIP Caller's web console, where the account is shown.",
        ),
        CredentialField(
            "api_key",
            "API key",
            secret=True,
            required=True,
            help="In the web console under Settings, API Keys. It is shown once, when it is created, and "
            "ends on the day that was chosen then: a new one is needed after that.",
        ),
        CredentialField(
            "key_ends",
            "Key ends on",
            help="The day that was chosen when the key was made, such as 2027-03-31. Sidetone reminds you.",
            kind=FieldKind.DATE,
        ),
        CredentialField(
            "region",
            "Country",
            help="Two letters such as US, for numbers written without a country code.",
            kind=FieldKind.COUNTRY,
        ),
        CredentialField(
            "date_format",
            "Spelling of dates",
            default=COMPACT,
            help=f"{COMPACT} for 20241201T00:00:00, or {DASHED} for 2024-12-01T00:00:00. SIP Caller's pages "
            "say both; the other one is tried by itself when a filter's date is refused.",
            advanced=True,
        ),
    ),
    # The vendor's sample asks for 100 campaigns and names no limit. An answer that is cut to a smaller page
    # is noticed, and the rest is asked for.
    page_limit=1000,
    offers=("Campaigns with filters and tags", "Adding and uploading numbers"),
    lacks=("No calls and no recordings", "No calling with one click", "No phonebook"),
    # A key has roles of its own and belongs to the account; nothing ties it to a person.
    company_wide_secret=True,
    steps=(
        "Sign in at the web console as an administrator.",
        "Create a key for campaigns under Settings, API Keys.",
        "Copy it at once, it is shown only then, and the account's ID.",
        "Note the day on which it ends.",
    ),
    site="https://landings.sipcaller.com/help/apiKeys",
    # No limit of a file is told. One MiB is where a common web server in front of an API stops by default,
    # so a piece stays below it; 5,000 rows are so few that each is answered well before a client gives up.
    upload_rows=5000,
    upload_bytes=900_000,
    # No request tells the day; the console does, when the key is created.
    ends_field="key_ends",
)

"""The fixed texts of the page about the network."""

NETWORK = "Network"
NETWORK_TEXT = "How Sidetone reaches the providers. This computer itself is never asked through a proxy."
PROXY = "Proxy"
PROXY_WORDS = "proxy internet connection firewall company office password http"
BY_SYSTEM = "The system's"
BY_NONE = "None"
BY_ADDRESS = "Another one"
LOOKING = "Looking..."
NONE_TEXT = "Providers are reached without one."
SYSTEM_NAMES_NONE = "The system names none, so providers are reached without one."
ADDRESS = "Address"
ADDRESS_HINT = "http://proxy.example:3128"
USER = "User name"
USER_HELP = "Empty where it asks for none."
PASSWORD = "Password"  # noqa: S105 - a label
PASSWORD_HELP = "It is kept with the accounts' secrets."  # noqa: S105 - as above
PASSWORD_KEPT = "There is one. Type here to replace it."  # noqa: S105 - as above
USE = "Use this proxy"
CERTIFICATES = "Certificates of your own"
CERTIFICATES_WORDS = "certificate authority ca root tls ssl pem company inspection encrypted"
CERTIFICATES_TEXT = (
    "They count besides the system's. A company needs that where it looks into encrypted connections."
)
CHOOSE = "Choose a file..."
CHOOSE_TITLE = "Certificates of your own"
FILTERS = ("Certificates (*.pem *.crt *.cer *.der)", "All files (*)")
TAKE_OUT = "Take out"

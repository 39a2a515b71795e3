"""SIP Caller: campaigns of an outbound dialler and their numbers over its REST API."""

from collections.abc import Mapping

from desktop.domain.accounts import Manifest
from desktop.domain.ports import ProviderSession, SessionContext

from .manifest import MANIFEST


class SipCaller:
    """The provider; its session's modules are imported when the first account opens one."""

    @property
    def manifest(self) -> Manifest:
        """What the provider says of itself."""
        return MANIFEST

    def open(self, fields: Mapping[str, str], context: SessionContext) -> ProviderSession:
        """Make a session without any request. Raises `Trouble` USAGE."""
        from .session import open_session  # noqa: PLC0415 - httpx costs 60 ms that discovery does not need

        return open_session(fields, context)


PROVIDER = SipCaller()

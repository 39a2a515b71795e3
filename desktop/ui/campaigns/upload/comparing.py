"""The local mirror of campaigns' numbers, for the check of a list: how old it is, and reading it anew."""

from collections.abc import Callable

from desktop.domain.errors import Trouble
from desktop.services.campaigns.values import MirrorAge, MirrorProgress
from desktop.ui.bridge import telling
from desktop.ui.context import Context

SHORT_LISTING = 2000
"""So many of the campaign's numbers are read without asking, which takes a few seconds."""


class Comparing:
    """What a list is compared with. `age` is None while that is not known."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.age: MirrorAge | None = None
        self.progress: MirrorProgress | None = None

    async def read_age(self, campaign_id: str) -> None:
        """Learn how old it is."""
        try:
            work = self._context.services.uploads.mirror(campaign_id)
            self.age = await self._context.bridge.run(work)
        except Trouble:
            self.age = None

    async def read(self, hear: Callable[[MirrorProgress], None], *, alone: bool = False) -> None:
        """Read the numbers of the campaign, and unless `alone` of the other active ones. Raises `Trouble`."""
        if self.age is not None:
            others = () if alone else self.age.others
            ids = [part.campaign_id for part in (self.age.campaign, *others)]
            await self._context.bridge.run(self._context.services.uploads.read_mirror(ids, telling(hear)))

    @property
    def goes_unasked(self) -> bool:
        """Whether the campaign's own numbers were never read, and that takes a few seconds."""
        own = self.age.campaign if self.age is not None else None
        if own is None or own.listed_at is not None or own.there is None:
            return False
        return own.there <= SHORT_LISTING

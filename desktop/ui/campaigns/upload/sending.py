"""An upload that was begun: its figures and pieces, and what a person can do with it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import Trouble
from desktop.domain.uploads import RowState, Upload
from desktop.services.tasks import TaskScope
from desktop.ui import sentences_upload as sentences
from desktop.ui.campaigns.upload.views import Pace, Pieces, Speed, Standing, standing
from desktop.ui.context import Context

_PAGE = 500


class Sending(QObject):
    """`moved` carries the upload as it stands after something was done; `changed` says that more is known.

    `said` is told in passing. `trouble` is why the campaign could not be looked at.
    """

    moved = Signal(object)
    changed = Signal()
    said = Signal(str)

    def __init__(self, context: Context, scope: TaskScope, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._scope = scope
        self._speed = Speed()
        self.pieces = Pieces(context.uploads())
        self.upload: Upload | None = None
        self.rows_shown = False
        """Whether the rows are looked at while the upload runs."""
        self.looking = False
        self.busy = False
        """Whether something was asked for, which waits for the piece that has left."""
        self.trouble = ""

    async def take(self, upload: Upload) -> None:
        """Take up how it stands now, and read what its newest pieces are."""
        if self.upload is None or self.upload.id != upload.id:
            self.pieces.forget()
            self.rows_shown, self.trouble = False, ""
        self.upload = upload
        self._speed.note(upload, self._context.now())
        more = True
        while more:
            more = self.pieces.read(upload.id)
            await asyncio.sleep(0)

    def standing(self) -> Standing | None:
        """Say why the upload does not go on; None while it does."""
        return standing(self.upload, self._context.now()) if self.upload else None

    def pace(self) -> Pace:
        """Return the figures of this moment."""
        return self._speed.pace(self.upload, self._context.now()) if self.upload else Pace(0.0, None, 0.0)

    # ---- what a person does

    def send(self) -> None:
        """Begin, or go on."""
        self._act(self._context.services.uploads.send)

    def pause(self) -> None:
        """Send no further piece."""
        self._act(self._context.services.uploads.pause)

    def cancel(self) -> None:
        """Leave out what waits; what is sent stays."""
        self._act(self._context.services.uploads.cancel)

    def show_rows(self, *, shown: bool) -> None:
        """Look at the rows while the upload runs, or at its pieces again."""
        self.rows_shown = shown
        self.changed.emit()

    def look_again(self) -> None:
        """Look in the campaign for the rows of unknown outcome."""
        if self.upload is not None:
            self._scope.start("look", self._look_again(self.upload))

    def stop_looking(self) -> None:
        """End the look at the campaign's numbers."""
        self._scope.cancel("look")

    def send_again(self, state: RowState) -> None:
        """Send all rows of a state once more: a person was asked."""
        if self.upload is not None:
            self._scope.start("look", self._send_again(self.upload, state))

    # ---- tasks

    def _act(self, what: Callable[[str], Coroutine[Any, Any, Upload]]) -> None:
        if self.upload is not None:
            self._scope.start("act", self._acted(what, self.upload.id))

    async def _acted(self, what: Callable[[str], Coroutine[Any, Any, Upload]], upload_id: str) -> None:
        self.busy = True
        self.changed.emit()
        try:
            upload = await self._context.bridge.run(what(upload_id))
        except Trouble as trouble:
            self.said.emit(trouble.sentence)
        else:
            self.moved.emit(upload)
        finally:
            self.busy = False
            self.changed.emit()

    async def _look_again(self, upload: Upload) -> None:
        before = upload.states.get(RowState.UNKNOWN, 0)
        now = await self._looked(self._context.services.uploads.look_again(upload.id))
        if now is not None:
            self.said.emit(sentences.found_again(before, now.states.get(RowState.UNKNOWN, 0)))

    async def _send_again(self, upload: Upload, state: RowState) -> None:
        uploads, indexes, first = self._context.services.uploads, list[int](), 0
        while page := self._context.uploads().rows(upload.id, state, first, _PAGE):
            indexes += [row.index for row in page]
            first += len(page)
            await asyncio.sleep(0)
        now = await self._looked(uploads.send_again(upload.id, indexes))
        if now is not None and now.states.get(RowState.WAITING, 0):
            await self._acted(uploads.send, upload.id)

    async def _looked(self, work: Coroutine[Any, Any, Upload]) -> Upload | None:
        """Wait for a look at the campaign's numbers; None when it failed."""
        self.looking, self.trouble = True, ""
        self.changed.emit()
        now: Upload | None = None
        try:
            now = await self._context.bridge.run(work)
        except Trouble as trouble:
            self.trouble = trouble.sentence
        finally:
            self.looking = False
            self.pieces.forget()
            self.changed.emit()
        if now is not None:
            self.moved.emit(now)
        return now

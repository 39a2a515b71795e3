"""The way to an account: the sign-in form, and round it the guide of the first start."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from desktop.ui.accounts.page import SignInPage
from desktop.ui.accounts.presenter import SignInPresenter
from desktop.ui.context import Context
from desktop.ui.shell.presenter import ShellPresenter

if TYPE_CHECKING:
    from desktop.ui.firstrun.guide import Guide
    from desktop.ui.shell.bar import TopBar

GUIDE_KEY = "ui.guide"
"""The setting that tells how far the guide of the first start has come."""
DONE = "done"


class Entry(QObject):
    """Belongs to a window whose screens are there. `finished` says that its own pages are to be left."""

    finished = Signal()

    def __init__(
        self,
        context: Context,
        shell: ShellPresenter,
        bar: "TopBar",
        stack: QStackedWidget,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._shell = shell
        self._bar = bar
        self._stack = stack
        self._first_start = False
        self.presenter = SignInPresenter(context, shell, self)
        self.page = SignInPage(self.presenter)
        self.guide: Guide | None = None
        stack.addWidget(self.page)
        self.page.done.connect(self._signed_in)
        self.page.closed.connect(self._left)
        self.page.skipped.connect(self._skipped)
        shell.first_read.connect(self._first_read)
        shell.changed.connect(self._accounts_came)

    @property
    def signing_in(self) -> bool:
        """Whether the sign-in form is shown."""
        return self._stack.currentWidget() is self.page

    @property
    def guiding(self) -> bool:
        """Whether a page of the guide is shown, or the form as a part of it."""
        return self.guide is not None and self.guide.shown

    def add_account(self) -> None:
        """Show the form for another account."""
        if self.guide is not None and self.guiding:
            self.guide.ask_account()
            return
        self.page.ask(None, may_leave=bool(self._shell.accounts) or self._past_guide)
        self._stack.setCurrentWidget(self.page)

    def sign_in_again(self, name: str) -> None:
        """Show the form of an account that is there; one that is gone meanwhile shows nothing."""
        account = next((one for one in self._shell.accounts if one.name == name), None)
        if account is not None:
            self.page.ask(account, may_leave=True)
            self._stack.setCurrentWidget(self.page)
            if self.guide is not None:
                self.guide.follow()

    def leave(self) -> None:
        """Go one step back, as Escape does; where there is nothing to go back to, nothing happens."""
        if self.signing_in:
            self.page.leave()
        elif self.guide is not None:
            self.guide.go_back()

    async def close(self) -> None:
        """End all tasks."""
        if self.guide is not None:
            await self.guide.close()
        await self.presenter.close()

    @property
    def _kept(self) -> str:
        return self._context.services.settings.text(GUIDE_KEY)

    @property
    def _past_guide(self) -> bool:
        return self._kept == DONE

    def _first_read(self) -> None:
        """Begin the guide where there is no account yet, and go on with one that was broken off."""
        begun = self._kept not in ("", DONE)
        if not self._shell.accounts and not self._past_guide:
            self._first_start = True
            self._the_guide().begin()
        elif self._shell.accounts and begun:
            self._the_guide().resume(self._kept)
        elif not self._shell.accounts:
            self.add_account()

    def _the_guide(self) -> "Guide":
        if self.guide is None:
            from desktop.ui.firstrun.guide import Guide  # noqa: PLC0415 - of use at the first start alone

            self.guide = Guide(self._context, self._shell, self._bar, self._stack, self.page, self)
            self.guide.ended.connect(self.finished)
            self.guide.demo_wanted.connect(self.presenter.start_demo)
            self.presenter.demo_said.connect(self.guide.say_demo)
        return self.guide

    def _accounts_came(self) -> None:
        """Leave the first form for the calls once the command line, say, has added an account."""
        if not (self._first_start and self._shell.accounts):
            return
        if self.guide is not None and self.guide.waits_for_account and self.page.is_untouched:
            self._first_start = False
            self.guide.end()

    def _signed_in(self) -> None:
        self._first_start = False
        if self.guide is not None and self.guiding:
            self.guide.account_added(self.presenter.signed_in)
        else:
            self.finished.emit()

    def _left(self) -> None:
        if self.guide is not None and self.guiding:
            self.guide.go_back()
        else:
            self.finished.emit()

    def _skipped(self) -> None:
        if self.guide is not None:
            self.guide.end()

"""The guide of the first start: leads from page to page, and remembers how far it has come."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.ui import sentences_guide as sentences
from desktop.ui.accounts.page import SignInPage
from desktop.ui.context import Context
from desktop.ui.firstrun.calling import CallingPage
from desktop.ui.firstrun.computer import ComputerPage
from desktop.ui.firstrun.page import GuidePage
from desktop.ui.firstrun.presenter import GuidePresenter
from desktop.ui.firstrun.ready import ReadyPage
from desktop.ui.firstrun.steps import GuideStep
from desktop.ui.firstrun.welcome import WelcomePage
from desktop.ui.kit.steps import Steps
from desktop.ui.settings.presence_presenter import PresencePresenter
from desktop.ui.shell.bar import TopBar
from desktop.ui.shell.entry import DONE
from desktop.ui.shell.presenter import ShellPresenter


class Guide(QObject):
    """Puts its pages into the window's stack, and its steps into the bar while one of them is shown.

    The form of the account is the window's own. `ended` says that it is over, at its end or before;
    `demo_wanted` that the demo is to be opened.
    """

    ended = Signal()
    demo_wanted = Signal()

    def __init__(
        self,
        context: Context,
        shell: ShellPresenter,
        bar: TopBar,
        stack: QStackedWidget,
        form: SignInPage,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._bar = bar
        self._stack = stack
        self._form = form
        self.presenter = GuidePresenter(context, shell, self)
        self.presence = PresencePresenter(context, self)
        self._pages: dict[GuideStep, GuidePage] = {}
        names = list(GuideStep) if self.presenter.offers_demo else list(GuideStep)[1:]
        self._order = tuple(names)
        self.steps = Steps([step.called for step in self._order])
        self.steps.hide()
        self.step: GuideStep | None = None
        """Which step it is; None before the first one and after the end."""
        self.presenter.changed.connect(self._refresh)
        self.presence.changed.connect(self._refresh)
        stack.currentChanged.connect(self.follow)

    @property
    def shown(self) -> bool:
        """Whether the page of its step is what the window shows."""
        if self.step is None or (self.step is GuideStep.ACCOUNT and not self._form.guided):
            return False
        return self._stack.currentWidget() is self._widget(self.step)

    @property
    def waits_for_account(self) -> bool:
        """Whether there is nothing in it yet but the wish for an account."""
        return self.step in (GuideStep.WELCOME, GuideStep.ACCOUNT)

    def page(self, step: GuideStep) -> GuidePage:
        """Return the page of a step, made when it is first asked for. The account's is the form's own."""
        if step not in self._pages:
            page = self._pages[step] = self._make(step)
            page.next_wanted.connect(self._go_on)
            page.back_wanted.connect(self.go_back)
            page.skip_wanted.connect(self.end)
            self._stack.addWidget(page)
            page.lead_through()
        return self._pages[step]

    # ---- from step to step

    def begin(self) -> None:
        """Begin where there is no account yet."""
        self.go_to(self._order[0])

    def resume(self, kept: str) -> None:
        """Go on at the step that the settings have."""
        step = GuideStep(kept)
        self.presenter.about("")
        self.go_to(step)

    def ask_account(self) -> None:
        """Go to the form."""
        self.go_to(GuideStep.ACCOUNT)

    def account_added(self, name: str) -> None:
        """Go on with an account that works."""
        self.presenter.about(name)
        self.go_to(GuideStep.CALLING)

    def go_back(self) -> None:
        """Go one step back, as far as there is something to do again: an account that is added stays."""
        back = self._before()
        if back is not None:
            self.go_to(back)

    def go_to(self, step: GuideStep) -> None:
        """Show a step, and remember what is left to do."""
        came_back = step is GuideStep.ACCOUNT and self.step is GuideStep.WELCOME and self._form.guided
        self.step = step
        if step is GuideStep.ACCOUNT and not came_back:
            self._form.ask(None, may_leave=self._before() is not None, guided=True)
        elif step is GuideStep.COMPUTER:
            self.presence.start()
        elif step is GuideStep.READY:
            self.presenter.keep(DONE)
        if step in (GuideStep.CALLING, GuideStep.COMPUTER):
            self.presenter.keep(step.value)
        widget = self._widget(step)
        self._refresh()
        names = [one.called for one in self._order]
        at = self._order.index(step)
        self.steps.go_to(at, spoken=sentences.step(at, names))
        self._stack.setCurrentWidget(widget)
        self.follow()
        if isinstance(widget, GuidePage):
            widget.back.setVisible(self._before() is not None)
            widget.begin()

    def end(self) -> None:
        """Be over, now or for good: what is not set up can be set up in the settings."""
        self.presenter.keep(DONE)
        self.presence.stop()
        self.step = None
        self.follow()
        self.ended.emit()

    def say_demo(self, sentence: str) -> None:
        """Say how the demo began, where it was asked for."""
        page = self._pages.get(GuideStep.WELCOME)
        if isinstance(page, WelcomePage):
            page.say_in_foot(sentence)

    async def close(self) -> None:
        """End all tasks."""
        await self.presence.close()
        await self.presenter.close()

    def _before(self) -> GuideStep | None:
        """Return the step to go back to, None where there is none."""
        if self.step in (None, GuideStep.WELCOME, GuideStep.CALLING):
            return None
        if self.step is GuideStep.ACCOUNT and self._shell.accounts:
            return GuideStep.READY
        place = self._order.index(self.step) - 1
        return self._order[place] if place >= 0 else None

    def _go_on(self) -> None:
        if self.step is GuideStep.READY:
            self.end()
        elif self.step is not None:
            self.go_to(self._order[self._order.index(self.step) + 1])

    def _widget(self, step: GuideStep) -> QWidget:
        return self._form if step is GuideStep.ACCOUNT else self.page(step)

    def follow(self) -> None:
        """Show the steps while a page of the guide is shown, and what the bar has otherwise."""
        self._bar.show_instead(self.steps if self.shown else None)

    # ---- the pages

    def _make(self, step: GuideStep) -> GuidePage:
        if step is GuideStep.WELCOME:
            welcome = WelcomePage()
            welcome.demo_wanted.connect(self.demo_wanted)
            return welcome
        if step is GuideStep.CALLING:
            calling = CallingPage()
            calling.line_chosen.connect(self._shell.line_choice.choose)
            calling.refresh_wanted.connect(self._shell.line_choice.refresh)
            calling.country_chosen.connect(self.presenter.choose_country)
            return calling
        if step is GuideStep.COMPUTER:
            return ComputerPage(self.presence)
        ready = ReadyPage()
        ready.another_wanted.connect(self.ask_account)
        return ready

    def _refresh(self) -> None:
        """Show what is known on the page that is shown."""
        page = self._pages.get(self.step) if self.step is not None else None
        if isinstance(page, CallingPage):
            page.show_lines(self._shell.line_choice.view)
            page.show_country(self.presenter.country)
        elif isinstance(page, ReadyPage):
            page.show_points(self._points())

    def _points(self) -> list[tuple[str, bool]]:
        presenter, line = self.presenter, self._shell.line()
        region = presenter.country.region if presenter.country else None
        autostart, links = self.presence.autostart, self.presence.links
        starts = autostart is not None and autostart.enabled
        ours = links is not None and bool(links.ours) and not links.others
        return [
            (sentences.connected(presenter.account, presenter.provider), presenter.account is not None),
            (sentences.rings(line), line is not None),
            (sentences.country(region), region is not None),
            (sentences.starts(starts), starts),
            (sentences.links(ours), ours),
        ]

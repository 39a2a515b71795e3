"""The rows about the desktop: starting with the session, and links to phone numbers."""

from desktop.ui import sentences_presence as sentences
from desktop.ui import strings_presence as strings
from desktop.ui.kit.switch import Switch
from desktop.ui.settings.places import entry
from desktop.ui.settings.presence_presenter import PresencePresenter
from desktop.ui.settings.rows import Row


class _SwitchRow(Row):
    def __init__(self, key: str) -> None:
        self.switch = Switch(name=entry(key).title)
        super().__init__(entry(key), self.switch)
        self.say(strings.LOOKING)
        self.switch.setEnabled(False)

    def show_state(self, on: bool, text: str, refusal: str, trouble: str) -> None:
        """Show how it is; what is on can be switched off whoever refuses it."""
        self.switch.show_on(on)
        self.switch.setEnabled(on or not refusal)
        self.say(refusal or text)
        self.refuse(trouble)
        self._describe(trouble or refusal or text)


class AutostartRow(_SwitchRow):
    """Whether Sidetone starts with the session."""

    def __init__(self, presenter: PresencePresenter) -> None:
        super().__init__("presence.autostart")
        self._presenter = presenter
        self.switch.switched.connect(presenter.start_with_session)
        presenter.changed.connect(self._show)

    def _show(self) -> None:
        state, trouble = self._presenter.autostart, self._presenter.autostart_trouble
        if state is None:
            self.refuse(trouble)
        else:
            self.show_state(state.enabled, strings.AUTOSTART_TEXT, state.refusal, trouble)


class LinksRow(_SwitchRow):
    """Whether links to phone numbers open Sidetone, all of them."""

    def __init__(self, presenter: PresencePresenter) -> None:
        super().__init__("presence.links")
        self._presenter = presenter
        self.switch.switched.connect(presenter.open_links)
        presenter.changed.connect(self._show)

    def _show(self) -> None:
        state, trouble = self._presenter.links, self._presenter.links_trouble
        if state is None:
            self.refuse(trouble)
            return
        said = " ".join(part for part in (sentences.links(state), state.by_hand) if part)
        ours = bool(state.ours) and not state.others
        self.show_state(ours, said, state.refusal, trouble)

"""The steps of the guide."""

from enum import StrEnum

from desktop.ui import strings_guide as strings


class GuideStep(StrEnum):
    """The steps in their order; the values are what is kept while the guide is not at its end."""

    WELCOME = "welcome"
    ACCOUNT = "account"
    CALLING = "calling"
    COMPUTER = "computer"
    READY = "ready"

    @property
    def called(self) -> str:
        """What a person calls it."""
        return {
            GuideStep.WELCOME: strings.STEP_WELCOME,
            GuideStep.ACCOUNT: strings.STEP_ACCOUNT,
            GuideStep.CALLING: strings.STEP_CALLING,
            GuideStep.COMPUTER: strings.STEP_COMPUTER,
            GuideStep.READY: strings.STEP_READY,
        }[self]

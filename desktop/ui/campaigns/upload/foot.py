"""What the foot of the wizard says and offers in each state; no widgets here."""

from dataclasses import dataclass

from desktop.domain.uploads import RowState, UploadState
from desktop.ui import sentences_upload as sentences
from desktop.ui import strings_upload as strings
from desktop.ui.campaigns.upload.presenter import UploadPresenter
from desktop.ui.campaigns.upload.views import Phase


@dataclass(frozen=True, slots=True)
class Foot:
    """The sentence, and the labels of the buttons; "" hides one. `rings` marks the sentence with a bell."""

    said: str = ""
    rings: bool = False
    go: str = ""
    may_go: bool = True
    back: str = ""
    stop: bool = False
    pause: str = ""
    save: bool = False
    look: bool = False
    again: bool = False


def foot(presenter: UploadPresenter, chosen: RowState | None) -> Foot:
    """Return the foot of this moment; `chosen` is whose rows the last step shows."""
    phase, upload = presenter.phase, presenter.upload
    if phase in {Phase.CHOOSE, Phase.LOOKING}:
        return Foot(strings.DROP_NOTE, back=strings.CANCEL if phase is Phase.CHOOSE else "")
    if phase is Phase.COLUMNS:
        ready = presenter.choice is not None and presenter.choice.number >= 0
        said = "" if ready else strings.NO_NUMBER_COLUMN
        return Foot(said, go=strings.CHECK_LIST, may_go=ready, back=strings.BACK)
    if phase in {Phase.LISTING, Phase.CHECKING} or upload is None:
        return Foot(back=strings.BACK)
    if phase is Phase.CHECK:
        return _check(presenter)
    if phase is Phase.RUNNING and not presenter.sending.rows_shown:
        return _running(presenter)
    states = upload.states
    unknown = states.get(RowState.UNKNOWN, 0) > 0
    quiet = upload.state is not UploadState.SENDING and not presenter.sending.looking
    resend = chosen in {RowState.UNKNOWN, RowState.REFUSED} and states.get(chosen, 0) > 0
    running = phase is Phase.RUNNING
    return Foot(
        go="" if running else strings.DONE,
        back=strings.BACK if running else "",
        save=not running,
        look=unknown and quiet,
        again=resend and quiet,
    )


def _check(presenter: UploadPresenter) -> Foot:
    upload, campaign = presenter.upload, presenter.campaign
    if upload is None or presenter.trouble:
        return Foot(back=strings.BACK)
    refusal = campaign.refusal if campaign else ""
    said, rings = refusal, False
    if not upload.wanted:
        said = strings.NOTHING_GOES_IN
    elif not refusal and campaign is not None:
        said = sentences.runs(campaign)
        rings = bool(said)
    button = sentences.upload_button(upload.wanted)
    back = strings.BACK if presenter.facts is not None else strings.CANCEL
    may = upload.wanted > 0 and campaign is not None and not refusal
    return Foot(said, rings, go=button, may_go=may, back=back)


def _running(presenter: UploadPresenter) -> Foot:
    upload = presenter.upload
    sends = upload is not None and upload.state is UploadState.SENDING
    pause = strings.PAUSE if sends else ""
    return Foot(strings.HIDE_NOTE, go=strings.HIDE, stop=True, pause=pause)

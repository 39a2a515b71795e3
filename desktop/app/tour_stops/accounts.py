"""The sign-in form."""

from desktop.app.tour import Stage, until
from desktop.ui import strings
from desktop.ui.accounts.presenter import SignInView, Step


async def signing_in(stage: Stage) -> None:
    """Show the form of the first start, and what it says."""
    window = await stage.window()
    await until(lambda: window.signing_in)
    form, take = window.sign_in, stage.album.take
    take(window, "sign-in", "first-start")
    form.save.click()
    take(window, "sign-in", "missing")
    form.field("name").setText("SIPSIM, Paris office")
    form.field("client_id").setText("st-paris-7f21c09e")
    form.field("client_secret").setText("not-the-right-one")
    window.sign_in_presenter.shown.emit(SignInView(Step.TESTING))
    take(window, "sign-in", "testing")
    window.sign_in_presenter.shown.emit(
        SignInView(Step.REFUSED, strings.KEY_REFUSED_TEXT, strings.KEY_REFUSED)
    )
    take(window, "sign-in", "refused")
    await stage.close(window)

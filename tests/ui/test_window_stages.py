"""The list is shown before the rest of the window is built, which takes up what happened meanwhile."""

from desktop.ui.recents.presenter import ListState
from desktop.ui.shell.window import MainWindow
from tests.ui.conftest import Scene, until


def test_what_was_chosen_before_the_detail_was_there_is_opened_with_it(play):
    async def steps(scene: Scene) -> None:
        await scene.sign_in()
        window = MainWindow()
        scene.windows.append(window)
        window.show()
        window.fill(scene.context())
        window.recents.start_list()
        await until(lambda: window.recents.page.state is ListState.READY)
        assert not window.filled
        window.recents.list.to_first()
        call = window.recents.list.current_call
        assert call is not None
        window.complete()
        window.start()
        detail = window.recents.detail_presenter
        await until(lambda: detail.view is not None and detail.view.call.id == call.id)
        await until(lambda: window.shell.known and window.recents.detail.isVisible())
        await until(lambda: window.focusWidget() is window.recents.list)

    play(steps)


def test_a_window_that_was_never_completed_ends(play):
    async def steps(scene: Scene) -> None:
        window = MainWindow()
        scene.windows.append(window)
        window.show()
        window.fill(scene.context())
        window.recents.start_list()
        await until(lambda: window.recents.presenter.settled)
        window.close()
        assert window.isVisible()  # what closing means is the program's business, before and after

    play(steps)

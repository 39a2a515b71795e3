"""The page of an import that runs: how many are in the phone book by now, how fast, and how long still."""

from desktop.ui import sentences_files as sentences
from desktop.ui import strings_files as strings
from desktop.ui import times
from desktop.ui.files.figures import Figures
from desktop.ui.kit.panes import Pane


class RunningPage(Pane):
    """Figures of an import while it runs."""

    def __init__(self) -> None:
        super().__init__(margins=(24, 24, 24, 24), spacing=0)
        captions = (strings.RATE, strings.TIME_LEFT, strings.RUNNING_FOR)
        self._figures = Figures(strings.IMPORTING, captions)
        self.add(self._figures)
        self.add_stretch()

    def show_progress(self, done: int, total: int, seconds: float) -> None:
        """Show figures; `seconds` is how long it has run."""
        speed = done / seconds if seconds > 0 and done else 0.0
        left = times.duration(round((total - done) / speed)) if speed else ""
        figures = (sentences.rate(speed) if speed else "", left, times.duration(round(seconds)))
        self._figures.show_figures(sentences.imported_of(done, total), done, total, figures)

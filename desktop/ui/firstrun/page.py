"""What every page of the guide has: a way back, a way on, and a way round all of it."""

from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.ui import strings, strings_guide
from desktop.ui.accounts.frame import FormPage
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.focus import give


class GuidePage(FormPage):
    """`next_wanted`, `back_wanted` and `skip_wanted` say where the person wants to go."""

    next_wanted = Signal()
    back_wanted = Signal()
    skip_wanted = Signal()

    def __init__(self, title: str, text: str, *, onward: str = strings_guide.NEXT) -> None:
        super().__init__(title, text)
        self.skip = Button(strings.SET_UP_LATER, kind="link")
        self.skip.clicked.connect(self.skip_wanted)
        self.foot_start.addWidget(self.skip)
        self.back = self.add_button(Button(strings.BACK))
        self.back.clicked.connect(self.back_wanted)
        self.next = self.add_button(Button(onward, kind="go"))
        self.next.clicked.connect(self.go_on)

    def stops(self) -> tuple[QWidget, ...]:
        """Return what Tab goes through before the foot, as one reads."""
        return ()

    def lead_through(self) -> None:
        """Have Tab go as one reads. Qt keeps no order of what is in no window yet."""
        for before, after in pairwise((*self.stops(), self.skip, self.back, self.next)):
            QWidget.setTabOrder(before, after)

    def begin(self) -> None:
        """Put the focus where the page is begun."""
        give(self.next, ring=False)

    def go_on(self) -> None:
        """Go to the next page: the button at the end was pressed."""
        self.next_wanted.emit()

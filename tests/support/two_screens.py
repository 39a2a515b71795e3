"""Run as a process on an offscreen desktop of two screens: shows windows, and prints where they stand."""

import json
import sys

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.kit.buttons import Button
from desktop.ui.kit.dress import dress
from desktop.ui.kit.float import Dialog, Menu, Popover
from desktop.ui.kit.labels import Text
from desktop.ui.kit.monitors import Monitors
from desktop.ui.kit.theme import Scheme
from desktop.ui.shell.frame import read
from desktop.ui.shell.placing import frame_of, put


def screen_of(rect: QRect) -> list[str]:
    """Return the names of the screens that a window stands on."""
    return [one.name() for one in QGuiApplication.screens() if one.geometry().intersects(rect)]


def window_at(frame: str) -> QWidget:
    """Show a window as it was kept."""
    made = QWidget()
    put(made, read(frame))
    QVBoxLayout(made).addWidget(Button("Here"))
    made.show()
    QApplication.processEvents()
    return made


def main() -> dict[str, object]:
    app = QApplication(sys.argv)
    dress(app, Scheme.LIGHT)
    told: dict[str, object] = {}
    second = window_at("1000x700/440@2000,100")
    told["second"] = screen_of(second.geometry())
    told["kept"] = frame_of(second, 440).text  # type: ignore[union-attr]
    gone = window_at("1000x700/440@9000,100")
    told["gone"] = [screen_of(gone.frameGeometry()), gone.frameGeometry().getRect()]
    above = window_at("1000x700/440@2000,-690")
    told["above"] = above.frameGeometry().getRect()
    largest = window_at("9000x9000/440@2000,100")
    told["largest"] = [screen_of(largest.frameGeometry()), largest.pos().toTuple(), largest.width()]

    dialog = Dialog(second, title="Question")
    dialog.box.addWidget(Text("Question"))
    dialog.open()
    told["dialog"] = screen_of(dialog.geometry())
    dialog.reject()
    second.move(1600, 100)  # half on each: what belongs to its end is on the second
    popover = Popover(second, name="Popover")
    popover.box.addWidget(Text("A long text that takes some room in this popover, and still more of it"))
    end = Button("End", parent=second)
    end.setGeometry(900, 10, 60, 30)
    end.show()
    popover.open_under(end)
    told["popover"] = screen_of(popover.geometry())
    popover.hide()
    menu = Menu(second)
    menu.add("Entry")
    menu.open_under(end)
    told["menu"] = screen_of(menu.geometry())
    menu.hide()

    second.move(QPoint(6000, 5000))  # as if a third screen had been unplugged
    told["lost"] = screen_of(second.frameGeometry())
    monitors = Monitors(app)
    monitors.bring_back()
    told["found"] = second.frameGeometry().getRect()
    return told


if __name__ == "__main__":
    print(json.dumps(main()))

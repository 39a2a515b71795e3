"""Every piece of the kit in every state."""

from desktop.app.tour import Stage
from desktop.ui.kit.gallery import PAGES, Gallery


def gallery(stage: Stage) -> None:
    """Show every piece of the kit in every state."""
    pages = Gallery()
    pages.show()
    for name in PAGES:
        pages.show_page(name)
        stage.album.take(pages, "gallery", name)
    pages.hide()
    pages.deleteLater()

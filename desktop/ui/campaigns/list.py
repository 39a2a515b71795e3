"""The list of campaigns: rows of two lines, with the state as a pill."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.campaigns import Campaign
from desktop.ui import strings_campaigns as strings
from desktop.ui.campaigns.face import CampaignFace
from desktop.ui.campaigns.model import CampaignListModel
from desktop.ui.kit.bones import bones
from desktop.ui.kit.fonts import face as font_face
from desktop.ui.kit.ink import Ink
from desktop.ui.kit.labels import tone
from desktop.ui.kit.paged import ITEM_ROLE
from desktop.ui.kit.rowpaint import RowDelegate, RowState
from desktop.ui.kit.rows import ListView
from desktop.ui.kit.theme import theme

_EDGE, _TEXT, _GAP = 16, 56, 8
_PILL = 20
_LOCK = 12


class CampaignDelegate(RowDelegate):
    """Paints a campaign, or the outline of one that is not here yet."""

    def content(self, ink: Ink, index: QModelIndex | QPersistentModelIndex, state: RowState) -> None:
        """Paint a row."""
        item = index.data(ITEM_ROLE)
        if isinstance(item, CampaignFace):
            _campaign(ink, item, state)
        elif item is not None:
            bones(ink, 0, ink.width, ink.height, 1)


class CampaignList(ListView):
    """Campaigns. `chosen` carries the one that the keys or a click came to, None for none."""

    chosen = Signal(object)

    def __init__(self, model: CampaignListModel, parent: QWidget | None = None) -> None:
        super().__init__(name=strings.CAMPAIGNS, parent=parent)
        self._model = model
        self._settling = False
        self._chosen: Campaign | None = None
        self._awaited = False
        self.setModel(model)
        self.setItemDelegate(CampaignDelegate(self))
        self.current_changed.connect(self._moved)
        model.modelAboutToBeReset.connect(self._begin)
        model.modelReset.connect(self._settle)
        model.dataChanged.connect(self._came)

    @property
    def current_campaign(self) -> Campaign | None:
        """Return the campaign that is chosen."""
        return self._chosen

    def go_to_campaign(self, campaign_id: str) -> bool:
        """Choose a campaign (our id); says whether the list has it."""
        row = self._model.row_of(campaign_id)
        if row is None:
            return False
        self.go_to(row)
        return True

    def to_first(self) -> None:
        """Choose the first one."""
        if self._model.rows:
            self.go_to(0)

    def step(self, step: int = 1) -> None:
        """Go to the next one below, or with -1 above."""
        row = self.current_row + step
        if 0 <= row < self._model.rows:
            self.go_to(row)

    def forget(self) -> None:
        """Have none chosen: the list of another account comes."""
        self._chosen = None

    def _moved(self, row: int) -> None:
        if self._settling:
            return
        campaign = self._model.entry_at(row)
        self._awaited = campaign is None and row >= 0
        if not self._awaited:
            self._chosen = campaign
            self.chosen.emit(campaign)

    def _begin(self) -> None:
        self._settling = True

    def _settle(self) -> None:
        """Choose again, in another order, what was chosen; what is not listed any more stays open."""
        row = self._model.row_of(self._chosen.id) if self._chosen is not None else None
        index = self._model.index(row, 0) if row is not None else QModelIndex()
        self._settling = True
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if row is not None:
            self.scrollTo(index)
        self._settling = False

    def _came(self) -> None:
        """Open what stands in the current row once its page came; follow what moved to another row."""
        current = self._model.entry_at(self.current_row)
        if self._awaited:
            self._moved(self.current_row)
        elif current is not None and self._chosen is not None and current.id != self._chosen.id:
            self._settle()


def _campaign(ink: Ink, row: CampaignFace, state: RowState) -> None:
    roles, noted = theme.roles, row.state
    wash = roles.panel if state.selected and noted.wash == "hover" else roles.colour(noted.wash)
    ink.disc(_EDGE, 14, 28, wash)
    ink.icon(noted.icon, _EDGE + 7, 21, 14, roles.colour(noted.ink))
    end = ink.width - _EDGE
    pill = min(font_face(12).width(noted.label) + 16, ink.width / 3)
    ground, colour = tone(noted.tone)
    fill = roles.panel if state.selected and noted.tone == "neutral" else roles.colour(ground)
    edge = roles.line if fill == roles.panel and not state.selected else None
    ink.box(end - pill, 10, pill, _PILL, fill, edge, radius=10)
    ink.text(end - pill + 8, 12, noted.label, roles.colour(colour), 12, room=pill - 15)
    ink.text(_TEXT, 10, row.title, roles.text, weight=500, room=end - pill - _GAP - _TEXT)
    x = float(_TEXT)
    if row.fixed:
        ink.icon("lock", x, 32, _LOCK, roles.dim)
        x += _LOCK + 4
    dates = font_face(12).width(row.dates)
    left = end - dates - _GAP
    for text in (row.kind, row.numbers):
        if text and left - x > 24:
            x += ink.text(x, 30, text, roles.dim, 12, room=left - x) + _GAP
    ink.text(0, 30, row.dates, roles.dim, 12, right=end, room=end - _TEXT)

"""The filters over the list: those that everybody uses as buttons, the others behind one more."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.campaigns import LabelKind
from desktop.ui import sentences_campaigns as sentences
from desktop.ui import strings_campaigns as strings
from desktop.ui.campaigns.filterkey import FilterKey
from desktop.ui.campaigns.more import MorePopover
from desktop.ui.campaigns.presenter import CampaignsPresenter
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.flow import FlowLayout


class Filters(QWidget):
    """As many lines of buttons as there must be. It shows what the presenter has, and asks it for another."""

    def __init__(self, presenter: CampaignsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._popover: MorePopover | None = None
        flow = FlowLayout(self, gap=5, line_gap=6)
        self.status = FilterKey(strings.STATUS)
        self.type = FilterKey(strings.TYPE)
        self.mode = FilterKey(strings.MODE)
        self.tag = FilterKey(strings.TAG, several=True)
        self.archived = FilterKey(strings.ARCHIVED)
        self.more = Button(icon="filter", name=strings.MORE_FILTERS, icon_size=14, height=28, edge=8, px=12)
        self.more.clicked.connect(self.open_more)
        for widget in (self.status, self.type, self.mode, self.tag, self.archived, self.more):
            flow.addWidget(widget)
        self.status.set_choices(sentences.STATUSES)
        self.type.set_choices(sentences.TYPES)
        self.mode.set_choices(sentences.MODES)
        self.archived.set_choices({True: strings.ONLY_ARCHIVED, False: strings.NOT_ARCHIVED})
        self._connect()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        presenter.wish_changed.connect(self.refresh)
        presenter.known_changed.connect(self.refresh)
        self.refresh()

    def _connect(self) -> None:
        for key, picked, cleared in (
            (self.status, self._status_picked, self._status_cleared),
            (self.type, self._type_picked, self._type_cleared),
            (self.mode, self._mode_picked, self._mode_cleared),
            (self.tag, self._tag_picked, self._tag_cleared),
            (self.archived, self._archived_picked, self._archived_cleared),
        ):
            key.picked.connect(picked)
            key.cleared.connect(cleared)

    @property
    def popover(self) -> MorePopover | None:
        """The other filters, once they were opened."""
        return self._popover

    def refresh(self) -> None:
        """Show what is chosen."""
        wish, known = self._presenter.wish, self._presenter.known
        self.status.show_value(*_given(wish.status))
        self.type.show_value(*_given(wish.type))
        self.mode.show_value(*_given(wish.mode))
        tags = known.choices(LabelKind.TAG)
        self.tag.set_choices(
            {**tags, **{tag: tags.get(tag, tag) for tag in wish.tag_ids}}, none=strings.NO_TAGS
        )
        self.tag.show_value(*wish.tag_ids)
        self.archived.show_value(*(() if wish.archived is None else (wish.archived,)))
        self.more.setText(str(wish.more) if wish.more else "")
        self.more.set_icon("filter", sentences.more_filters(wish.more))
        self.more.setCheckable(True)
        self.more.setChecked(wish.more > 0)

    def open_more(self) -> None:
        """Open the other filters."""
        if self._popover is None:
            self._popover = MorePopover(self._presenter, self)
            self._popover.closed.connect(self._closed)
        self.more.setChecked(True)
        self._popover.open_under(self.more, at_end=True)

    def _closed(self) -> None:
        self.refresh()
        self.more.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- what the person chose

    def _status_picked(self, value: str) -> None:
        self._presenter.choose(replace(self._presenter.wish, status=value))

    def _status_cleared(self) -> None:
        self._status_picked("")

    def _type_picked(self, value: str) -> None:
        self._presenter.choose(replace(self._presenter.wish, type=value))

    def _type_cleared(self) -> None:
        self._type_picked("")

    def _mode_picked(self, value: str) -> None:
        self._presenter.choose(replace(self._presenter.wish, mode=value))

    def _mode_cleared(self) -> None:
        self._mode_picked("")

    def _tag_picked(self, value: str) -> None:
        chosen = self._presenter.wish.tag_ids
        tags = tuple(tag for tag in chosen if tag != value) if value in chosen else (*chosen, value)
        self._presenter.choose(replace(self._presenter.wish, tag_ids=tags))

    def _tag_cleared(self) -> None:
        self._presenter.choose(replace(self._presenter.wish, tag_ids=()))

    def _archived_picked(self, value: bool) -> None:
        self._presenter.choose(replace(self._presenter.wish, archived=value))

    def _archived_cleared(self) -> None:
        self._presenter.choose(replace(self._presenter.wish, archived=None))


def _given(value: str) -> tuple[str, ...]:
    return (value,) if value else ()

"""The dialog for one number: it and its variables, the question that a phone rings, what became of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import sentences_campaigns as sentences
from desktop.ui import sentences_contact, strings
from desktop.ui import strings_campaigns as words
from desktop.ui.campaigns.detail.addpresenter import AddPresenter, AddView, Stage
from desktop.ui.campaigns.detail.numbersmodel import spelling
from desktop.ui.campaigns.detail.views import CampaignView, Changing
from desktop.ui.context import Context
from desktop.ui.kit.buttons import Button
from desktop.ui.kit.country import CountryField
from desktop.ui.kit.field import Field
from desktop.ui.kit.float import Dialog
from desktop.ui.kit.labels import Paragraph, Text
from desktop.ui.kit.theme import u

MOST_VARIABLES = 12
_TITLES = {
    Stage.ASKING: words.RINGS_TITLE,
    Stage.SENDING: words.RINGS_TITLE,
    Stage.REFUSED: words.NOT_ADDED_TITLE,
    Stage.UNKNOWN: words.UNKNOWN_TITLE,
}


class AddNumber(Dialog):
    """`added` carries the number once it is in the campaign. `variables` are as many as its others have."""

    added = Signal(str)

    def __init__(self, context: Context, window: QWidget, opened: CampaignView, variables: int) -> None:
        super().__init__(window, title=words.ADD_TITLE)
        self.presenter = AddPresenter(context, opened, self)
        self._opened = opened
        self.title = Text(words.ADD_TITLE, px=16, weight=600)
        self.box.addWidget(self.title)
        self.number = CountryField(name=words.NUMBER)
        self.verdict = Paragraph("", "dim", 12)
        self.fields: list[Field] = []
        self._form = QWidget()
        self._column = QVBoxLayout(self._form)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(u(4))
        self._column.addWidget(Text(words.NUMBER, "dim", 12, 600))
        self._column.addWidget(self.number)
        self._column.addWidget(self.verdict)
        self.more = Button(words.ADD_ANOTHER_VARIABLE, kind="link", px=12)
        self.more.clicked.connect(self._one_more)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        for _ in range(min(variables, MOST_VARIABLES)):
            self._add_variable()
        self.box.addWidget(self._form)
        self.told = Paragraph("")
        self.said = Paragraph("", "dim")
        self.box.addWidget(self.told)
        self.box.addWidget(self.said)
        self.cancel = self.add_button(Button(strings.CANCEL))
        self.cancel.clicked.connect(self.reject)
        self.back = self.add_button(Button(words.BACK))
        self.back.clicked.connect(self.presenter.back)
        self.go = self.add_button(Button(words.ADD, kind="go"))
        self.go.clicked.connect(self._go)
        self.number.textEdited.connect(self.presenter.type)
        self.number.returnPressed.connect(self._go)
        self.presenter.changed.connect(self._show)
        self.presenter.added.connect(self._added)
        self.rejected.connect(self.presenter.leave)
        self._show()
        self.number.setFocus()

    def _add_variable(self) -> None:
        name = sentences.variable(len(self.fields))
        field = Field(name=name, height=36)
        field.returnPressed.connect(self._go)
        at = self._column.indexOf(self.more)
        self._column.insertWidget(at, Text(name, "dim", 12, 600))
        self._column.insertWidget(at + 1, field)
        QWidget.setTabOrder(self.fields[-1] if self.fields else self.number, field)
        QWidget.setTabOrder(field, self.more)
        self.fields.append(field)

    def _one_more(self) -> None:
        self._add_variable()
        self.more.setVisible(len(self.fields) < MOST_VARIABLES)
        self.fields[-1].setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    # ---- what is shown

    def _show(self) -> None:
        view = self.presenter.view
        writes = view.stage in (Stage.FORM, Stage.CHECKING)
        self._form.setVisible(writes)
        self.title.setText(self._title(view))
        self._say_check(view)
        told, said = self._texts(view)
        self.told.set_text(told)
        self.told.setVisible(bool(told))
        self.said.set_text(said)
        self.said.setVisible(bool(said))
        self._show_buttons(view)
        self.fit()

    def _title(self, view: AddView) -> str:
        if view.stage in (Stage.ASKING, Stage.SENDING) and self._opened.changing is Changing.DOUBTFUL:
            return words.DOUBT_TITLE
        return _TITLES.get(view.stage, words.ADD_TITLE)

    def _say_check(self, view: AddView) -> None:
        check = view.check
        code = check.region if check is not None and check.region and check.region.isalpha() else ""
        self.number.set_code(code)
        said = view.sentence or (sentences_contact.finding(check) if check is not None else "")
        wrong = bool(view.sentence)
        self.verdict.set_text(said)
        self.verdict.set_role("missed" if wrong else "dim")
        self.verdict.setVisible(bool(said))
        self.number.set_wrong(wrong)
        self.number.setAccessibleDescription(said)

    def _texts(self, view: AddView) -> tuple[str, str]:
        campaign, row = self._opened.campaign, view.row
        number = spelling(row.number, self._opened.region) if row is not None else ""
        if view.stage in (Stage.ASKING, Stage.SENDING):
            ask = sentences.will_ring(number, campaign.name)
            if self._opened.changing is Changing.DOUBTFUL:
                ask = sentences.may_ring(number, campaign.name, sentences.status(campaign.told))
            return ask, row.reason if row is not None else ""
        if view.stage is Stage.REFUSED:
            return view.sentence, ""
        if view.stage is Stage.UNKNOWN:
            return view.sentence, self._found(view)
        return "", ""

    def _found(self, view: AddView) -> str:
        if view.found is None:
            return words.UNKNOWN_UNREAD
        if not view.found:
            return words.UNKNOWN_NONE
        return sentences.alike([spelling(one.number, self._opened.region) for one in view.found])

    def _show_buttons(self, view: AddView) -> None:
        over = view.stage in (Stage.UNKNOWN, Stage.ADDED, Stage.SENDING)
        self.cancel.setText(words.CLOSE if over or view.stage is Stage.REFUSED else strings.CANCEL)
        self.back.setVisible(view.stage in (Stage.ASKING, Stage.REFUSED))
        self.go.setVisible(view.stage not in (Stage.UNKNOWN, Stage.REFUSED, Stage.ADDED))
        label = words.ADD
        if view.stage is Stage.CHECKING:
            label = words.CHECKING
        elif view.stage is Stage.SENDING:
            label = words.ADDING
        elif self._opened.changing is Changing.YES:
            label = words.ADD_AND_RING if view.stage is Stage.ASKING else words.CHECK
        elif view.stage is Stage.ASKING:
            label = words.DOUBT_GO
        else:
            label = words.CHECK
        self.go.setText(label)
        self.go.setEnabled(view.stage in (Stage.FORM, Stage.ASKING))
        if view.stage is Stage.ASKING and not self.cancel.hasFocus():
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)  # Enter alone rings nobody

    def _go(self) -> None:
        if self.presenter.view.stage is Stage.ASKING:
            self.presenter.send()
        else:
            self.presenter.check(self.number.text(), [field.text() for field in self.fields])

    def _added(self, number: str) -> None:
        self.added.emit(number)
        self.accept()

"""The form of a house style: one field for each item that the wording library has, made from its own description."""

import enum
from collections.abc import Mapping
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation

from agm.facts.plain import PlainValueError
from agm.organisation.commands import AmendHouseStyle
from agm.web.kit.fields import LongTextField, RadiosField, TextField, TickField, WholeNumberField
from agm.web.kit.forms import VersionedForm
from agm.web.kit.ordering import moved
from agm.wording.document import BlockKey
from agm.wording.pattern import PatternError
from agm.wording.style import Kind, check_pattern, style_from_plain, style_items
from agm.wording.style_fields import GROUPS, Item
from agm.wording.style_meeting import DEFAULT_ORDER

CHOICE_WORDS = {
    "by_name": "As its name tells: “Friends were”, “the Union was”",
    "article_by_name": "As its name tells: “the Labour Party”, “Plaid Cymru”",
    "the": "Always “the”",
    "no_article": "Never “the”",
    "singular": "One body: “was delighted”, “its AGM”",
    "plural": "Many people: “were delighted”, “their AGM”",
    "plain": "2 April",
    "ordinal": "2nd April",
    "as_recorded": "As in the list of offices",
    "vacant_last": "Filled ones first, empty ones last",
    "none": "None",
    "cy": "Welsh: every text says everything once more in Welsh, below",
}
BLOCK_WORDS = {
    BlockKey.OPENING: "Opening",
    BlockKey.SAID: "What was said",
    BlockKey.MESSAGES: "Messages of support",
    BlockKey.RESULTS: "Results",
    BlockKey.MOTIONS: "Motions",
    BlockKey.CLOSING: "Closing",
}
EMPTY = "Write something here, or set it back"
ITEMS = {name: (kind, item) for name, (kind, item) in style_items().items() if name != "imprint"}
"""Every item but the imprint, which has a place of its own beside the organisation's and the region's name."""


CHOICES = ("article", "verb", "unit_word", "block_order", "show_votes", "date_style", "closing", "second_language")
"""The items that set the voice; the imprint, which is the ninth, has a place of its own."""
LINES = {"results_table": False}
SHAPES: dict[str, tuple[str, dict[str, object]]] = {
    "colon": ("Office: Name", {"line": "{office}: {holders}", **LINES}),
    "dash": ("Office – Name", {"line": "{office} – {holders}", **LINES}),
    "comma": ("Name, Office", {"line": "{holders}, {office}", **LINES}),
    "brackets": ("Name (Office)", {"line": "{holders} ({office})", **LINES}),
    "table": ("In a table: office, name, votes", {"results_table": True}),
    "sentences": ("In sentences, up to ten offices", {"longest_sentence": 10, **LINES}),
    "list": ("Always as a list", {"longest_sentence": 0, **LINES}),
    "votes": ("Votes beside the names", {"show_votes": True, "longest_sentence": 0}),
}
"""How a result can look: what it is called, and the items that make it so."""


class PatternField(LongTextField):
    """A pattern with {fields} and [parts]. Where it is wrong, `wrong_at` is the place, counted from 0."""

    wrong_at: int | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed; a pattern is one line, however it was wrapped."""
        super().process_formdata(valuelist)
        self.data = " ".join((self.data or "").split("\n"))

    def check(self, form: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().check(form)
        try:
            check_pattern(self.short_name, self.data or "")
        except PatternError as error:
            self.wrong_at = error.position
            message = str(error)
            raise StopValidation(f"{self.label.text}, {message[:1].lower()}{message[1:]}") from None

    @property
    def place(self) -> tuple[str, str, str] | None:
        """The pattern in three pieces: before the error, the error, after it; None where all is well."""
        if self.wrong_at is None or not self.data:
            return None
        start = self.wrong_at
        closing = self.data.find("}", start) + 1 if self.data[start : start + 1] == "{" else 0
        end = closing or start + 1
        return self.data[:start], self.data[start:end], self.data[end:]


class OrderField(Field):
    """The parts of an announcement in order, sent as their keys with commas between them."""

    data: list[str] | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the order if it names each part once; anything else leaves it as it was."""
        found = str(valuelist[0]).split(",") if valuelist else []
        if sorted(found) == sorted(key.value for key in DEFAULT_ORDER):
            self.data = found

    def _value(self) -> str:
        return ",".join(self.data or [])

    @property
    def parts(self) -> list[tuple[str, str]]:
        return [(key, BLOCK_WORDS[BlockKey(key)]) for key in self.data or []]

    def move(self, key: str, way: str) -> None:
        order = self.data or []
        if key in order:
            self.data = moved(order, order.index(key), way)


def field_for(kind: Kind, item: Item) -> Any:  # noqa: ANN401  WTForms' unbound field
    hint = item.text + (f". For example: {item.example}" if item.example else "") + "."
    required = None if item.may_be_empty else EMPTY
    if item.fields is not None:
        return PatternField(item.label, required=required, longest=item.longest, hint=hint)
    if kind is bool:
        return TickField(item.text)
    if kind is int:
        return WholeNumberField(item.label, required=EMPTY, smallest=item.smallest, largest=item.largest, hint=hint)
    if isinstance(kind, type) and issubclass(kind, enum.StrEnum):
        choices = {member.value: CHOICE_WORDS[member.value] for member in kind}
        return RadiosField(item.label, kind=kind, choices=choices, required="Choose one of these")
    if kind is str:
        return TextField(item.label, required=required, longest=item.longest, hint=hint)
    return OrderField(item.label, description=item.text)


class StyleForm(VersionedForm):
    """A house style. `inherited` holds, by item, the plain values that count where nothing else is set here."""

    def __init__(self, inherited: Mapping[str, object], **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        self.inherited = inherited
        self.asked_for_preview = False
        super().__init__(**options)

    @property
    def groups(self) -> list[tuple[str, str, list[Field]]]:
        """The fields in their groups: each group's key, its heading and its fields."""
        return [
            (key, heading, [self[name] for name, (_, item) in ITEMS.items() if item.group == key])
            for key, heading in GROUPS.items()
        ]

    def plain(self, field: Field) -> object:
        if isinstance(field, TickField):
            return bool(field.data)
        if isinstance(field, TextField | PatternField):
            return field.data or ""
        return str(field.data) if isinstance(field.data, enum.StrEnum) else field.data

    def is_own(self, field: Field) -> bool:
        return self.plain(field) != self.inherited[field.short_name]

    def inherited_words(self, field: Field) -> str:
        value = self.inherited[field.short_name]
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, list):
            return ", ".join(BLOCK_WORDS[BlockKey(key)] for key in value)
        return CHOICE_WORDS.get(str(value), str(value)) or "Nothing"

    def usable(self) -> dict[str, object]:
        """The items that are right, for a preview; a wrong one is left as it is inherited."""
        return {name: self.plain(self[name]) for name in ITEMS if not self[name].errors}

    def validate(self, *args: Any, **options: Any) -> bool:  # noqa: ANN401  what WTForms takes
        """Check the fields, and then the style that they make, as a file of it is checked."""
        is_valid = super().validate(*args, **options)
        try:
            style_from_plain({**self.inherited, **self.usable()})
        except PlainValueError as error:
            for problem in error.problems:
                self.refuse(problem.message, self[problem.path.partition("[")[0]])
            return False
        return bool(is_valid)

    def rearrange(self, act: str) -> None:
        """What a button asks for: `preview`, `back-title` (set an item back), `shape-dash`, `up-said`, `down-said`."""
        verb, _, name = act.partition("-")
        if verb == "back" and name in ITEMS:
            self[name].process(None, self.inherited[name])
        elif verb == "shape" and name in SHAPES:
            for item, value in SHAPES[name][1].items():
                self[item].process(None, value)
        elif verb in {"up", "down"}:
            order: OrderField = self["block_order"]
            order.move(name, verb)
        self.asked_for_preview = True
        self.validate()

    def command(self, unit_id: int | None) -> AmendHouseStyle:
        overrides = {name: self.plain(self[name]) for name in ITEMS}
        return AmendHouseStyle(unit_id=unit_id, version=self.filled_from, overrides=overrides)


for _name, (_kind, _item) in ITEMS.items():
    setattr(StyleForm, _name, field_for(_kind, _item))

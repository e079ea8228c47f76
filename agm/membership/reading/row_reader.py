"""From the cells of one row to its members and its problems."""

from __future__ import annotations

from collections.abc import Mapping

from agm.language.characters import unshowable
from agm.language.partial_date import PartialDate
from agm.membership.reading.cells import as_number, fixed_text, is_damaged, is_formula
from agm.membership.reading.dates import NO_DATE, DateColumn
from agm.membership.reading.drafts import ColumnNames, Draft, KeptRow
from agm.membership.reading.emails import name_and_address, read_emails
from agm.membership.reading.names import NamesOfRow, PersonNames, has_lost_letters, names_of, with_partner
from agm.membership.reading.rows import Cell, saved_once, text_of
from agm.membership.reading.standing import Classes, Regions, is_paid_up, joined_in_time, status_of
from agm.membership.reading.values import Code, Effect, Meaning, Member, MemberClass, RollSettings, WhyLeftOut
from agm.membership.reading.vocabulary import starts_a_term

OF_ADDRESS = (Meaning.ADDRESS, Meaning.ADDRESS_2, Meaning.ADDRESS_3, Meaning.TOWN, Meaning.POSTCODE)
"""Its lines, from above."""
MAY_BE_DROPPED = {Meaning.EMAIL, Meaning.PARTNER_EMAIL, *OF_ADDRESS}
LONGEST_CELL = 400
"""What any database can sort by."""
NAMES = (
    Meaning.NAME,
    Meaning.GIVEN,
    Meaning.FAMILY,
    Meaning.PARTNER_NAME,
    Meaning.PARTNER_GIVEN,
    Meaning.PARTNER_FAMILY,
)


class RowReader:
    """Reads the rows of one list. ``columns`` are those that are used, in the order of a kept row's cells."""

    def __init__(self, columns: ColumnNames, settings: RollSettings, dates: Mapping[Meaning, DateColumn]) -> None:
        self.columns = columns
        self.places = {meaning: place for place, meaning in enumerate(columns)}
        self.settings = settings
        self.dates = dates
        self.classes = Classes(settings.classes)
        self.regions = Regions(settings.regions)
        self.regions_by_postcode = Meaning.POSTCODE in columns and any(one.postcode_areas for one in settings.regions)
        self.names_stand_with_addresses = Meaning.EMAIL in columns and not columns.keys() & set(NAMES[:3])
        joined = columns.get(Meaning.JOINED)
        self.joined_may_be_term = bool(joined and starts_a_term(joined.heading))

    def read(self, row: KeptRow) -> Draft:
        draft = Draft(row.line, choices=self.settings.answers.rows)
        if Meaning.NUMBER in self.columns:
            draft.number = as_number(text_of(self._cell(row, Meaning.NUMBER)))
        if row.shifted or row.quote_left_open:
            draft.note(Code.TOO_MANY_CELLS if row.shifted else Code.QUOTE_LEFT_OPEN, Effect.ROW_REFUSED, None)
            return draft
        hidden_are_meant = self.settings.answers.hidden_are_meant
        if row.is_hidden:
            draft.note(Code.HIDDEN_ROW, Effect.ASK if hidden_are_meant is None else Effect.NOTE, None)
        texts = {meaning: self._text(draft, row, meaning) for meaning in self.columns}
        if self.names_stand_with_addresses:
            texts[Meaning.NAME], texts[Meaning.EMAIL] = name_and_address(texts[Meaning.EMAIL])
        number = self._number(draft, texts.get(Meaning.NUMBER, ""))
        names = self._names(draft, texts)
        emails = self._emails(draft, texts, is_joint=len(names.people) > 1)
        member_class = self._class(draft, texts)
        lapses = member_class is None or member_class.lapses
        joined = self._date(draft, row, Meaning.JOINED)
        paid_to = self._date(draft, row, Meaning.PAID_TO, decides=lapses)
        class_name = member_class.name if member_class else (texts.get(Meaning.CLASS) or None)
        region = self._region(draft, texts)
        is_known, why = self._status(texts)
        address = self._address(texts)
        draft.people = [
            Member(
                line=row.line,
                name=person.whole,
                given=person.given,
                family=person.family,
                number=number,
                email=email,
                joined=joined,
                paid_to=paid_to,
                member_class=class_name,
                region=region,
                says_paid=why is None if texts.get(Meaning.STATUS) and is_known else None,
                postal_address=None if email else address,
            )
            for person, email in zip(names.people, emails, strict=False)
        ]
        draft.name = " & ".join(person.whole for person in names.people)
        if draft.is_left_out or (row.is_hidden and hidden_are_meant is False):
            draft.leave_out()
        draft.why_left_out = self._why_left_out(draft, texts, joined, paid_to, member_class)
        return draft

    def _column(self, meaning: Meaning) -> str:
        is_beside = meaning is Meaning.NAME and self.names_stand_with_addresses
        return self.columns[Meaning.EMAIL if is_beside else meaning].name

    def _cell(self, row: KeptRow, meaning: Meaning) -> Cell:
        place = self.places[meaning]
        return row.cells[place] if place < len(row.cells) else ""

    def _text(self, draft: Draft, row: KeptRow, meaning: Meaning) -> str:
        """The text of a cell, after what formulas and double saving did to it."""
        cell, column = self._cell(row, meaning), self._column(meaning)
        if not cell:
            return ""
        text = text_of(cell)
        effect = Effect.CELL_DROPPED if meaning in MAY_BE_DROPPED else Effect.ROW_REFUSED
        if len(text) > LONGEST_CELL or unshowable(text, lines=False):
            draft.note(Code.CELL_UNUSABLE, effect, column)
            return ""
        if self.columns[meaning].index in row.filled:
            draft.note(Code.MERGED_VALUE_FILLED, Effect.NOTE, column, text)
        if is_formula(text):
            fixed = fixed_text(text)
            if fixed is not None:
                draft.note(Code.FORMULA_TEXT_USED, Effect.NOTE, column, fixed)
                return text_of(fixed)
            draft.note(Code.FORMULA_REFUSED, effect, column)
            return ""
        if isinstance(cell, str) and (once := saved_once(cell)):
            text = text_of(once)
            draft.ask(Code.DOUBLE_ENCODED, column, text)
        if meaning in NAMES and has_lost_letters(text) and (choice := draft.ask(Code.LETTERS_LOST, column, text)):
            return choice.text or text
        return text

    def _number(self, draft: Draft, text: str) -> str | None:
        if is_damaged(text):
            draft.note(Code.NUMBER_DAMAGED, Effect.ROW_REFUSED, self._column(Meaning.NUMBER), text)
            return None
        return as_number(text) or None

    def _names(self, draft: Draft, texts: Mapping[Meaning, str]) -> NamesOfRow:
        names = names_of(texts.get(Meaning.NAME), texts.get(Meaning.GIVEN), texts.get(Meaning.FAMILY))
        if not names.people:
            if not any(problem.effect is Effect.ROW_REFUSED for problem in draft.problems):
                draft.note(Code.NO_NAME, Effect.ROW_REFUSED, None)
            return names
        partner = with_partner(
            texts.get(Meaning.PARTNER_NAME),
            texts.get(Meaning.PARTNER_GIVEN),
            texts.get(Meaning.PARTNER_FAMILY),
            names.people[0].family,
        )
        column = self._column(next(meaning for meaning in NAMES if texts.get(meaning)))
        if partner:
            column = self._column(next(meaning for meaning in NAMES[3:] if texts.get(meaning)))
            names = _joined(names, partner)
        if names.is_joint:
            if not self.settings.joint_are_two:
                draft.note(Code.JOINT_ROW, Effect.ASK, column, " & ".join(person.whole for person in names.people))
            elif not names.is_complete:
                draft.ask(Code.SECOND_NAME_MISSING, column, names.people[0].whole)
            else:
                draft.note(Code.JOINT_TWO_MEMBERS, Effect.NOTE, column)
        return names

    def _address(self, texts: Mapping[Meaning, str]) -> str | None:
        """The lines of a postal address, where they are wanted; a town or a postcode alone is none."""
        if not self.settings.with_addresses or not texts.get(Meaning.ADDRESS):
            return None
        return "\n".join(text for part in OF_ADDRESS if (text := texts.get(part)))

    def _emails(self, draft: Draft, texts: Mapping[Meaning, str], *, is_joint: bool) -> list[str | None]:
        """An address for each of the row's people; those who share a row share its address."""
        first, problem = read_emails(texts.get(Meaning.EMAIL, ""))
        if problem is Code.TWO_EMAILS and is_joint and len(first) == 2:
            return [*first]
        own = self._email(draft, Meaning.EMAIL, texts)
        if not is_joint or Meaning.PARTNER_EMAIL not in self.columns:
            return [own, own]
        return [own, self._email(draft, Meaning.PARTNER_EMAIL, texts)]

    def _email(self, draft: Draft, meaning: Meaning, texts: Mapping[Meaning, str]) -> str | None:
        """The address of a cell; of several, the one that was chosen."""
        found, problem = read_emails(texts.get(meaning, ""))
        if problem is Code.TWO_EMAILS:
            choice = draft.ask(problem, self._column(meaning), texts[meaning])
            return choice.text or None if choice else found[0] if found else None
        if problem:
            draft.note(problem, Effect.CELL_DROPPED, self._column(meaning), texts[meaning])
        return found[0] if found else None

    def _date(self, draft: Draft, row: KeptRow, meaning: Meaning, *, decides: bool = True) -> PartialDate | None:
        """The date of a cell. One that decides nothing, as with life members, is not asked about."""
        if meaning not in self.columns or (meaning is Meaning.JOINED and self.settings.answers.joined_is_term):
            return None
        cell = self._cell(row, meaning)
        if isinstance(cell, str) and is_formula(cell):
            cell = fixed_text(cell) or ""
        if isinstance(cell, str) and cell.casefold() in NO_DATE:
            return None
        value, problem = self.dates[meaning].read(cell)
        if problem and not decides:
            draft.note(problem, Effect.CELL_DROPPED, self._column(meaning), text_of(cell))
            return None
        if problem is Code.PARTIAL_DATE and value:
            says = joined_in_time if meaning is Meaning.JOINED else is_paid_up
            effect = Effect.ASK if says(value, self.settings) is None else Effect.NOTE
            draft.note(problem, effect, self._column(meaning), text_of(cell))
        elif problem is Code.DAY_NUMBERS and self.settings.answers.are_day_numbers:
            draft.note(problem, Effect.NOTE, self._column(meaning), text_of(cell))
        elif problem and (choice := draft.ask(problem, self._column(meaning), text_of(cell))):
            return choice.date
        return value

    def _class(self, draft: Draft, texts: Mapping[Meaning, str]) -> MemberClass | None:
        if Meaning.CLASS not in self.columns or not self.settings.classes:
            return None
        found = self.classes.find(texts[Meaning.CLASS])
        if not found:
            draft.note(Code.UNKNOWN_CLASS, Effect.ASK, self._column(Meaning.CLASS), texts[Meaning.CLASS])
        return found

    def _region(self, draft: Draft, texts: Mapping[Meaning, str]) -> str | None:
        text, postcode = texts.get(Meaning.REGION, ""), texts.get(Meaning.POSTCODE, "")
        if Meaning.REGION not in self.columns and not self.regions_by_postcode:
            return None
        if text:
            found = self.regions.find(text)
            if not found:
                draft.note(Code.UNKNOWN_REGION, Effect.ASK, self._column(Meaning.REGION), text)
        else:
            found = self.regions.of_postcode(postcode)
            if not found:
                column = self._column(Meaning.REGION if Meaning.REGION in self.columns else Meaning.POSTCODE)
                draft.note(Code.NO_REGION, Effect.ASK, column)
        return found.name if found else None

    def _status(self, texts: Mapping[Meaning, str]) -> tuple[bool, WhyLeftOut | None]:
        status = texts.get(Meaning.STATUS, "")
        if status in self.settings.answers.statuses:
            return True, None if self.settings.answers.statuses[status] else WhyLeftOut.LAPSED
        return status_of(status, self.columns[Meaning.STATUS].heading) if status else (True, None)

    def _why_left_out(
        self,
        draft: Draft,
        texts: Mapping[Meaning, str],
        joined: PartialDate | None,
        paid_to: PartialDate | None,
        member_class: MemberClass | None,
    ) -> WhyLeftOut | None:
        status = texts.get(Meaning.STATUS, "")
        is_known, why = self._status(texts)
        if not is_known:
            draft.note(Code.UNKNOWN_STATUS, Effect.ASK, self._column(Meaning.STATUS), status)
        if why:
            return why
        if self._is_behind(paid_to, member_class, is_active=bool(status and is_known)):
            return WhyLeftOut.NOT_PAID_UP
        if joined and joined_in_time(joined, self.settings) is False:
            if not self.joined_may_be_term or self.settings.answers.joined_is_term is False:
                return WhyLeftOut.JOINED_AFTER_FREEZE
            draft.note(Code.START_DATE_MEANING, Effect.ASK, self._column(Meaning.JOINED), str(joined))
        if member_class and not member_class.votes:
            return WhyLeftOut.CLASS_WITHOUT_VOTE
        return None

    def _is_behind(self, paid_to: PartialDate | None, member_class: MemberClass | None, *, is_active: bool) -> bool:
        """Whether the subscription does not reach the day that counts. An empty cell says so too, unless the status
        says otherwise; a life member has none to pay."""
        if Meaning.PAID_TO not in self.columns or not self.settings.paid_up_at:
            return False
        if member_class and not member_class.lapses:
            return False
        return is_paid_up(paid_to, self.settings) is False if paid_to else not is_active


def _joined(names: NamesOfRow, partner: PersonNames) -> NamesOfRow:
    """Two people of one row; whose second name is known only in part is asked for."""
    is_complete = " " in partner.whole and not names.is_joint
    return NamesOfRow((names.people[0], partner), is_joint=True, is_complete=is_complete)

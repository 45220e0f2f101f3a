"""A list of people read against a register before anybody is put on it: each wrong row, with what is wrong with which
field."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from brs.activities.register.models import Register
from brs.core import bounds
from brs.core.folding import fold
from brs.people.models import Party
from brs.people.party_names import PartyNames

from .actions import NewParticipant
from .fields import FIELDS, Label
from .list_parsing import Line, OnTheList, Problem, Reading, left_over, mended, read
from .list_text import sendable, table, text_of

WRONG_SHOWN = 50
RIGHT_SHOWN = 5

PROBLEMS: dict[str, str | Promise] = {
    "name_missing": _("The name is missing."),
    "name_is_address": _("This is an e-mail address, not a name."),
    "name_without_letters": _("A name has letters."),
    "too_long": _("This is longer than 200 characters."),
    "email_wrong": _("This is not an e-mail address. Leave it empty if there is none."),
    "email_several": _("Give one address only."),
    "email_twice": _("Row %(other)s has this address with another name."),
    "party_unknown": _("No Party is called so."),
    "gender_unknown": _("Write woman, man or other, or leave it empty."),
}


@dataclass(frozen=True)
class Cell:
    """A field of a wrong row with the text in it, and what is wrong with that. `input`: its name in the form."""

    name: str
    title: Label
    text: str
    errors: list[str]
    input: str


@dataclass(frozen=True)
class WrongRow:
    number: int
    cells: list[Cell]


@dataclass(frozen=True)
class DryRun:
    """`right`, `wrong`, `listed` and `again` are numbers of rows; `wrong_rows` and `examples` the first of them.

    `heads`: of the columns that the examples have.
    """

    text: str
    right: int
    wrong: int
    listed: int
    again: int
    wrong_rows: list[WrongRow]
    heads: list[Label]
    examples: list[list[str]]
    unused: str
    parties: list[Party]

    @property
    def more_wrong(self) -> int:
        return self.wrong - len(self.wrong_rows)


class ListOfPeople:
    """A text read against a register. Three queries, however long it is. Raises TooLong.

    `text`: what is sent again with what is mended; of a long one from a file the columns that are used.
    """

    def __init__(self, register: Register, text: str, typed: dict[tuple[int, str], str]) -> None:
        self._parties = {party.pk: party for party in Party.objects.all()}
        self._names = PartyNames(
            {iso2: (party.iso3, list(party.names.values())) for iso2, party in self._parties.items()}
        )
        self._listed = _on_the_list(register)
        reading = self._read(*table(text, most=bounds.LIST_FILE))
        self._unused = reading.columns.unused
        if len(text) > bounds.LIST_TEXT:
            text = sendable(reading.rows, reading.delimiter, reading.columns.used())
            reading = self._read(*table(text))
        self.reading = self._read(mended(reading, typed), reading.delimiter) if typed else reading
        self.text = text_of(self.reading.rows, self.reading.delimiter) if typed else text

    def newcomers(self) -> list[NewParticipant]:
        """Those whose rows are right, to be put on the list."""
        return [
            NewParticipant.of({**line.values, "party": self._parties.get(line.values["party"])})
            for line in self.reading.of("right")
        ]

    def left_over(self) -> str:
        """The text without those that are right."""
        return text_of(left_over(self.reading), self.reading.delimiter)

    def dry_run(self) -> DryRun:
        wrong, right = self.reading.of("wrong"), self.reading.of("right")
        return DryRun(
            text=self.text,
            right=len(right),
            wrong=len(wrong),
            listed=len(self.reading.of("there")),
            again=len(self.reading.of("again")),
            wrong_rows=[self._wrong_row(line) for line in wrong[:WRONG_SHOWN]],
            heads=[field.label for field in FIELDS],
            examples=[self._in_words(line) for line in right[:RIGHT_SHOWN]],
            unused=", ".join(self._unused),
            parties=sorted(self._parties.values(), key=str) if wrong else [],
        )

    def _read(self, rows: list[list[str]], delimiter: str) -> Reading:
        return read(rows, delimiter, fields=FIELDS, party=cache(self._names.find), listed=self._listed)

    def _party(self, iso2: str) -> str:
        return str(self._parties.get(iso2, iso2))

    def _in_words(self, line: Line) -> list[str]:
        values = {**line.values, "party": self._party(line.values["party"])}
        return [field.in_words(values[field.name]) for field in FIELDS]

    def _wrong_row(self, line: Line) -> WrongRow:
        errors: dict[str, list[str]] = {field.name: [] for field in FIELDS}
        for problem in line.problems:
            errors[problem.field].append(self._words(problem))
        values = line.values if errors["party"] else {**line.values, "party": self._party(line.values["party"])}
        return WrongRow(
            line.number,
            [
                Cell(field.name, field.label, text, errors[field.name], f"mend-{line.number}-{field.name}")
                for field in FIELDS
                if (text := values[field.name]) or errors[field.name]
            ],
        )

    def _words(self, problem: Problem) -> str:
        words = str(PROBLEMS[problem.code]) % {"other": problem.other}
        if problem.code == "party_unknown" and (near := self._names.nearest(problem.other)):
            names = ", ".join(self._party(iso2) for iso2 in near)
            return words + " " + _t("Perhaps: %(names)s") % {"names": names}
        return words


def _on_the_list(register: Register) -> OnTheList:
    rows = list(register.participations.values_list("name", "email", "party_id"))
    return OnTheList(
        frozenset(email.lower() for _name, email, _party in rows if email),
        frozenset((fold(name), party or "") for name, _email, party in rows),
    )

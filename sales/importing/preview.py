"""What an import would bring, as whoever decides on it is shown it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, or_, select, true
from sqlmodel import Session

from config.names import as_compared
from sales.importing.decisions import OF_CUSTOMER, OWNER
from sales.importing.people import Problem
from sales.importing.staging import IMPORTS, ROWS
from storage.people import Member
from storage.statements import table_of

SHOWN_EXAMPLES, SHOWN_PROBLEMS, SHOWN_OWNERS, SHOWN_NOTES, SHOWN_LINES = 3, 10, 8, 8, 12
SHOWN_NEAR = 5
LACKING = (*OF_CUSTOMER, "owner_id")
_MEMBERS = table_of(Member)


@dataclass(frozen=True)
class Counts:
    """How many of each would be new, and of how many customers (`filled`) and contacts (`completed`) that are there
    something would be filled that was not known."""

    customers: int
    contacts: int
    deals: int
    filled: int
    completed: int = 0

    @property
    def any(self) -> bool:
        """Whether there is anything to import."""
        return bool(self.customers or self.contacts or self.deals or self.filled or self.completed)


@dataclass(frozen=True)
class Example:
    """A new customer as it would be."""

    line: int
    name: str
    owner: str | None
    contact: str | None
    product: str | None
    amount_fen: int | None
    stage: str | None
    role: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Found:
    """A problem, in how many lines it is, the first of these, and of which customer the first tells."""

    problem: Problem
    count: int
    lines: tuple[int, ...]
    name: str


@dataclass(frozen=True)
class MaySame:
    """What a line calls `name` may be `other`, which line `other_line` brings (0: the company has it): a phone or a
    contact (`by`) is the same."""

    line: int
    name: str
    other: str
    other_line: int
    by: str
    words: str


@dataclass(frozen=True)
class Preview:
    """`everything` counts all that can be imported, `good` only what has no problem; `nothing_new` counts lines all of
    which is there already. `problems` are the kinds found first, `more_problems` how many more kinds there are;
    `owners` the names that are no member's, with their lines; `notes` how cells were taken that could be meant
    otherwise, with in how many lines; `near` the first customers that may be others', by other spellings of their
    names, `more_near` how many more there are."""

    import_id: int
    file_name: str
    sheet: str
    lines: int
    everything: Counts
    good: Counts
    nothing_new: int
    bad_lines: int
    skipped_lines: int
    problems: tuple[Found, ...]
    more_problems: int
    owners: tuple[tuple[str, int], ...]
    examples: tuple[Example, ...]
    unused: tuple[str, ...]
    others: tuple[str, ...]
    notes: tuple[tuple[Problem, int], ...]
    near: tuple[MaySame, ...] = ()
    more_near: int = 0


def preview(session: Session, import_id: int) -> Preview:
    """The import as it was summed up when it had been staged."""
    facts = session.execute(select(IMPORTS.c.facts).where(IMPORTS.c.id == import_id)).scalar_one()
    found: dict[str, Any] = facts["preview"]
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
    values["everything"], values["good"] = Counts(**found["everything"]), Counts(**found["good"])
    values["problems"] = tuple(
        Found(tuple(one["problem"]), one["count"], tuple(one["lines"]), one["name"]) for one in found["problems"]
    )
    values["notes"] = tuple((tuple(note), lines) for note, lines in found["notes"])
    values["near"] = tuple(MaySame(**one) for one in found.get("near", ()))
    values["owners"] = tuple((name, lines) for name, lines in found["owners"])
    values["examples"] = tuple(Example(**example) for example in found["examples"])
    return Preview(**values)


def summed_up(session: Session, import_id: int) -> Preview:
    """The import as it is staged; this reads all lines with problems."""
    file_name, facts = session.execute(
        select(IMPORTS.c.file_name, IMPORTS.c.facts).where(IMPORTS.c.id == import_id)
    ).one()
    of_it = ROWS.c.import_id == import_id
    bad = session.execute(
        select(ROWS.c.line, ROWS.c.name, ROWS.c.problems, ROWS.c.skipped)
        .where(of_it, ROWS.c.problems.is_not(None))
        .order_by(ROWS.c.id)
    ).all()
    owners = Counter(problem[1] for row in bad for problem in row.problems if problem[0] in OWNER)
    listed = by_problem(bad)
    near = _near(bad)
    notes = sorted(facts["notes"], key=lambda note: -note[1])
    return Preview(
        import_id,
        file_name,
        facts["sheet"],
        facts["lines"],
        counts(session, import_id, only_good=False),
        counts(session, import_id, only_good=True),
        _nothing_new(session, of_it),
        len(bad),
        sum(row.skipped for row in bad),
        listed[:SHOWN_PROBLEMS],
        max(0, len(listed) - SHOWN_PROBLEMS),
        tuple(owners.most_common(SHOWN_OWNERS)),
        _examples(session, of_it & ROWS.c.is_new & ~ROWS.c.skipped, SHOWN_EXAMPLES),
        tuple(facts["unused"]),
        tuple(facts["others"]),
        tuple((tuple(note), lines) for note, lines in notes[:SHOWN_NOTES]),
        near[:SHOWN_NEAR],
        max(0, len(near) - SHOWN_NEAR),
    )


def lines_called(session: Session, import_id: int, words: str) -> tuple[int, ...]:
    """The lines of customers that are called so, or have this in their names."""
    named = select(ROWS.c.line, ROWS.c.name).where(
        ROWS.c.import_id == import_id, or_(*(ROWS.c[of].contains(words, autoescape=True) for of in ("name", "alias")))
    )
    found = session.execute(named.order_by(ROWS.c.line).distinct().limit(SHOWN_LINES)).all()
    exact = [row.line for row in found if row.name == words]
    return tuple(exact or (row.line for row in found))


def shown(session: Session, import_id: int, lines: Collection[int]) -> tuple[Example, ...]:
    """These lines as they would be, each once."""
    of_them = (ROWS.c.import_id == import_id) & ROWS.c.line.in_([*lines])
    found = {example.line: example for example in reversed(_examples(session, of_them, SHOWN_LINES))}
    return tuple(found[line] for line in sorted(found))


def by_problem(bad: Sequence[Row[Any]], *, with_owners: bool = False) -> tuple[Found, ...]:
    """The problems of lines, each once, in the order of their first lines; those of owners only if wanted."""
    lines: dict[Problem, list[tuple[int, str]]] = {}
    for row in bad:
        for problem in row.problems:
            if with_owners or problem[0] not in OWNER:
                lines.setdefault(tuple(problem), []).append((row.line, row.name))
    return tuple(
        Found(problem, len(places), tuple(line for line, _ in places[:SHOWN_LINES]), places[0][1])
        for problem, places in lines.items()
    )


def _near(bad: Sequence[Row[Any]]) -> tuple[MaySame, ...]:
    """Each name that may be another customer's once."""
    found = {
        as_compared(row.name): MaySame(row.line, row.name, other, int(line or 0), by, words)
        for row in reversed(bad)
        for kind, other, line, by, words in (problem for problem in row.problems if problem[0] == "near")
    }
    return tuple(reversed(found.values()))


def counts(session: Session, import_id: int, *, only_good: bool) -> Counts:
    """What would be new."""
    where = wanted(import_id, only_good=only_good)

    def count(condition: ColumnElement[bool], column: Any = ROWS.c.id) -> int:
        number: int = session.execute(select(func.count(column.distinct())).where(where, condition)).scalar_one()
        return number

    fills = or_(*(ROWS.c[name].is_not(None) for name in LACKING))
    new = select(ROWS.c.customer_id).where(ROWS.c.import_id == import_id, ROWS.c.is_new)
    return Counts(
        count(ROWS.c.is_new),
        count(ROWS.c.contact.is_not(None)),
        count(ROWS.c.deal_id.is_not(None)),
        count(~ROWS.c.is_new & fills & ROWS.c.customer_id.not_in(new), ROWS.c.customer_id),
        count(ROWS.c.known_contact.is_not(None)),
    )


def wanted(import_id: int, *, only_good: bool) -> ColumnElement[bool]:
    """The rows of an import that become valid."""
    good = ~ROWS.c.doubtful if only_good else true()
    return (ROWS.c.import_id == import_id) & ~ROWS.c.skipped & good


def _nothing_new(session: Session, of_it: ColumnElement[bool]) -> int:
    brings = or_(
        ROWS.c.is_new,
        ROWS.c.contact.is_not(None),
        ROWS.c.known_contact.is_not(None),
        ROWS.c.deal_id.is_not(None),
        *(ROWS.c[name].is_not(None) for name in LACKING),
    )
    number: int = session.execute(
        select(func.count(ROWS.c.id)).where(of_it, ~ROWS.c.skipped, ~ROWS.c.doubtful, ~brings)
    ).scalar_one()
    return number


def _examples(session: Session, where: ColumnElement[bool], most: int) -> tuple[Example, ...]:
    columns = [ROWS.c[of] for of in ("contact", "product_line", "amount_fen", "stage", "role", "phone")]
    found = session.execute(
        select(ROWS.c.line, ROWS.c.name, _MEMBERS.c.name, *columns)
        .outerjoin(_MEMBERS, _MEMBERS.c.id == ROWS.c.owner_id)
        .where(where)
        .order_by(ROWS.c.doubtful, ROWS.c.id)
        .limit(most)
    )
    return tuple(Example(*row) for row in found)

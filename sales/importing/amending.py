"""What is meant by words about a list that is shown: which lines, whose they are, which columns."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session

from config.names import as_compared
from nlu import lists
from nlu.lists import Meant
from sales.importing.amendments import UNWRITTEN, Amendments
from sales.importing.headings import field_called
from sales.importing.preview import Example, Preview, lines_called, shown
from sales.teamwork import people

WRITTEN = ("没写", "没填")  # begin words for lines in which nobody stands


def concerns(session: Session, found: Preview, said: Sequence[Meant]) -> bool:
    """Whether something of this stands in the list."""
    return any(
        lists.of_nobody(one.which)
        or _is_column(found, one.which)
        or _owner_as_written(found, one.which) is not None
        or _column(found.unused, one) is not None
        or one.which in _written(found)
        or _lines(session, found, one.which)
        for one in said
    )


def amend(session: Session, found: Preview, said: Sequence[Meant]) -> tuple[Amendments, tuple[str, ...]]:
    """What of the list is to be read otherwise, and the words by which nothing in it, or nobody, is called."""
    amended, unclear = Amendments(), list[str]()
    for one in said:
        more = _amended(session, found, one)
        if more is None:
            unclear.append(one.which if one.to is None else f"{one.which}→{one.to}")
        else:
            amended = amended.and_then(more)
    return amended, tuple(unclear)


def shown_of(session: Session, found: Preview, said: Sequence[Meant]) -> tuple[Example, ...]:
    """The lines of which something is asked, as they would be."""
    lines = [line for one in said for line in _lines(session, found, one.which)]
    return shown(session, found.import_id, lines)


def explained(headings: Sequence[str], said: Sequence[Meant]) -> Amendments:
    """The columns that are explained by what they hold (甲方单位就是客户名称)."""
    columns = (_column(headings, one) for one in said)
    return Amendments(columns=tuple(column for column in columns if column is not None))


def _amended(session: Session, found: Preview, one: Meant) -> Amendments | None:
    if one.to is None:
        lines = _lines(session, found, one.which)
        return Amendments(left_out=lines) if lines else None
    if (column := _column(found.unused, one)) is not None:
        return Amendments(columns=(column,))
    members = [member for member in people.find(session, one.to) if member.active]
    if len(members) != 1:
        return None
    name = members[0].name
    if lists.of_nobody(one.which):
        unknown = () if one.which.startswith(WRITTEN) else tuple(written for written, _ in found.owners)
        return Amendments(of_owners=tuple((written, name) for written in (UNWRITTEN, *unknown)))
    if (written := _owner_as_written(found, one.which)) is not None:
        return Amendments(of_owners=((written, name),))
    lines = _lines(session, found, one.which)
    return Amendments(of_lines=tuple((line, name) for line in lines)) if lines else None


def _lines(session: Session, found: Preview, which: str) -> tuple[int, ...]:
    return lists.line_numbers(which) or lines_called(session, found.import_id, which)


def _written(found: Preview) -> frozenset[str]:
    """What stands in cells and was taken for something, or for nothing."""
    noted = [*(note for note, _ in found.notes), *(one.problem for one in found.problems)]
    return frozenset(words for _, *said in noted for words in said if len(words) > 1)


def _is_column(found: Preview, which: str) -> bool:
    """Whether a column is meant: what stands in its cells is not put right here."""
    return field_called(which.removesuffix("列")) is not None or which.removesuffix("列") in found.unused


def _owner_as_written(found: Preview, which: str) -> str | None:
    """The owner who is no member and is called so in the list."""
    key = as_compared(which)
    return next((written for written, _ in found.owners if as_compared(written) == key), None)


def _column(headings: Sequence[str], one: Meant) -> tuple[str, str] | None:
    """The heading that is explained, and its field."""
    field, key = (
        field_called(one.to or ""),
        as_compared(one.which.removesuffix("列").removesuffix("这").removesuffix("那")),
    )
    heading = next((heading for heading in headings if as_compared(heading) == key), None)
    return (heading, field) if heading is not None and field is not None else None

"""Customers that are called by a telling part of their names, which no other in scope has: 龙门石窟 of
洛阳龙门石窟夜游公司."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import Session

from config.names import as_compared
from nlu.entities.company_forms import ENDINGS, is_apart, is_telling, without_generic_parts
from sales.names.company_names import company_name
from sales.names.lexicon import EVERYDAY
from storage.deals import Customer, CustomerAlias
from storage.statements import table_of

SHORT, LONG = 2, 3  # characters of a part that begins a name, and of any other
LONGEST_TEXT = 60  # characters of words that are looked through
MOST = 200  # customers that may be meant by some of the words
MOST_IN_SCOPE = 5_000  # names that are looked through within a turn
POINTS = re.compile("[那这](?:个|边|家|单|条)")  # behind a place that stands for the one customer there: 鹤壁那个
_CUSTOMERS, _ALIASES = table_of(Customer), table_of(CustomerAlias)


def part_named(session: Session, scope: ColumnElement[bool], text: str) -> tuple[str, tuple[int, int]] | None:
    """The name of the one customer in scope that a part of its name stands for in the text, and where; None if there is
    none, or if several are meant. This reads all names in scope: of somebody who sees more than MOST_IN_SCOPE customers
    none is found so."""
    pairs = {pair for pair in map("".join, pairwise(text)) if pair.isalpha() and not pair.isascii()} - ENDINGS
    if len(text) > LONGEST_TEXT or not pairs:
        return None
    in_scope = select(_CUSTOMERS.c.id).where(scope).limit(MOST_IN_SCOPE + 1).subquery()
    if session.execute(select(func.count()).select_from(in_scope)).scalar_one() > MOST_IN_SCOPE:
        return None
    names: list[tuple[str, str]] = []  # of a customer, and what it is called
    for called in (_CUSTOMERS.c.name, _ALIASES.c.alias):
        holds = or_(*(called.contains(pair, autoescape=True) for pair in sorted(pairs)))
        query = select(_CUSTOMERS.c.name, called).outerjoin(_ALIASES, _ALIASES.c.customer_id == _CUSTOMERS.c.id)
        rows = session.execute(query.where(scope, holds).distinct().limit(MOST + 1)).all()
        if len(rows) > MOST:
            return None
        names += [(row[0], row[1]) for row in rows]
    found = sorted(
        ((end - start, name, (start, end)) for name, called in names for start, end in _parts(called, text)),
        reverse=True,
    )
    longest = [part for part in found if part[0] == found[0][0]]
    return (longest[0][1], longest[0][2]) if len({name for _, name, _ in longest}) == 1 else None


def _parts(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Where the text has a telling part of this name."""
    whole = "".join(letter for letter in as_compared(name) if letter.isalnum())
    known = company_name(whole)
    for match in SequenceMatcher(None, whole, text.casefold(), autojunk=False).get_matching_blocks():
        start, end = match.b, match.b + match.size
        part = text[start:end].casefold()
        of_place = part in known.places and POINTS.match(text, end) is not None
        begins = match.size >= SHORT and (of_place or known.core.startswith(part))
        is_all = part == as_compared(text)  # a name typed alone may be that of another company
        if not (begins or (match.size >= LONG and not is_all)) or not (of_place or _tells(part)):
            continue
        if is_apart(text, start, end):
            yield start, end


def _tells(part: str) -> bool:
    return len(without_generic_parts(part)) >= SHORT and is_telling(part, EVERYDAY)

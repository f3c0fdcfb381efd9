"""Who is to get which of somebody's customers: 鼎新给小吴,海川和联创给阿新,其他的给小郑.

Customers are named by any part of their name that tells them apart; a part that several share (酒店) means all of
these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nlu.rules import rules
from nlu.understanding import Span

SHORTEST = 2  # characters of a part of a name
SAYS_NOTHING = frozenset({"公司", "有限", "有限公司", "集团", "股份", "客户", "单子", "科技"})
_RULES = rules("leaving")
_CLAUSE_ENDS, _BREAK = re.compile(r"[。；;\n]"), re.compile(r"[，,、。；;\s]")


@dataclass(frozen=True)
class Shared:
    """`parts`: which customer goes to whom, in the order said. `rest`: who gets all others, together; `others` if the
    words say that it is what is left over (其他的给小郑)."""

    parts: tuple[tuple[str, str], ...] = ()
    rest: tuple[str, ...] = ()
    others: bool = False


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    customers: tuple[str, ...] = ()
    person: str = ""


def forms_of(name: str) -> tuple[str, ...]:
    """What somebody of this name is called: 何小曼, 小曼, 小何, 何姐."""
    given = (name[1:],) if len(name) > SHORTEST else ()
    return (name, *given, f"小{name[0]}", f"老{name[0]}", f"{name[0]}姐", f"{name[0]}哥")


def shared(
    text: str,
    held: Sequence[str],
    people: Iterable[str],
    known: Mapping[Span, str] | None = None,
) -> Shared | None:
    """Who gets what of the customers `held`, of these `people` by name; None where the words give nobody anything.
    `known` are the places of customers and people that were found already, under any name of theirs."""
    tokens = sorted(_tokens(text, held, list(people), known or {}), key=lambda token: token.start)
    parts: list[tuple[str, str]] = []
    rest: list[str] = []
    waiting: list[str] = []  # customers that nobody has been named for yet
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if not token.person:
            waiting += token.customers
            place += 1
            continue
        group, place = _group(text, tokens, place)
        taking = waiting
        if not taking:  # 小吴接鼎新和海川
            taking, place = _behind(text, tokens, place, group[-1])
        names = [one.person for one in group]
        if taking:
            parts += [(customer, names[number % len(names)]) for number, customer in enumerate(taking)]
        else:
            rest += names
        waiting = []
    if not parts and not rest:
        return None
    return Shared(tuple(dict(parts).items()), tuple(dict.fromkeys(rest)), _RULES["others"].search(text) is not None)


def gives_all(text: str, people: Iterable[str]) -> bool:
    """Whether the words do no more than give everything to some of these people (那都给小吴和阿新吧)."""
    words = text
    for form in sorted((form for name in people for form in forms_of(name)), key=len, reverse=True):
        words = words.replace(form, "M")
    return _RULES["gives_all"].search(words) is not None


def _group(text: str, tokens: Sequence[_Token], place: int) -> tuple[list[_Token], int]:
    """The people named together from `place` on (小吴和阿新), and the place behind them."""
    group = [tokens[place]]
    while place + 1 < len(tokens) and tokens[place + 1].person:
        if not _RULES["and"].fullmatch(text[group[-1].end : tokens[place + 1].start]):
            break
        place += 1
        group.append(tokens[place])
    return group, place + 1


def _behind(text: str, tokens: Sequence[_Token], place: int, giver: _Token) -> tuple[list[str], int]:
    """The customers named behind somebody who takes them, and the place behind these."""
    if place >= len(tokens) or not _RULES["takes"].fullmatch(text[giver.end : tokens[place].start]):
        return [], place
    found: list[str] = []
    last = giver.end
    while (
        place < len(tokens) and not tokens[place].person and not _CLAUSE_ENDS.search(text[last : tokens[place].start])
    ):
        following = next((token for token in tokens[place:] if token.person), None)
        between = text[tokens[place].end : following.start] if following is not None else ""
        if found and _RULES["given"].search(between) and not _BREAK.search(between):
            break  # 小吴接鼎新,海川给阿新
        found += tokens[place].customers
        last = tokens[place].end
        place += 1
    return found, place


def _tokens(text: str, held: Sequence[str], people: Sequence[str], known: Mapping[Span, str]) -> Iterator[_Token]:
    taken = [False] * len(text)

    def free(start: int, end: int) -> bool:
        return not any(taken[start:end])

    def take(token: _Token) -> _Token:
        taken[token.start : token.end] = [True] * (token.end - token.start)
        return token

    for (start, end), name in sorted(known.items()):
        if free(start, end) and (name in held or name in people):
            yield take(_Token(start, end, (name,)) if name in held else _Token(start, end, person=name))
    for size in range(min(len(text), 20), SHORTEST - 1, -1):
        for start in range(len(text) - size + 1):
            piece = text[start : start + size]
            if not free(start, start + size):
                continue
            person = [name for name in people if piece in forms_of(name)]
            if len(person) == 1:
                yield take(_Token(start, start + size, person=person[0]))
                continue
            customers = () if piece in SAYS_NOTHING else tuple(name for name in held if piece in name)
            if customers:
                yield take(_Token(start, start + size, customers))

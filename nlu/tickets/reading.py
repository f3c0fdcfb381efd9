"""Reading what is said about tickets. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from nlu.rules import rules
from nlu.text.numerals import number
from nlu.text.plain import plain
from nlu.tickets.conclusions import concluded
from nlu.tickets.limits import changes_limit

_RULES = rules("tickets")
Whose = Literal["own", "in_hand", "team"]
LONGEST = 400  # characters that are read
EDGES = " ,，。;；、\n"
SHORT = 60  # characters of words that only react


class NamedEnd(NamedTuple):
    """What a ticket is called by, and whether it is over (else it is not needed)."""

    what: str
    over: bool


class Numbered(NamedTuple):
    """A ticket's number, and what is said of it."""

    ticket: int
    rest: str


def numbered(text: str) -> Numbered | None:
    """The ticket that the words name by its number; None if they name none."""
    found = _RULES["numbered"].match(plain(text)[:LONGEST])
    if found is None:
        return None
    value = number(found["number"] or found["number2"] or found["number3"])
    rest = text[found.start("rest") : found.end("rest")].strip(EDGES)
    before = found["before"].strip(EDGES)
    if not rest and (closes(before) or not_needed(before)):  # 好嘞 关闭工单1
        rest = before
    return Numbered(int(value), rest) if value is not None else None


def listed(text: str) -> Whose | None:
    """Whose tickets are to be shown; None if the words ask for none."""
    return whose(text) if _RULES["lists"].search(plain(text.strip())[:LONGEST]) else None


def whose(text: str) -> Whose:
    """Whose tickets words speak of."""
    words = plain(text.strip())[:LONGEST]
    if _RULES["of_team"].search(words) and not _RULES["of_mine"].search(words):
        return "team"
    return "in_hand" if _RULES["in_hand"].search(words) else "own"


def asks_list(text: str) -> bool:
    """Whether the words ask for several tickets."""
    return listed(text) is not None


def asks_where(text: str) -> bool:
    """Whether the words ask how a ticket stands (恒泰那个工单到哪了, 产品那边回了没)."""
    return _says("where", text)


def drops(text: str) -> bool:
    """Whether the words say that a ticket is not needed any more (恒泰那个工单不用了)."""
    return _says("drops", text)


def closes(text: str) -> bool:
    """Whether the words say of a ticket that it is over, not only that it is not needed (恒泰那个工单关了吧)."""
    return bool(_RULES["closes"].search(plain(text.strip())[:LONGEST]))


def not_needed(text: str) -> bool:
    """Whether words right after a ticket was spoken of say that it is not needed (不用了，客户不要了)."""
    return _short("not_needed", text)


def solved(text: str) -> bool | None:
    """Whether an answer is said to solve it, or not; None if the words say neither."""
    if _RULES["unsolved"].search(plain(text.strip())):
        return False
    return True if concluded(text) is not None else None


def affirms(text: str) -> bool:
    """Whether the words say yes to 解决了吗."""
    return _short("affirms", text)


def takes(text: str) -> bool:
    """Whether an answer is heard, or taken as it is (ok, 行 就三号, 好的我跟孙总说)."""
    return _short("takes", text)


def named_end(text: str) -> NamedEnd | None:
    """The ticket that words name without its number, and how it ends (样机那个结了吧); None if they say no such
    thing."""
    found = _RULES["named_end"].match(plain(text.strip())[:SHORT])
    return NamedEnd(found["what"], found["off"] is None) if found is not None else None


def the_other(what: str) -> bool:
    """Whether a ticket is called the other one, or the rest (另一个, 剩下的)."""
    return bool(_RULES["the_other"].match(what))


def all_of_them(text: str) -> bool:
    """Whether all of several tickets are meant."""
    return bool(_RULES["all_of_them"].search(plain(text.strip())[:SHORT]))


def several_numbered(text: str) -> tuple[Sequence[int], str]:
    """The tickets that the words name by several numbers, and what is said of them; () if it is one or none."""
    found = _RULES["several_numbered"].match(plain(text.strip())[:LONGEST])
    if found is None:
        return (), ""
    return tuple(dict.fromkeys(int(one) for one in re.findall(r"\d+", found["numbers"]))), found["rest"].strip(EDGES)


def asks_progress(text: str) -> bool:
    """Whether the words ask how something stands that was asked for (样机安排了吗, 老孟怎么还不回我)."""
    return _short("progress", text)


def of_what(text: str) -> frozenset[str]:
    """The pairs of characters by which words may name a thing: those of questions and of orders to hurry left out."""
    words = plain(text.strip())[:SHORT]
    for rule in ("progress", "urges", "idle"):
        words = _RULES[rule].sub(" ", words)
    return frozenset(words[at : at + 2] for at in range(len(words) - 1) if words[at : at + 2].isalnum())


def left_out(text: str) -> Sequence[str]:
    """The words for departments that are to be left out (别经过产品)."""
    return [found["which"] for found in _RULES["left_out"].finditer(plain(text)[:LONGEST])]


def first_in_turn(text: str) -> str | None:
    """The word for the department that comes first of several in turn (产品→生产)."""
    found = _RULES["in_turn"].search(plain(text)[:LONGEST])
    return found["first"] if found is not None else None


def says_what(text: str) -> bool:
    """Whether a request says more than whom it asks (帮我找一下法务 does not)."""
    return len(_RULES["only_asks"].sub("", plain(text.strip()))) > 1


def urges(text: str) -> bool:
    """Whether somebody is to be hurried (再催一下产品)."""
    return bool(_RULES["urges"].search(plain(text.strip())))


def needs_department(text: str) -> bool:
    """Whether the words tell what would need another department, without asking it (这个得财务点头)."""
    return _short("needs_department", text)


def urges_department(text: str) -> bool:
    """Whether the words have a department hurried (让产品尽快回小周的单子)."""
    return bool(_RULES["urges_department"].search(plain(text.strip())[:SHORT]))


def passes(text: str) -> Literal["next", "department"] | None:
    """Whether a department passes it on, by the route or to the department named."""
    words = plain(text.strip())[:LONGEST]
    if _RULES["to_next"].search(words):
        return "next"
    return "department" if _RULES["to_department"].search(words) else None


def sends(text: str) -> bool | None:
    """Whether the words say yes or no to sending something on (转, 不用); None if they say neither."""
    if _short("sends_not", text):
        return False
    return True if _short("sends", text) else None


def asks_them(text: str) -> bool:
    """Whether somebody is to be asked or told something (你跟孙工说, 再问下财务)."""
    return bool(_RULES["asks_them"].search(plain(text.strip())[:SHORT]))


def haggles(text: str) -> bool:
    """Whether more, sooner or for less is wanted than was answered (太晚了 能不能一周)."""
    return _short("haggles", text)


def hands_on(text: str) -> bool:
    """Whether it is to be in other hands (那转给客服问问)."""
    return bool(_RULES["hands_on"].search(plain(text.strip())[:SHORT]))


def points(what: str) -> bool:
    """Whether a ticket is called by no more than pointing at it (这个)."""
    return _short("points", what)


def asks_pending(text: str) -> bool:
    """Whether a department asks what it has still to deal with (我这边还有没处理的吗)."""
    return _short("pending", text)


def asks_how(text: str) -> bool:
    """Whether the words ask how, or whether, another department is asked (怎么找产品提需求)."""
    return _short("asks_how", text)


def of_limits(text: str) -> bool:
    """Whether the words ask how long departments have to answer."""
    return _short("limits", text) and not changes_limit(text)


def asks_answer_times(text: str) -> bool:
    """Whether the words ask how long departments take to answer (财务平均多久回, 哪个部门最慢)."""
    return _short("answer_times", text)


def changes_hands(text: str) -> bool:
    """Whether tickets are to be in the hands of somebody else (工单先给小范)."""
    return _says("other_hands", text)


def late_only(text: str) -> bool:
    """Whether only tickets over their time are asked for."""
    return bool(_RULES["late_only"].search(plain(text)[:LONGEST]))


def not_ours(text: str) -> bool:
    """Whether a department says that it is not for them (这跟法务没关系啊)."""
    return _short("not_ours", text)


def stays(text: str) -> bool:
    """Whether it is not to be passed on after all (不转)."""
    return _short("stays", text)


def is_away(text: str) -> bool:
    """Whether somebody says that they are away (我这两天休假)."""
    return _short("away", text)


def asked_back(text: str) -> str:
    """What is asked of the owner, without the words that only say so (问回去:要几个接口)."""
    found = _RULES["asks_back"].search(plain(text.strip())[:LONGEST])
    return text.strip()[found.start("what") :].strip() if found is not None else text.strip()


def asks(text: str) -> bool:
    """Whether the words ask something of the owner (要对接哪个系统)."""
    words = plain(text.strip())[:LONGEST]
    return bool(_RULES["asks"].search(words) or _RULES["asks_back"].search(words))


def is_seen(text: str) -> bool:
    """Whether the words say only that it was seen (收到，我看看)."""
    return bool(_RULES["seen"].search(plain(text.strip())))


def is_interim(text: str, asked: str) -> bool:
    """Whether the answer to what was `asked` is still to come (我问下领导明天回, 效果图周四给)."""
    if _short("interim", text):
        return True
    return _short("promised", text) and not _RULES["asks_when"].search(plain(asked)[:LONGEST])


def _short(rule: str, text: str) -> bool:
    """Whether words that are no more than a reaction say this."""
    words = plain(text.strip())
    return len(words) <= SHORT and bool(_RULES[rule].search(words))


def _says(rule: str, text: str) -> bool:
    """Whether words say this of a ticket that is there already."""
    words = plain(text.strip())[:LONGEST]
    return bool(_RULES[rule].search(words)) and not _RULES["raises"].search(words)

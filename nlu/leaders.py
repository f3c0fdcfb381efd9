"""Words between leaders and their people that are read by who says them: hand-overs, errands, reports for a colleague.

`parse` knows neither who speaks nor to whom a nudge went; the bot asks here when it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile
from typing import Literal, NamedTuple

from nlu.rules import rules

_RULES = rules("leaders")
Phrase = Literal[
    "asks_brief", "asks_first_touch", "asks_reported", "my_orders", "own_action", "own_process", "urges_reports"
]
Remark = Literal[
    "calls_to_account",
    "gives_away",
    "goes_along",
    "takes_over",
    "takes_note_of",
    "leaves_it",
    "on_condition",
    "asks_handed_over",
    "asks_whether_to_give",
    "told_of_giving",
    "asks_who_takes",
    "asks_how_to_let",
    "gives_time",
    "advises_end",
    "own_record",
    "team_load",
    "who_follows",
    "asks_leader",
    "wishes_help",
    "team_done",
    "about_customer",
    "how_is",
    "asks_team",
    "member_figures",
    "may_be_figures",
    "asks_order",
    "asks_reply",
    "most_late_stage",
    "most_late_member",
    "most_late_team",
    "red_deals",
    "asks_wish",
    "asks_leave",
    "asks_support",
    "asks_for_me",
    "gives_plainly",
    "gives_last",
    "decides",
    "asks_who_approves",
    "not_reported",
    "daily_actions",
    "process_figures",
    "lead_speed",
    "limits_price",
]
COLLEAGUE, CUSTOMER = "M", "C"  # stand for names
EVERY_LEAD = 1000
LONGEST_GIVEN = 24  # characters of words that give a customer to somebody and say nothing else


class Order(NamedTuple):
    """Who is to do what."""

    whom: str
    what: str


class ForColleague(NamedTuple):
    """Whose report it is, and the report."""

    whom: str
    rest: str


def handed_over(text: str) -> str | None:
    """The customer that 把…转给 names, as typed."""
    found = _RULES["handed"].search(text)
    return found["what"] if found else None


def leads_counted(text: str) -> int | None:
    """How many leads are handed out where no customer is named: 这条线索 is one, 这两条 two, 这几条 and 都 all;
    None where the words speak of no leads."""
    found = _RULES["these_leads"].search(text)
    if found is None:
        return None
    count = found["count"] or ("都" if found["all"] else "一")
    return {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}.get(count, EVERY_LEAD)


def grades_customer(text: str) -> bool:
    """Whether the words say of which grade customers are."""
    return grade_said(text) is not None


def grade_said(text: str) -> str | None:
    """The grade (A, B, C) that customers are said to be of."""
    found = _RULES["grade"].search(text.strip())
    return found["grade"].upper() if found else None


def takes_care(order: str) -> bool:
    """Whether an order (跟, 来跟吧) means that the colleague has the customer from now on."""
    return bool(_RULES["takes_care"].search(order))


def may_ask_colleague(text: str) -> bool:
    """Whether words stand in the text with which it is asked what a colleague wants, or said."""
    return bool(_RULES["asks_of_colleague"].search(text))


def errand(text: str) -> Order | None:
    """What somebody who was just spoken of is to do (让他明天去 → 明天去)."""
    if (found := _RULES["errand"].search(text)) is not None:
        return Order(found["whom"], found["what"])
    joins = _RULES["joins"].search(text.strip())
    return Order(joins["whom"], text.strip().replace(joins["whom"], "你")) if joins else None


def order_to_unknown(text: str) -> Order | None:
    """An order by a name that no colleague has (让王五去一趟)."""
    found = _RULES["whom_unknown"].search(text.strip())
    return Order(found["whom"], found["what"]) if found else None


def in_order(text: str) -> str:
    """What is to be done, as somebody understands it to whom it is passed on (合同谁去催一下 → 去催一下合同)."""
    found = _RULES["who_will"].search(text)
    return f"{found['act']}{found['thing'].rstrip('的 ，,')}" if found else text


def orders(before: str) -> bool:
    """Whether what stands before a colleague's name (让, 那就叫) makes the rest an order."""
    return bool(_RULES["orders"].search(before))


def relayed(before: str, behind: str) -> str | None:
    """The words that somebody is to be told, whole, read before and behind the name (给|M|说 这周必须出结果)."""
    says = _RULES["says_to"].search(before)
    if says is None:
        return None
    found = _RULES["told_behind" if says["tells"] else "said_behind"].search(behind)
    return found["what"].strip() if found else None


def relays(before: str) -> bool:
    """Whether these words before a colleague's name lead to what they are to be told (给, 告诉)."""
    return bool(_RULES["says_to"].search(before))


def tells_of_order(before: str, behind: str) -> bool:
    """Whether the words around a colleague's name say that they were told already (已经安排, 告诉…了)."""
    return bool(_RULES["done_already"].search(before) or _RULES["done_behind"].match(behind))


def order_to_familiar(text: str) -> Order | None:
    """An order to somebody called as colleagues call each other (让小陈明天去)."""
    found = _RULES["familiar_order"].search(text)
    return Order(found["whom"], found["what"]) if found else None


def count_told(text: str, people: Sequence[tuple[int, int]]) -> int:
    """How many of the people named at these places are told something together: 告诉小周和小吴明天开会."""
    apart = (text[before[1] : behind[0]] for before, behind in pairwise(people))
    return 1 + sum(1 for _ in takewhile(_RULES["joins_people"].fullmatch, apart))


def told_to_face(behind: str) -> str | None:
    """What a colleague who is spoken to is told, read behind the name (小王|你明天把报价发我)."""
    found = _RULES["addressed"].match(behind)
    return found["what"] if found else None


def to_everybody(text: str) -> str | None:
    """What the whole team is told."""
    found = _RULES["everybody"].search(text)
    return found["what"] if found else None


def for_colleague(text: str) -> ForColleague | None:
    """A report in the name of a colleague (帮小王记一下,…)."""
    found = _RULES["for_colleague"].search(text)
    return ForColleague(found["whom"], found["rest"]) if found else None


def asks_deals_in_hand(text: str) -> bool:
    """Whether it is asked how many or which deals somebody has."""
    return bool(_RULES["in_hand"].search(text))


def of_no_customer(order: str) -> bool:
    """Whether an order is about no customer in particular."""
    return bool(_RULES["of_no_customer"].search(order))


def may_order(text: str) -> bool:
    """Whether a word stands in the text with which orders and hand-overs are given."""
    return bool(_RULES["order_word"].search(text))


def orders_later(before: str) -> bool:
    """Whether what stands before a colleague's name makes the rest a leader's order; customers stand there as C."""
    return bool(_RULES["orders_later"].search(before))


def goes_to(before: str) -> bool:
    """Whether these words stand right before the name of whom a customer goes to (花语还归)."""
    return _RULES["goes_to"].search(before) is not None


def cared_for_by(text: str) -> bool:
    """Whether the colleague M is to look after the customer from now on."""
    return bool(_RULES["cared_for_by"].search(text))


def familiar(text: str) -> Iterator[re.Match[str]]:
    """Where somebody is called as colleagues call each other (段姐, 老马)."""
    return _RULES["familiar"].finditer(text)


def before_order(before: str) -> str | None:
    """What is to be passed on, where it stands before 转告 and the name."""
    found = _RULES["before_order"].search(before)
    return found["what"] if found else None


def order_words(behind: str) -> str:
    """What somebody is to do, without the words that lead to it (说一声,…)."""
    return _RULES["order_lead"].sub("", behind)


def before_name(before: str) -> str:
    """What stands before 让 and the name of who is told something, without what only leads to it (好,交期让 → 交期)."""
    return _RULES["order_verb"].sub("", before).strip(" ，,。.!！;；")


def says_what_about(before: str) -> bool:
    """Whether what stands before an order says what it is about: more than the customer C, or an assent."""
    return len(_RULES["no_matter"].sub("", before)) > 1


def says_little(order: str) -> bool:
    """Whether an order says nothing by itself (去吧): the words before it say what is to be done."""
    return bool(_RULES["says_little"].search(order))


def elliptic(text: str) -> str | None:
    """The name in a question that is nothing else (那小满呢)."""
    found = _RULES["elliptic"].search(text.strip())
    return found["name"] if found else None


def bare_order(text: str) -> bool:
    """Whether a leader's words, with names as letters, tell somebody to do something without 让 (C报价今天必须出)."""
    return bool(_RULES["bare_order"].search(text)) and not _RULES["no_order"].search(text)


def needs_support(text: str) -> str | None:
    """What for a deal that is named needs support (大运需要支持,客户要求降价), "" where that is unsaid; None for other
    words."""
    found = _RULES["needs_support"].fullmatch(text.strip())
    return None if found is None else (found["why"] or "").strip()


def talk_planned(text: str) -> str | None:
    """What the speaker will do, where they are to talk to somebody there (我来跟滕科长说); None for other words."""
    found = _RULES["talks_oneself"].search(text.strip())
    return found["what"] if found else None


def with_pronoun(words: str) -> str:
    """The words with a colleague's letter for whom they call 他."""
    return re.sub(r"(?<=[给到])[他她](?!们)", COLLEAGUE, words)


def may_give(text: str) -> bool:
    """Whether the words might give a customer to somebody: only then are they read once more."""
    return len(text) <= LONGEST_GIVEN and ("给" in text or "到" in text)


def remarks(remark: Remark, text: str) -> bool:
    """Whether the words, with M for a colleague's name, say this."""
    return bool(_RULES[remark].search(text.strip()))


def says(phrase: Phrase, text: str) -> bool:
    """Whether the words are of this kind, which no intent of `parse` is."""
    return bool(_RULES[phrase].search(text.strip()))

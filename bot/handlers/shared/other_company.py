"""Reading answers to the question whether a new lead is a customer that is there already, or another company."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice
from nlu.understanding import Understanding

OTHER = "other"
ANOTHER_DEAL, SAME_DEAL = Choice("再开一单", True), Choice("不用,是同一单", False)
OTHER_COMPANY = Choice("是另一家", OTHER)

_OTHER = re.compile(
    r"另外?(?:一|的)?[家个]|[别其]他?的?公司|不是(?:同|这|那|它|他)|不同|两家|两码事|新(?:的)?(?:客户|公司|单位)|没关系"
)
_SAME = re.compile(r"(?:就是|是|还是)(?:这|那|同)一?[家个]|同一[家个]|一样的|没错")
_AGAIN = re.compile(r"再开|新的?一?单|又一单|第二单|另一单")
_NAMED = re.compile(r"(?<![不就还])(?:是|叫做?|名叫|全[称名]是?)\s*(?P<name>[^,,。.;;!!??\s是]{2,40})")
_LEADS_IN = re.compile(r"^(?:那家|这家|它|他们|公司)?(?:的)?(?:全称|全名|名字)?(?:是|叫做?|名叫)\s*")
_AT_END = "。.,,!!吧啊呀哦"


def read_which_company(
    text: str, understanding: Understanding, asked: Asked
) -> bool | str | Understanding | NotAnAnswer:
    """True for another deal, False for the same one; for another company OTHER, or what was said where it names it."""
    name = name_said(text)
    if _AGAIN.search(text) and not name:
        return True
    if _OTHER.search(text) or name:
        return replace(understanding, slots={**understanding.slots, "customer": name}) if name else OTHER
    return False if _SAME.search(text) or understanding.intent == "confirm" else NotAnAnswer()


def name_said(text: str) -> str | None:
    """The company that an answer names: 鼎立信科技 of 不是鼎立,是鼎立信科技,新客户."""
    named = [found["name"].rstrip(_AT_END) for found in _NAMED.finditer(text)]
    named = [name for name in named if len(name) > 1 and not (_OTHER.match(name) or re.match(r"[这那同一新另]", name))]
    return named[-1] if named else None


def read_name(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """A company's name as it was typed, whatever customers it is like."""
    name = _LEADS_IN.sub("", text.strip()).rstrip(_AT_END)
    return name if 1 < len(name) <= 40 else NotAnAnswer("公司名字一般几个字就够。")

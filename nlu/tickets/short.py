"""Short words about tickets: what is finished, decided or asked, and who is to hurry. Pure functions."""

from __future__ import annotations

from nlu.context import weighs
from nlu.rules import rules
from nlu.text.plain import plain

_RULES = rules("tickets")
SHORT = 60  # characters of words that only react
LONGEST = 400  # characters that are read


def finished(text: str) -> str | None:
    """What the words say is finished (过敏餐菜单出好了); None if they say it of nothing."""
    found = _RULES["finished"].search(plain(text.strip())[:SHORT])
    return found["what"] if found is not None else None


def decides(text: str) -> bool:
    """Whether the words only decide something (驳回)."""
    return _says("decides", text)


def asks_why(text: str) -> bool:
    """Whether the words only ask why."""
    return _says("asks_why", text)


def names_department(text: str) -> bool:
    """Whether the words say which department is to be asked, and no more (那就找生产)."""
    return _says("names_department", text)


def urges_name(text: str, name: str) -> bool:
    """Whether somebody of this name is to be hurried (接口那个催下孙浩)."""
    before, named, _ = text.partition(name)
    return bool(named) and _RULES["hurries"].search(plain(before)) is not None


def asks_again(text: str) -> bool:
    """Whether it is to be asked once more, of whoever answered (再问问, 能不能再问问 140)."""
    return _says("asks_again", text) and not weighs(text)


def asks_answered(text: str) -> bool:
    """Whether somebody asks how many tickets they have answered (今天我回了几个)."""
    return _says("answered_count", text)


def tells_of_customer(text: str) -> bool:
    """Whether a request reports what somebody at the customer said (蔺总嫌贵 让…)."""
    return bool(_RULES["tells_of_customer"].search(plain(text)[:LONGEST]))


def asks_outright(text: str) -> int | None:
    """Where words that ask a department outright to do something begin (申请特价 88万 |让财务批); None for others."""
    found = _RULES["asks_outright"].search(plain(text)[:LONGEST])
    if found is None or weighs(text):
        return None
    return found.start("asks") if found["asks"] else found.start("asks2")


def adds(text: str) -> bool:
    """Whether words of a department right after its answer put that right (不对是8万9) or go on from it (确认了,12号
    上午到), and are no question (谁提的啊)."""
    if wonders(text):
        return False
    return _says("corrects", text) or _says("goes_on", text)


def corrects(text: str) -> bool:
    """Whether words of a department put right what it has just answered."""
    return _says("corrects", text)


def wonders(text: str) -> bool:
    """Whether the words ask something of nobody, or of the bot (谁提的啊, 9万8还是8万9来着)."""
    return _says("wonders", text)


def asks_owner(text: str) -> bool:
    """Whether the owner is asked, and the words say what (问下库容多大)."""
    return _says("asks_owner", text)


def asks_more(text: str) -> bool:
    """Whether the owner asks more after an answer (8万9含安装不)."""
    return _says("asks_more", text)


def is_enough(text: str) -> bool:
    """Whether what a department answered is enough (财务那个行了)."""
    return _says("department_over", text)


def is_full_name(text: str) -> bool:
    """Whether the words are a company's full name and nothing else."""
    return _says("full_name", text)


def _says(rule: str, text: str) -> bool:
    words = plain(text.strip())
    return len(words) <= SHORT and bool(_RULES[rule].search(words))

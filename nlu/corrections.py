"""Words that put right, take away or take back what was just recorded: 等等是5万3, 没同意啊, 下一步去掉, 撤了吧."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from nlu.context import said_choice
from nlu.following import denies_closing
from nlu.rules import rules
from nlu.text.plain import plain
from nlu.time.times import find_times

CLAUSE = re.compile(r"[^\s,，。;；!！、…~]+")
WAN = 10_000
IN_FULL = 1_000  # a bare number from which on it is said in yuan
_RULES, _POINTING = rules("corrections"), rules("pointing")
_PARTS = _RULES.table("parts")
_SETTLED = {  # what is said of an objection that is none
    "price": _RULES["settled_price"],
    "feature": _RULES["settled_feature"],
    "decision_chain": _RULES["settled_decision_chain"],
    "budget": _RULES["settled_budget"],
    "competitor": _RULES["settled_competitor"],
}


@dataclass(frozen=True)
class TakenAway:
    """A part of a record (next, outcome, objection, amount, budget) that is to go; `value` says which, None for any.
    `asked`: it was asked for (去掉), so that the words tell nothing of the customer."""

    part: str
    value: str | None = None
    asked: bool = False

    @property
    def is_any(self) -> bool:
        """Whether any objection goes, without being asked for: another that is told besides stays."""
        return self.part == "objection" and self.value is None and not self.asked


@dataclass(frozen=True)
class Exchange:
    """What is `right` in the place of what was `wrong`, None where that is not said; `is_change`: it was not wrong, but
    is to be changed (甲改成乙)."""

    wrong: str | None
    right: str
    is_change: bool = False


@dataclass(frozen=True)
class Pointed:
    """By which words a record is named (冉处, 锦官陶总; by none, where it is the newest), and what puts it right or,
    where it `adds`, is more of it."""

    which: str
    rest: str
    adds: bool


def points_at(text: str) -> Pointed | None:
    """The record that words put right (冉处那个是电话不是开会) or add to (六院那个补一下,预算没定) by its customer or
    contact; None if they do no such thing."""
    words = text.strip()
    if found := _POINTING["puts_last_right"].search(words):
        return Pointed("", found["rest"], adds=False)
    for rule in ("adds", "adds_more", "puts_right"):
        if found := _POINTING[rule].search(words):
            return Pointed(found["which"], found["rest"].strip(), rule != "puts_right")
    return None


def takes_back(text: str) -> bool:
    """Whether some clause takes back what was just recorded (还没签呢 撤回), or all of it is said to be a mistake."""
    words = plain(text)
    if _RULES["sent_wrongly"].search(words.strip()):
        return True
    clauses = [clause for clause, _ in _clauses(words)]
    is_kept = any(_RULES["is_kept"].search(clause) for clause in clauses)
    return not is_kept and any(_RULES["takes_back"].search(clause) for clause in clauses)


def cancels(text: str) -> bool:
    """Whether what is taken back is not wanted at all (取消吧), not even as it was before."""
    return _RULES["cancels"].search(text) is not None


def takes_back_import(text: str) -> bool:
    """Whether the words take back customers that were imported (撤回导入, 把刚才导入的客户撤了), and nothing else."""
    words = plain(text).strip()
    return any(_RULES[rule].search(words) for rule in ("takes_back_import", "took_wrong_list"))


def says_repeated(text: str) -> bool:
    """Whether what is meant was recorded twice."""
    return _RULES["repeated"].search(text) is not None


def is_no_record(text: str) -> bool:
    """Whether the words say that what was recorded was no report at all."""
    return any(_RULES["no_record"].search(clause) for clause, _ in _clauses(plain(text)))


def reasons(text: str) -> tuple[tuple[int, int], ...]:
    """Where words that take something back say why, and so name nothing."""
    clauses = list(_clauses(text))
    if not any(_RULES["takes_back"].search(plain(clause)) for clause, _ in clauses):
        return ()
    return tuple(
        (start, start + len(clause))
        for clause, start in clauses
        if not _RULES["takes_back"].search(plain(clause))
        and (_RULES["is_reason"].search(clause) or not _RULES["names_thing"].search(clause))
    )


def taken_away(text: str, now: datetime | None = None) -> tuple[TakenAway, ...]:
    """What the words take away of a record: 下一步去掉, 把同意了去掉, 没嫌贵; with `now` a date said to be wrong (不是
    明年一月), where no other is put in its place."""
    clauses = [clause for clause, _ in _clauses(plain(text))]
    found = [known for clause in clauses for known in _of_clause(clause)]
    if begins_wrong(text) or _RULES["recants"].search(plain(text).strip()):
        found += [known for clause in clauses for known in _settled(clause)]
        found += [known for clause in clauses for known in _all_but(clause)]
    if _RULES["means_other"].search(plain(text).strip()):
        found.append(TakenAway("objection"))
    return (*found, *([TakenAway("next")] if now is not None and _denies_time(plain(text), now) else []))


def sum_put_right(text: str) -> int | None:
    """The sum in yuan that is put in another one's place without its unit: said in 万 (其实是51.8), or in full from
    IN_FULL on (不是13万是1600); None if there is none."""
    found = _RULES["bare_sum"].search(plain(text))
    if found is None:
        return None
    told = Decimal(found["sum"])
    return int(told if told >= IN_FULL else told * WAN)


def puts_right(text: str) -> bool:
    """Whether the words put something right."""
    return _RULES["puts_right"].search(plain(text)) is not None


def says_wrong(text: str) -> bool:
    """Whether the words say that something was told wrongly."""
    return _RULES["says_wrong"].search(plain(text)) is not None


def means_instead(text: str) -> str | None:
    """What the speaker says to have meant (我的意思是…); None if nothing."""
    found = _RULES["means_instead"].search(text.strip())
    return found["right"] if found else None


def right_instead(text: str) -> str | None:
    """What is right after something was sent wrongly (发错了 不是甲 是乙转给小王); None if nothing is said."""
    found = _RULES["right_instead"].search(text.strip())
    return found["right"] if found else None


def exchange(text: str) -> Exchange | None:
    """What the words put in the place of what (不是宏远 是恒泰; 应该是邵厂长); None if nothing."""
    words = text.strip(" 。.!！")
    for rule in ("exchanged", "exchanged_days", "exchanged_behind", "exchanged_after", "surname", "surname_first"):
        if found := _RULES[rule].search(words):
            return Exchange(found["wrong"].strip(), found["right"].strip(), rule == "exchanged_after")
    found = _RULES["only_right"].search(words)
    return Exchange(None, found["right"].strip()) if found else None


def moves_record(text: str) -> bool:
    """Whether the words say that what was recorded belongs to another customer (刚才那条是恒泰的不是宏远)."""
    return _RULES["moves_record"].search(plain(text).strip()) is not None


def restores(text: str) -> bool:
    """Whether what was just taken back is to be as before (撤错了)."""
    clauses = [clause for clause, _ in _clauses(text)]
    return any(_RULES["restores"].search(words) for words in (text.strip(), *clauses[-1:]))


def undone_instead(text: str) -> str | None:
    """What was to be taken back, where something else was (撤错了 是推进那个); None if nothing is said."""
    found = _RULES["undone_instead"].search(text.strip())
    return f"撤回{found['right']}" if found else None


def reopens(text: str) -> bool:
    """Whether a closed deal is to be open again (把先锋的恢复)."""
    return _RULES["reopens"].search(text.strip()) is not None


def asks_to_see(text: str) -> bool:
    """Whether the record just made is to be shown (你记成啥了), or counted (到底记了几条)."""
    return _RULES["shows"].search(text.strip()) is not None or counts(text)


def counts(text: str) -> bool:
    """Whether it is asked how many records there are of what was just told (到底记了几条)."""
    return _RULES["counts"].search(text.strip()) is not None


def added_line(text: str) -> str | None:
    """What is to be added to the record just made (刚才那条加一句 …); None if nothing."""
    found = _RULES["adds_line"].search(text.strip())
    return found["more"] if found else None


def added_to(text: str) -> str | None:
    """By which words the record is named to which a line is added (比价那条加一句 …); None if by none."""
    found = _RULES["adds_line"].search(text.strip())
    return found["which"] if found else None


def drops_part(text: str) -> bool:
    """Whether one part of what was told, named by its customer, is not to be recorded (宏远那半不要了)."""
    return _RULES["drops_part"].search(text.strip(" 。.!！")) is not None


def stays_with(text: str) -> str | None:
    """Who goes on with what was just handed over after all (算了 还是唐悦跟); None if nobody is named."""
    found = _RULES["still_with"].search(text.strip())
    return found["who"] if found else None


def begins_wrong(text: str) -> bool:
    """Whether the words begin with that something was wrong."""
    return _RULES["begins_wrong"].search(plain(text).strip()) is not None


def told_besides(text: str) -> str:
    """What the words tell besides that something was wrong, or is not so."""
    return ",".join(clause for clause, _ in _clauses(text) if not begins_wrong(clause) and not denies_closing(clause))


def _of_clause(clause: str) -> Iterator[TakenAway]:
    for rule in ("drops", "denies"):
        found = _RULES[rule].search(clause)
        if found is None:
            continue
        what = found["what"]
        if rule == "drops" and what in _PARTS:
            yield TakenAway(_PARTS[what], asked=True)
            return
        for part in ("outcome", "objection"):
            value = said_choice(what, part)
            is_said = rule == "denies" and _RULES["lacks"].search(clause) is not None
            if value is not None and value != "none" and not is_said:
                yield TakenAway(part, value, asked=rule == "drops")
                return


def _settled(clause: str) -> Iterator[TakenAway]:
    """The objections that are said to be none: 钱批了, 老板点头了, 价格没问题."""
    for objection, settled in _SETTLED.items():
        if settled.search(clause):
            yield TakenAway("objection", objection)


def _all_but(clause: str) -> Iterator[TakenAway]:
    """All other objections where one is said to be the only one: 就是功能的事."""
    found = _RULES["only_this"].search(clause)
    only = said_choice(found["what"], "objection") if found else None
    if only in _SETTLED:
        yield from (TakenAway("objection", other) for other in _SETTLED if other != only)


def _denies_time(words: str, now: datetime) -> bool:
    clauses = [clause for clause, _ in _clauses(words)]
    denied = [clause for clause in clauses if clause.startswith("不是") and find_times(clause, now)]
    others = [clause for clause in clauses if clause not in denied]
    placed = any(time.is_point and time.next_time for clause in others for time in find_times(clause, now))
    if any(time.occurred_on and not time.next_time for clause in others for time in find_times(clause, now)):
        return False  # 不是今天 昨天见的: of the day it was
    vague = any("再说" in clause or "没定" in clause or "不一定" in clause for clause in others)
    return bool(denied) and (vague or not placed)


def _clauses(text: str) -> Iterator[tuple[str, int]]:
    for found in CLAUSE.finditer(text):
        yield found.group(), found.start()

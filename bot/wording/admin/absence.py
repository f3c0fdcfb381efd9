"""What is said when somebody is away for some days. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.conversation.messages import Choice
from bot.wording.values import say_date
from sales.teamwork.absences import AbsenceFact

HALF = "半天我就不停了:到时限的照样提醒你,那条上可以点「缓一缓」。整天不在,说「明天请假」就行。"
OVER = "那几天已经过去了,不用记。"
NOT_CLEAR = "从哪天到哪天?发我日子就行,比如「明天到周五」。"
WHO = "谁请假?发我名字就行。"


def not_yours(name: str) -> str:
    """That somebody else leads the colleague."""
    return f"{name}不是你带的,请假让他自己或者他的主管跟我说,没有记。"


def not_in_sales(name: str) -> str:
    """That nothing is asked of the colleague that could be left out."""
    return f"{name}不跟客户,请假不用跟我说。手上的工单照旧,要别人接就转给同事。"


def until_when(whose: str, today: date) -> tuple[str, list[Choice]]:
    """The question for the last day, with the likely ones at hand."""
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    days = {"就今天": today, "到这周五": friday, "到下周五": friday + timedelta(days=7)}
    choices = [Choice(label, (today, day)) for label, day in days.items() if day != today or label == "就今天"]
    return f"{whose}请假到哪天?先定一个,提前回来再跟我说。", choices


def say_days(first: date, last: date, today: date) -> str:
    """明天(11月24日); 周三(11月25日)到周五(11月27日)."""
    return say_date(first, today) if first == last else f"{say_date(first, today)}到{say_date(last, today)}"


def noted(name: str, superior: str | None, first: date, last: date, today: date, *, leads: bool) -> str:
    """What the days off change, to who is away or who said so of `name`; `superior` hears of their deals instead, or of
    the team's where they lead it."""
    them, days = (name or "你"), "这天" if first == last else "这几天"
    if leads:
        team = f"组里的预警{days}先发给{superior}" if superior else "组里的预警照旧发"
        return f"记下了:{name}{say_days(first, last, today)}不在。{team};{them}自己设的提醒照常。"
    limits = f"到时限的单子直接找{superior}" if superior else "到时限的单子等回来再提醒"
    return (
        f"记下了:{name}{say_days(first, last, today)}请假。{days}不催{them},也不问有效动作,{limits};"
        f"{them}自己设的提醒照常。"
    )


def keeps_theirs(name: str) -> str:
    """That nothing was handed over, and how a colleague looks after it."""
    return f"\n{name}的客户没动,要别人先跟,说「{name}的客户先给某某」。"


def moved(name: str, first: date, last: date, today: date) -> str:
    """That the leave is on other days now; `name` is empty to who is away."""
    return f"改好了:{name or '你'}{say_days(first, last, today)}请假,原来记的不算了。"


def moved_for(name: str, by: str, first: date, last: date, today: date) -> str:
    """The same, to the others whom it concerns."""
    return f"{f'{by}:' if by != name else ''}{name}的假改了:{say_days(first, last, today)}。"


def stands_in(name: str) -> str:
    """The button by which a colleague gets the customers meanwhile."""
    return f"客户先给{name}"


def hands_over(name: str, to: str) -> str:
    """What that button says."""
    return f"{name}的客户先给{to}"


def who(found: Sequence[tuple[str, AbsenceFact]], first: date, last: date, today: date) -> str:
    """Who is away on some days."""
    days = say_days(first, last, today)
    if not found:
        return f"{days}没有记着谁请假。"
    lines = [f"·{name}:{say_days(fact.first, fact.last, today)}" for name, fact in found]
    return "\n".join([f"{days}请假的:", *lines])


def to_superior(name: str, first: date, last: date, today: date, words: str, *, leads: bool) -> str:
    """To who hears of the deals meanwhile, and stands in where somebody `leads` others."""
    days = "这天" if first == last else "这几天"
    hears = f"组里的预警{days}先发给你,由你来定" if leads else f"{days}{name}的单子到时限,直接告诉你"
    return f"{name}{say_days(first, last, today)}{'不在' if leads else '请假'}:「{words}」\n{hears}。"


def to_member(by: str, first: date, last: date, today: date) -> str:
    """To whom it was noted for."""
    return f"{by}给你记了请假:{say_days(first, last, today)}。到时限不催你,也不问有效动作。不对就说「我没请假」。"


def ended(name: str, found: Sequence[AbsenceFact], today: date) -> str:
    """That the days are working days again."""
    days = "、".join(say_days(one.first, one.last, today) for one in found)
    return f"好,{name}{days}的假取消了,照常提醒{name or '你'}。"


def ended_for(name: str, by: str) -> str:
    """The same, to the others whom it concerns; `by` said so, where it was not who was away."""
    return f"{f'{by}:' if by != name else ''}{name}的假取消了,到时限照旧先催{name}。"

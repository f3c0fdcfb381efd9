"""How the action of the day is asked for and repeated, and who reported one. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from bot.conversation.messages import Choice, Message, SaidWords
from bot.wording.offers import ReportAction, UrgeReports
from bot.wording.values import say_clock, say_date
from nlu.actions import Flaw
from sales.daily_actions import DailyActionFact, Kept, Reporter, Suggestion

QUESTION = "今天最有效的客户动作是哪个?"
NONE = "今天没有"
LATER = "好,不急。零点前说都算今天的。"
CLOSED = "{day}的有效动作过了零点就截止了,记不进去了。今天有的话,直接说「今日动作:…」。"
NONE_KEPT = "好,今天没有客户动作,记下了。后面有了随时说,能换。"
NOT_FOR_LATE = "这会儿太晚了,不打扰他们。明早的清单里会写谁没报。"
NOBODY_TO_URGE = "没报的都提醒过了,今天不再催。"
ALL_REPORTED = "今天的有效动作都报了,不用催。"
ONLY_LEADERS = "看组里的有效动作要主管来问。你自己的直接说「今日动作:…」。"
TAKE = "就用这句"
ANYWAY = "就报这句"
REPORT = "log_followup"  # the flow that logs what was said
_FLAWS: dict[Flaw, str] = {
    "another_day": "听着是之前的事,有效动作只算今天的。",
    "another_person": "听着是{whose}做的,这里报你自己的。",
    "planned": "听着是还没做的事,做成了才算。",
    "put_off": "听着是没成、改了时间,不算今天做成的。",
    "wished": "听着还只是打算,做成了才算。",
}
LONGEST_LABEL = 18
MOST_LISTED = 12


def prompt(day: date, known: Sequence[Suggestion], most: int) -> Message:
    """The question of the evening, with what was logged today as answers."""
    return Message(f"{QUESTION}{_how(known, most)}", tuple(choices(day, known)), "prompt")


def reminder(day: date, known: Sequence[Suggestion], most: int) -> Message:
    """The question once more, to who has not answered."""
    return Message(f"今天的有效动作还没收到。{QUESTION}{_how(known, most)}", tuple(choices(day, known)), "prompt")


def once_more(day: date, known: Sequence[Suggestion]) -> Message:
    """The question in one line, after something else was served."""
    return Message(f"对了,{QUESTION}", tuple(choices(day, known)), "prompt")


def put_off(day: date, known: Sequence[Suggestion]) -> Message:
    """That there is time until midnight."""
    return Message(LATER, tuple(choices(day, known)))


def flawed(flaw: Flaw, day: date, known: Sequence[Suggestion], said: str, whose: str | None) -> Message:
    """What was reported is no action of the speaker's today; what it is instead is one tap away."""
    found = choices(day, known)
    if flaw in ("another_day", "planned", "put_off"):
        log = "记成下一步" if flaw == "planned" else "记一条跟进"
        found.append(Choice(log, opens=SaidWords(REPORT, said)))
    found.append(Choice(ANYWAY, opens=ReportAction(day.isoformat(), said)))
    return Message(f"{_FLAWS[flaw].format(whose=whose or '同事')}{QUESTION}", tuple(found))


def urged(by: str, day: date, known: Sequence[Suggestion], most: int) -> Message:
    """The question once more, because a leader wants to know."""
    return Message(f"{by}在等你今天的有效动作。{QUESTION}{_how(known, most)}", tuple(choices(day, known)), "nudge")


def _how(known: Sequence[Suggestion], most: int) -> str:
    return f"点一个,或者说一句({most} 字以内)。" if known else f"一句话就行({most} 字以内)。"


def choices(day: date, known: Sequence[Suggestion]) -> list[Choice]:
    """What may be answered by one tap."""
    found = [Choice(short(one.text), opens=ReportAction(day.isoformat(), one.text, one.customer_id)) for one in known]
    return [*found, Choice(NONE, opens=ReportAction(day.isoformat(), none=True))]


def short(words: str, most: int = LONGEST_LABEL) -> str:
    """Words on a button."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def what_counts(asked_at: datetime | None, most: int) -> str:
    """What the action of the day is."""
    when = f"{say_clock(asked_at)}问你,零点前都能报、能换。" if asked_at is not None else "零点前都能报、能换。"
    return (
        "有效动作:今天为客户做成的、最能往前推一步的一件事,比如约到拍板的人、拿到资料、谈妥一条。"
        f"没打通、还没去、内部开会不算。一句话,{most} 字以内,{when}"
    )


def whether_due(day: date, today: date, asked_at: datetime | None, *, works: bool) -> str:
    """Whether an action is to be reported on a day."""
    if not works or asked_at is None:
        return f"不用报,{say_date(day, today)}{'' if works else '休息,'}我不问。做了也可以说「今日动作:…」。"
    return f"要报,{say_date(day, today)}是工作日,{say_clock(asked_at)}我来问,零点截止。"


def workday(day: date, today: date, *, works: bool) -> str:
    """Whether the company works on a day."""
    return f"{say_date(day, today)}{'是工作日' if works else '休息'}。"


def own_action(day: date, today: date, kept: DailyActionFact | None, *, works: bool) -> str:
    """What the speaker reported of a day."""
    said = say_date(day, today)
    if kept is not None:
        what = f"「{kept.text}」{_customer(kept)}" if kept.text is not None else "没有客户动作"
        return f"{said}报的是{what}。"
    if day == today:
        return "今天还没报。直接说「今日动作:…」,零点前都算。"
    return f"{said}没报,过了零点就补不进去了。" if works else f"{said}休息,不用报。"


def ask(before: DailyActionFact | None, most: int) -> str:
    """The question to somebody who began with it."""
    if before is not None and before.text is not None:
        return f"今天报的是「{before.text}」。换成哪个?一句话就行({most} 字以内)。"
    return f"{QUESTION}一句话就行({most} 字以内)。"


def too_long(length: int, most: int, suggested: str) -> str:
    """The words are too long; what they may be cut to."""
    return f"这句 {length} 字,最多 {most} 字。可以这样:\n「{suggested}」\n点一下就用,或者重说一句。"


def receipt(kept: Kept) -> str:
    """What was kept, and what it took the place of."""
    before = kept.before
    if kept.action.text is None:
        return NONE_KEPT + (f"原来的「{before.text}」不算了。" if before is not None and before.text else "")
    if before is not None and before.text == kept.action.text:
        return f"今天已经报过这条了:「{before.text}」。"
    said = f"「{kept.action.text}」{_customer(kept.action)}"
    if before is not None and before.text is not None:
        return f"换好了,今日最有效客户动作:{said}\n原来的「{before.text}」换下来了,一天留一条。"
    return f"记下了,今日最有效客户动作:{said}"


def day_lines(day: date, today: date, found: Sequence[Reporter]) -> str:
    """Who of one team reported what, and who did not."""
    head = f"{say_date(day, today)}的有效动作,{len(_acted(found))}/{len(found)} 人报了"
    lines = [f"·{one.name}:{one.action.text}{_customer(one.action)}" for one in _acted(found) if one.action]
    rest = [line for line in (_none(found), _missing(found)) if line]
    if not lines:
        none = _none(found)
        return f"{say_date(day, today)}没有人报有效动作({len(found)} 人)。{none + '。' if none else ''}"
    more = [f"……还有 {len(lines) - MOST_LISTED} 人"] if len(lines) > MOST_LISTED else []
    return "\n".join([f"{head}:", *lines[:MOST_LISTED], *more, *rest])


def team_lines(day: date, today: date, found: Sequence[Reporter]) -> str:
    """How many of each team reported, and who did not."""
    head = f"{say_date(day, today)}的有效动作,{len(_acted(found))}/{len(found)} 人报了"
    if not _acted(found):
        return f"{say_date(day, today)}没有人报有效动作({len(found)} 人)。"
    lines = []
    for team, group in groupby(found, key=lambda one: one.team):
        theirs = list(group)
        missing = _missing(theirs)
        lines.append(f"·{team or '没分组的'} {len(_acted(theirs))}/{len(theirs)}" + (f",{missing}" if missing else ""))
    return "\n".join([f"{head}:", *lines])


def not_reported(day: date, found: Sequence[Reporter]) -> str:
    """Who has not reported today."""
    missing = [one for one in found if one.action is None]
    if not missing:
        return f"今天 {len(found)} 人都报了。{_none(found)}"
    none = f"{_none(found)}。" if _none(found) else ""
    return f"今天 {len(missing)} 人还没报:{_names(missing)}。报了的 {len(_acted(found))} 人。{none}"


def days_reported(days: str, found: Sequence[tuple[str, int, int]]) -> str:
    """上周该报 10 人天,报了 6。 and each one's days, the fewest first."""
    asked, acted = sum(one[2] for one in found), sum(one[1] for one in found)
    if not asked:
        return f"{days}还没问过有效动作。"
    never = [name for name, reported, _ in found if not reported]
    lines = [f"·{name} {reported}/{of} 天" for name, reported, of in found if reported]
    missing = [f"一天没报:{'、'.join(never[:MOST_LISTED])}" + (f"等 {len(never)} 人" if never[MOST_LISTED:] else "")]
    more = [f"……还有 {len(lines) - MOST_LISTED} 人"] if len(lines) > MOST_LISTED else []
    head = f"{days}的有效动作,该报 {asked} 人天,报了 {acted}:"
    return "\n".join([head, *(missing if never else []), *lines[:MOST_LISTED], *more])


def urge_button(day: date, found: Sequence[Reporter]) -> list[Choice]:
    """Has those asked once more who were not yet."""
    waits = any(one.action is None and not one.urged for one in found)
    return [Choice("提醒一下", opens=UrgeReports(day.isoformat()))] if waits else []


def was_urged(names: Sequence[str]) -> str:
    """Who was asked once more."""
    return f"已经提醒:{'、'.join(names)}。今天不再催第二次。"


def not_asked_yet(at: datetime) -> str:
    """Nobody has been asked today; `at` is in the zone it is to be said in."""
    return f"今天的还没问,{say_clock(at)}统一问。"


def one_persons(name: str, day: date, today: date, action: DailyActionFact | None) -> str:
    """What one person reported of a day."""
    when = say_date(day, today)
    if action is None:
        return f"{name}{when}没报有效动作。" if day < today else f"{name}{when}还没报有效动作。"
    if action.text is None:
        return f"{name}{when}说没有客户动作。"
    return f"{name}{when}的有效动作:「{action.text}」{_customer(action)}"


def _acted(found: Sequence[Reporter]) -> list[Reporter]:
    return [one for one in found if one.action is not None and one.action.text is not None]


def _none(found: Sequence[Reporter]) -> str:
    none = [one for one in found if one.action is not None and one.action.text is None]
    return f"说没有的:{_names(none)}" if none else ""


def _missing(found: Sequence[Reporter]) -> str:
    missing = [one for one in found if one.action is None]
    return f"没报:{_names(missing)}" if missing else ""


def _names(found: Sequence[Reporter]) -> str:
    names = [one.name for one in found]
    more = f"等 {len(names)} 人" if len(names) > MOST_LISTED else ""
    return "、".join(names[:MOST_LISTED]) + more


def _customer(action: DailyActionFact) -> str:
    return f"({action.customer})" if action.customer is not None else ""

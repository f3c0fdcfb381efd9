"""Drills as people read them: which customer is played, the card in words and as a picture, one's history. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from analytics import charts
from bot.conversation.attachments import Chart
from bot.conversation.messages import Choice
from bot.wording.offers import AppealDrill, DrillHistory, Practise, ShowDrill
from bot.wording.values import say_date, say_time
from coaching.drills import DrillDetail, DrillFact
from coaching.practice.counted import Practice, TeamPractice
from coaching.rubric import COMPLIANCE

NOTHING_SAID = "一句还没练,就先不打分了。想练随时说「陪练」。"
SCORES_FAILED = "分没打出来,是我这边出了问题。你说的都还在,点「再打一次分」。"
NO_LINE = "客户这边我没接上,是我出了问题,这次先停。再说「陪练」就能重来。"
SCORE_AGAIN = "再打一次分"
GONE = "这次陪练看不了:只有本人和主管能看,删了的、过了保存期的也没了。"
NO_DRILLS = "还没练过。说「陪练」就能开始,练完马上出成绩。"
NO_TEAM_DRILLS = "还没有人练过。"
NO_RANKING = "公司没有开陪练排名。自己的成绩说「我的陪练」就能看。"
WHOSE = "想看哪位同事的陪练?发我名字就行。"
NOT_YOURS_TO_SEE = "这位同事的陪练只有本人和主管能看。"
PRACTISE = Choice("练一次", opens=Practise())
OWN = Choice("我的陪练", opens=DrillHistory())
OUTCOMES = {"agreed": "客户答应了下一步", "declined": "客户没答应下一步", "stopped": "中途结束"}
NOTHING_WRONG = "没有哪句说错,缺的是没说到的,点「看评分」看建议。"
FIRST_DRILL = "这是第一次,还没有上次可比。再练一次就能比了。"
MIDDLE = 50  # a score below which its evidence is what lost it
WELL = 60  # a score from which on something is praised
SHOWN_WORDS = 30  # characters of a quotation


def card(detail: DrillDetail) -> str:
    """The result in words: the total, the best and the weakest part with the rep's own words, one advice."""
    fact, parts = detail.fact, detail.card["dimensions"]
    scored = {name: part for name, part in parts.items() if part["score"] is not None}
    lines = [f"{points(fact.total)} 分 · {OUTCOMES[fact.outcome]}({fact.title})"]
    shown = [name for name in scored if name != COMPLIANCE]  # nobody is praised for breaking no rule
    best = max(shown, key=lambda name: scored[name]["score"], default="")
    if best and scored[best]["score"] >= WELL:
        lines.append(f"做得好:{best} {round(scored[best]['score'])}{_quoted(scored[best])}")
    if fact.weakest is not None:
        weak = parts[fact.weakest]
        lines.append(f"先补这块:{fact.weakest} {round(weak['score'])}。{weak['advice']}")
    for violation in detail.card["violations"][:3]:
        lines.append(f"踩线了:「{_short(violation['words'])}」——{violation['rule']},这种话不能说")
    lines += [f"没打分:{reason}" for reason in detail.card.get("not_scored", ())[:2]]
    return "\n".join(lines)


def why(detail: DrillDetail, part: str | None) -> str:
    """Why the score is as it is: of one dimension as it was asked for, or of the lowest."""
    parts = {name: rated for name, rated in detail.card["dimensions"].items() if rated["score"] is not None}
    name = next((name for name in parts if part and (part in name or name[:2] in part)), None)
    asked = [name] if name else sorted(parts, key=lambda each: parts[each]["score"])[:3]
    lines = [] if name else [f"{points(detail.fact.total)} 分是各项按占比加起来的,拉低的主要是这几项:"]
    lines += [_reason(each, parts[each]) for each in asked]
    if detail.card["violations"]:
        lines.append(f"说了不能说的话,总分有封顶:{_broken(detail.card['violations'][0])}")
    return "\n".join(lines)


def wrong(detail: DrillDetail) -> str:
    """Which sentences lost points, and what they broke."""
    lines = [_broken(violation) for violation in detail.card["violations"][:3]]
    quoted: set[str] = {violation["words"] for violation in detail.card["violations"]}
    for name, part in detail.card["dimensions"].items():
        if part["score"] is not None and part["score"] < MIDDLE and part["evidence"]:
            words = part["evidence"][0]
            if not any(words in other or other in words for other in quoted):
                quoted.add(words)
                lines.append(f"「{_short(words)}」:{name}丢分。{part['advice']}")
    return "\n".join(["这几句丢分:", *lines[:4]] if lines else [NOTHING_WRONG])


def _appealed(fact: DrillFact) -> str:
    """What came of an appeal against the score; nothing where there was none."""
    if fact.settled_total is None:
        return ",申诉中" if fact.appealed else ""
    return ",申诉后改的" if fact.is_changed else ",申诉后维持"


def best(detail: DrillDetail) -> str:
    """What was good: the dimensions that are, the best first, with the words that show it."""
    parts = {name: part for name, part in detail.card["dimensions"].items() if part["score"] is not None}
    good = [name for name in sorted(parts, key=lambda each: -parts[each]["score"]) if parts[name]["score"] >= MIDDLE]
    lines = [f"·{name} {round(parts[name]['score'])}{_quoted(parts[name])}" for name in good[:3]]
    return "\n".join(["做得好的:", *lines] if lines else ["这次还没有过线的项,点「看评分」看先补哪块。"])


def better(detail: DrillDetail, reference: str) -> str:
    """What to say instead, for what was weakest, and the model answer."""
    weak = detail.card["dimensions"].get(detail.fact.weakest, {})
    advice = [f"{detail.fact.weakest}:{weak['advice']}"] if weak else []
    return "\n".join([*advice, *([f"参考说法:{reference}"] if reference else [])])


def compared(found: Sequence[DrillFact]) -> str:
    """The latest drill beside the one before it."""
    if len(found) < 2:
        return FIRST_DRILL
    now, before = found[:2]
    change = now.total - before.total
    moved = f"{'高了' if change > 0 else '低了'} {points(abs(change))} 分" if change else "一样"
    lines = [f"这次 {points(now.total)} 分({now.title}),上次 {points(before.total)} 分({before.title}),{moved}。"]
    if now.weakest:
        lines.append(f"最弱的{'还是' if now.weakest == before.weakest else '换成了'}{now.weakest}。")
    return "\n".join(lines)


def _reason(name: str, part: Mapping[str, Any]) -> str:
    return f"·{name} {round(part['score'])}{_quoted(part)}:{part['advice']}"


def _broken(violation: Mapping[str, Any]) -> str:
    return f"「{_short(violation['words'])}」踩线:{violation['rule']},这种话不能说。"


def card_buttons(fact: DrillFact) -> list[Choice]:
    """What comes after a card, the likeliest first."""
    return [
        *(
            [Choice(f"专练{fact.weakest}", opens=Practise(fact.scenario, True, focus=fact.weakest))]
            if fact.weakest
            else []
        ),
        Choice("再来一次", opens=Practise(fact.scenario)),
        Choice("换个客户", opens=Practise(fact.scenario, other=True)),
        Choice("看对话", opens=ShowDrill(fact.id, transcript=True)),
        Choice("分数不对", opens=AppealDrill(fact.id)),
    ]


def card_button(fact: DrillFact) -> list[Choice]:
    """Shows the card."""
    return [Choice("看评分", opens=ShowDrill(fact.id))]


def transcript_button(fact: DrillFact) -> list[Choice]:
    """Shows what was said."""
    return [Choice("看对话", opens=ShowDrill(fact.id, transcript=True))]


def card_picture(detail: DrillDetail, zone: ZoneInfo) -> Chart:
    """The card as a picture."""
    parts = detail.card["dimensions"]
    scores = tuple(
        charts.Score(name, part["score"], "没打" if part["score"] is None else f"{round(part['score'])}", whole=100)
        for name, part in parts.items()
    )
    violations = [f"踩线:「{violation['words']}」({violation['rule']})" for violation in detail.card["violations"]]
    advice = [f"{name}:{part['advice']}" for name, part in parts.items() if part["advice"]][:3]
    sheet = charts.ScoreSheet(
        f"陪练 {points(detail.fact.total)} 分",
        f"{detail.fact.title} · {detail.fact.at.astimezone(zone):%m-%d %H:%M}",
        scores,
        "怎么练",
        (*violations, *advice),
    )
    return Chart.of(charts.as_json(sheet), "")


def transcript(detail: DrillDetail) -> str:
    """What was said, line by line."""
    lines = [f"{detail.fact.title},{points(detail.fact.total)} 分:"]
    for turn in detail.turns:
        lines.append(f"客户:{turn['customer']}")
        if turn.get("rep"):
            lines.append(f"{detail.fact.member}:{turn['rep']}")
    return "\n".join(lines)


def history(found: Sequence[DrillFact], whose: str | None, now: datetime, zone: ZoneInfo) -> str:
    """The latest drills of one person, and how they changed; `whose` is None for one's own."""
    if not found:
        return NO_DRILLS if whose is None else f"{whose}还没练过。"
    name = "你" if whose is None else whose
    lines = [f"{name}最近练了 {len(found)} 次:"]
    for fact in found:
        changed = _appealed(fact)
        lines.append(f"·{say_time(fact.at, now, zone)} {fact.title} {points(fact.total)} 分{changed}")
    if len(found) > 1:
        change = found[0].total - found[-1].total
        lines.append(f"比这里头最早那次{'高' if change >= 0 else '低'} {points(abs(change))} 分。")
    weak = [fact.weakest for fact in found if fact.weakest]
    if weak:
        lines.append(f"最该练:{max(dict.fromkeys(weak), key=weak.count)}。")
    return "\n".join(lines)


def history_buttons(found: Sequence[DrillFact], *, is_own: bool) -> list[Choice]:
    """Opens the latest drills; one's own go on."""
    opened = [Choice(f"看{fact.title}", opens=ShowDrill(fact.id)) for fact in found[: 1 if is_own else 3]]
    return [*opened, *([Choice("再练一次", opens=Practise())] if is_own else [])]


def span(first: date, last: date, today: date) -> str:
    """The days that are asked about: 今天, 11月23日到11月29日."""
    if first == last:
        return say_date(first, today)
    return f"{first.month}月{first.day}日到{last.month}月{last.day}日"


def no_team(name: str) -> str:
    """No team is called so."""
    return f"公司里没对上「{name}」这个组。说「按组看陪练」看都有哪些。"


def not_your_team(name: str) -> str:
    """A team is not the speaker's to see, or nobody is in it."""
    return f"{name}不归你看,或者组里没有销售。"


def teams(found: Sequence[TeamPractice], when: str) -> str:
    """How much each team practised, a line each."""
    if not found:
        return NO_TEAM_DRILLS
    lines = []
    for each in found:
        mean = f",共 {each.drills} 次,平均 {points(each.mean)} 分" if each.mean is not None else ""
        lines.append(f"·{each.team}:{each.people} 人里 {each.practised} 人练过{mean}")
    return "\n".join([f"各组陪练{f'({when})' if when else ''}:", *lines])


def team(found: Sequence[Practice], now: datetime, zone: ZoneInfo, when: str = "") -> str:
    """How much each of a team practised; `when` says which team, and in which days."""
    if not found:
        return f"{when}还没有人练过。" if when else NO_TEAM_DRILLS
    lines = [
        f"·{each.member}:练了 {each.drills} 次,平均 {points(each.mean)} 分,最高 {points(each.best)},"
        f"上次 {say_time(each.last, now, zone)}"
        for each in sorted(found, key=lambda each: each.last, reverse=True)
    ]
    return "\n".join([f"{when}陪练情况:", *lines])


def team_about(
    about: str, found: Sequence[Practice], idle: Sequence[str], now: datetime, zone: ZoneInfo, when: str = ""
) -> str:
    """How much each of a team practised, what was asked (idle | worst | average | practised) first; `when` says which
    team, and in which days."""
    missing = "没练的" if "月" in when else "还没练过的"
    none = f"{when}{missing}:{'、'.join(idle)}。" if idle else f"{when}都练过了。"
    worst = min(found, key=lambda each: each.mean, default=None)
    lines = [none] if about == "idle" else []
    if about == "worst" and worst is not None:
        lines.append(f"平均分最低的是{worst.member}:{points(worst.mean)} 分({worst.drills} 次)。")
    if about == "average" and found:
        drills = sum(each.drills for each in found)
        mean = round(sum(each.mean * each.drills for each in found) / drills)
        lines.append(f"{f'{when}:' if when else ''}{len(found)} 个人练了 {drills} 次,平均 {points(mean)} 分。")
    return "\n".join([*lines, team(found, now, zone, when), *([none] if about == "practised" and idle else [])])


def team_buttons(found: Sequence[Practice]) -> list[Choice]:
    """Opens each one's drills."""
    return [Choice(f"看{each.member}的", opens=DrillHistory(each.member_id)) for each in found[:6]]


def ranking(found: Sequence[Practice], own_id: int) -> str:
    """Who scores best."""
    if not found:
        return NO_TEAM_DRILLS
    lines = [
        f"{place}. {each.member} 平均 {points(each.mean)} 分({each.drills} 次)"
        for place, each in enumerate(found[:10], 1)
    ]
    mine = next((place for place, each in enumerate(found, 1) if each.member_id == own_id), None)
    return "\n".join(["陪练排名(平均分):", *lines, *([f"你排第 {mine}。"] if mine and mine > 10 else [])])


def points(tenths: int) -> str:
    """A total as it is written: 72.5, 80."""
    return f"{tenths / 10:.1f}".removesuffix(".0")


def _quoted(part: Mapping[str, Any]) -> str:
    return f"(你说「{_short(part['evidence'][0])}」)" if part["evidence"] else ""


def _short(words: str) -> str:
    return words if len(words) <= SHOWN_WORDS else words[: SHOWN_WORDS - 1] + "…"

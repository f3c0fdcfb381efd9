"""Drills as people read them: which customer is played, the card in words and as a picture, one's history. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from analytics import charts
from bot.conversation.attachments import Chart
from bot.conversation.messages import Choice
from bot.wording.offers import AppealDrill, DrillHistory, Practise, ShowDrill
from bot.wording.values import say_money, say_time
from coaching.drills import DrillDetail, DrillFact, Practice
from coaching.rubric import COMPLIANCE
from coaching.scenarios import Script

END, HINT = "结束", "提示一下"
ANY = "随便来一个"
ASK_WHOM = "想练哪种客户?点一个,也可以直接说,比如「医院设备科主任,预算80万,很强势」。"
WHOM = "练哪种客户?"
NOT_READ = "没看出想练谁。说个行业、对方的职位或者异议就行,比如「校长嫌贵」。"
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
OWN = Choice("我的陪练", opens=DrillHistory())
OUTCOMES = {"agreed": "客户答应了下一步", "declined": "客户没答应下一步", "stopped": "中途结束"}
WELL = 60  # a score from which on something is praised
SHOWN_WORDS = 30  # characters of a quotation


def begins(script: Script, focus: str | None, *, near: bool, by_voice: bool) -> str:
    """Who is played and how it goes, before the customer's first line; `focus` is the dimension to work on.
    `by_voice`: it may be answered by voice."""
    lines = [] if near else ["没有正好对上的场景,先拿最接近的练。"]
    who = f"我来当客户:{script.industry}的{script.buyer_role},预算 {say_money(script.budget * 100)},{script.temper}。"
    return "\n".join(
        [
            *lines,
            who,
            f"你卖的是{script.product}。{script.situation}",
            f"目标:{script.goal}。",
            *([f"这次重点练:{focus}。"] if focus else []),
            f"直接回我就行{'(打字、发语音都可以)' if by_voice else ''},说「结束」出成绩,卡住了说「提示一下」。",
        ]
    )


def hint(needs: Sequence[str]) -> str:
    """What a good reply would do."""
    return "\n".join(["可以往这几点上说:", *(f"·{need}" for need in needs[:3])])


def customer_says(text: str) -> str:
    """A line of the customer's."""
    return f"客户:{text}"


def scenario_button(script: Script) -> Choice:
    """Practises this scenario, where it is asked which."""
    return Choice(script.title, script.id)


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
        changed = ",申诉后改的" if fact.settled_total is not None else (",申诉中" if fact.appealed else "")
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


def team(found: Sequence[Practice], now: datetime, zone: ZoneInfo) -> str:
    """How much each of a team practised."""
    if not found:
        return NO_TEAM_DRILLS
    lines = [
        f"·{each.member}:练了 {each.drills} 次,平均 {points(each.mean)} 分,最高 {points(each.best)},"
        f"上次 {say_time(each.last, now, zone)}"
        for each in sorted(found, key=lambda each: each.last, reverse=True)
    ]
    return "\n".join(["陪练情况:", *lines])


def team_about(about: str, found: Sequence[Practice], idle: Sequence[str], now: datetime, zone: ZoneInfo) -> str:
    """How much each of a team practised, what was asked (idle | worst | average | practised) first."""
    none = f"还没练过的:{'、'.join(idle)}。" if idle else "都练过了。"
    worst = min(found, key=lambda each: each.mean, default=None)
    lines = [none] if about == "idle" else []
    if about == "worst" and worst is not None:
        lines.append(f"平均分最低的是{worst.member}:{points(worst.mean)} 分({worst.drills} 次)。")
    if about == "average" and found:
        drills = sum(each.drills for each in found)
        mean = round(sum(each.mean * each.drills for each in found) / drills)
        lines.append(f"{len(found)} 个人练了 {drills} 次,平均 {points(mean)} 分。")
    return "\n".join([*lines, team(found, now, zone), *([none] if about == "practised" and idle else [])])


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

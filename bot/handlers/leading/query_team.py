"""What a colleague has done in a period, the deals they have, and the figures of people and teams. 张伟今天干了啥 /
陈静手上几单 / 谁今天没报有效动作 / 过程健康度简报

Rankings there are none yet, which is said.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, SALES, Speaker
from bot.conversation import Flow, Intent, Phrase
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.handlers.shared.leading.colleagues import colleague_meant
from bot.handlers.shared.reporting.process import say_figures, say_leads
from bot.handlers.shared.reporting.reported import say_of_member, say_own, say_reported
from bot.turn import asking
from bot.turn.opening import Opening, Talk
from bot.wording import teamwork
from config.policy import Policy
from nlu import leaders, leading
from nlu.asking import leans, overviews, turns
from nlu.time.times import find_times
from sales import slot_values
from sales.period import Period
from sales.teamwork import activity, instructions, people
from sales.teamwork.instructions import InstructionFact
from sales.teamwork.people import MemberFact

ASKED: tuple[leaders.Phrase, ...] = ("own_process", "own_action", "asks_brief", "asks_reported", "asks_first_touch")
FLOW_NAME, HOLDING, FUNNEL = "query_team", "holding", "query_funnel"
LEAST = re.compile("最少|最闲|最空|更少")
SHOWN = 8
SINCE, LATELY = timedelta(days=14), timedelta(days=6)
NOT_YET = (
    "这个我还统计不了。整个团队的,可以问「过程健康度简报」「今天谁没报有效动作」;"
    "想看一个人,问「某某今天干了啥」「某某手上几单」;看卡住的,问「哪些单子超时了」。"
)


async def query_team(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    named = slot_values.word(slots, "person")
    before = await talk.query("before", asking.before, opening.run, opening.at)
    last = before if before is not None and before.flow == FLOW_NAME and leans(opening.understanding) else None
    if last is not None and last.member_id is not None and named is None:
        spoken_of = await talk.query("spoken_of", people.get, last.member_id)
        named = spoken_of.name if spoken_of is not None else None
    if leaders.says("own_process", opening.text):
        return await say_figures(talk, opening, await talk.query("own", people.get, talk.speaker.member_id))
    if leaders.says("own_action", opening.text) and opening.speaker.role not in LEADERS:
        return await say_own(talk, opening)
    if named is None and leaders.remarks("asks_leader", opening.text):
        return await talk.say(await talk.query("leads_it", who_leads, talk.speaker, opening.text))
    if named is None and (say := of_team(opening.text)) is not None:
        return await say(talk, opening)
    if named is None and slot_values.word(slots, "region") is not None:
        region = await talk.query("region", region_view, talk.speaker, talk.policy, opening)
        if region is not None:
            return await say_region(talk, opening, region)
    if leaders.remarks("team_done", opening.text) and named is None:
        return await say_team_done(talk, opening)
    if leaders.remarks("team_load", opening.text):
        return await say_load(talk, opening, named)
    if named is None:
        return await talk.say(NOT_YET)
    member = await colleague_meant(talk, named, "想看哪位同事?发我名字就行。")
    if member is None:
        return
    if not may_see(talk.speaker, member):
        return await talk.say(f"{member.name}的跟进只有他自己和主管能看。你自己的,问「我今天该跟谁」就行。")
    if leaders.remarks("process_figures", opening.text):
        return await say_figures(talk, opening, member)
    if leaders.remarks("daily_actions", opening.text) or leaders.remarks("not_reported", opening.text):
        return await say_of_member(talk, opening, member)
    scope = access.own_deals(talk.speaker)
    words = leading.without_name(opening.text, member.name)
    if leaders.remarks("asks_team", words):
        return await talk.say(await talk.query("whose", team_of, member))
    if leaders.remarks("asks_order", words):
        given = await talk.query("given", orders_to, talk.speaker.member_id, member.id, opening.at - SINCE)
        if given:
            return await talk.say(teamwork.order_lines(talk.policy, member.name, given, opening.at))
    sums = leaders.remarks("member_figures", words) and "多少" in words and "了" not in words
    in_hand = leaders.asks_deals_in_hand(opening.text) or overviews.asks_own_deals(opening.text)
    holds = in_hand or sums or (last is not None and last.aspect == HOLDING)
    await talk.query("view", asking.kept, asking.View(FLOW_NAME, HOLDING if holds else "", member_id=member.id))
    if holds:
        held = await talk.query("holding", activity.holding, scope, member.id, talk.policy, opening.at, SHOWN)
        return await talk.say(teamwork.holding_lines(talk.policy, member.name, held))
    here = opening.at.astimezone(talk.policy.zone)
    period, lately = slot_values.period(slots) or period_said(opening.text, here), leaders.remarks("how_is", words)
    lately = lately and period is None
    if period is None:
        period = Period(here.date() - LATELY, here.date()) if lately else today(here)
    done = await talk.query("done", activity.done, scope, member.id, period, talk.policy, SHOWN)
    text = teamwork.activity_lines(talk.policy, member.name, period, done, opening.at)
    if lately:
        has = await talk.query("has", activity.holding, scope, member.id, talk.policy, opening.at, 0)
        text += f"\n{teamwork.holding_short(has)}"
    await talk.say(text)


def period_said(text: str, here: datetime) -> Period | None:
    """The period that the words name, where they were not read as a question for one."""
    found = next((time.period for time in find_times(text, here) if time.period), None)
    return slot_values.period({"period": found}) if found is not None else None


def team_of(session: Session, member: MemberFact) -> str:
    """In which team the member is, and who leads it."""
    leads = [one.name for one in people.leaders_of(session, member.team_id or 0) if one.id != member.id]
    return teamwork.team_line(member.name, people.team_name(session, member.team_id), leads)


def who_leads(session: Session, speaker: Speaker, text: str) -> str:
    """Who leads the team that is named, else the speaker's."""
    own = people.get(session, speaker.member_id)
    team = people.named_team(session, text) or ("你们组", own.team_id if own is not None and own.team_id else 0)
    found = people.leaders_of(session, team[1])
    if found:
        return f"{team[0]}的主管是{'、'.join(one.name for one in found)}。"
    return f"{team[0]}现在没有主管,预警先到经理那里。"


def of_team(text: str) -> Callable[[Talk, Opening], Awaitable[None]] | None:
    """What the words ask of a whole team; None if it is none of these."""
    if leaders.remarks("process_figures", text) or turns(text):
        return say_figures
    if leaders.remarks("lead_speed", text) or leaders.says("asks_first_touch", text):
        return say_leads
    if leaders.says("asks_reported", text):
        return say_reported
    reported = leaders.remarks("not_reported", text) or leaders.remarks("daily_actions", text)
    return say_reported if reported else None


def region_view(session: Session, speaker: Speaker, policy: Policy, opening: Opening) -> asking.View | Beyond | None:
    """The funnel of the region that is named; None where it is part of a team's name."""
    view = view_meant(session, speaker, policy, opening, FUNNEL, anew=True)
    return view if isinstance(view, Beyond) or view.region is not None else None


async def say_region(talk: Talk, opening: Opening, view: asking.View | Beyond) -> None:
    """How a region stands: its funnel."""
    if isinstance(view, Beyond):
        return await said.say_beyond(talk, view)
    report = await talk.query("report", asking.funnel.read, access.own_deals(talk.speaker), talk.policy, view)
    whose = await said.whose(talk, view)
    message = asking.funnel.message(talk.policy, talk.speaker, view, whose, report, opening.at)
    await talk.say(message.text, message.choices, attachments=message.attachments)


async def say_team_done(talk: Talk, opening: Opening) -> None:
    """How often each of a team followed up in a period: the team named, else the speaker's, else everybody."""
    slots = opening.understanding.slots
    period = slot_values.period(slots) or today(opening.at.astimezone(talk.policy.zone))
    found = await talk.query("team_done", team_done, talk.speaker, opening.text, period, talk.policy)
    if not found:
        return await talk.say("看整个组的跟进要主管来问。你自己的,问「我今天记了啥」就行。")
    await talk.say(teamwork.team_done_lines(talk.policy, period, found, opening.at))


def team_done(
    session: Session, speaker: Speaker, text: str, period: Period, policy: Policy
) -> tuple[activity.Did, ...]:
    """What each of the team asked about did, as far as the speaker may see it."""
    if speaker.role not in LEADERS and not speaker.admin:
        return ()
    named = people.named_team(session, text)
    team = named[1] if named is not None else None if speaker.sees_all else speaker.team_id
    found = [member for member in people.sellers_of(session, team) if may_see(speaker, member)]
    return activity.each_done(session, access.own_deals(speaker), found, period, policy)


def orders_to(session: Session, by_id: int, to_id: int, since: datetime) -> tuple[InstructionFact, ...]:
    """What the speaker has had this colleague told since then."""
    return tuple(order for order in instructions.given_by(session, by_id, since) if order.to_id == to_id)


async def say_load(talk: Talk, opening: Opening, named: str | None) -> None:
    """How much each of a team has in hand, the most first: the team of whom is named, else the speaker's."""
    leader = await talk.query("leader", led_from, talk.speaker, named, opening.text)
    if leader is None:
        return await talk.say("看组里每个人的单子要主管来问。你自己的,问「我手上有几单」就行。")
    scope = access.own_deals(talk.speaker)
    loads = await talk.query("loads", activity.loads, scope, leader, talk.policy, opening.at)
    least_first = LEAST.search(opening.text) is not None
    await talk.say(teamwork.load_lines(leader.name, loads, least_first=least_first))


def led_from(session: Session, speaker: Speaker, named: str | None, text: str) -> MemberFact | None:
    """Whose team is asked about, by the leader's name or the team's, if the speaker may see it."""
    found = people.find(session, named) if named else ()
    team = people.named_team(session, text) if not found else None
    if team is not None:
        found = people.leaders_of(session, team[1])
    leads = len(found) == 1 and found[0].role in LEADERS
    leader = found[0] if leads else people.get(session, speaker.member_id)
    return leader if leader is not None and leader.role in LEADERS and may_see(speaker, leader) else None


def may_see(speaker: Speaker, member: MemberFact) -> bool:
    """Whether what this colleague does is in the speaker's scope."""
    leads = speaker.role in LEADERS and speaker.team_id is not None and speaker.team_id == member.team_id
    return speaker.sees_all or leads or speaker.id == member.id


def today(now: datetime) -> Period:
    """The day of `now`."""
    return Period(now.date(), now.date())


FLOW = Flow(
    FLOW_NAME,
    version=6,
    starts=(Intent("query_team"), *(Phrase(asked, partial(leaders.says, asked)) for asked in ASKED)),
    roles=SALES,
    run=query_team,
    title="看同事的跟进",
    only_answers=True,
)

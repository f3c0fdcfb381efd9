"""Stuck and overdue deals in the speaker's scope. 哪些单子卡在报价超过三天 / 我有哪些超时的"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement
from sqlmodel import Session

from analytics.funnel.slices import Slice
from bot import access
from bot.access import LEADERS, SALES, Speaker
from bot.conversation import Flow, Intent, Phrase
from bot.conversation.messages import Choice
from bot.handlers.shared.asking import Beyond, said, view_meant
from bot.turn import asking
from bot.turn.asking.spans import deals_offer, slice_of
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import MOST_WITH_BUTTONS, deal_list_buttons
from bot.wording.reports.deals import of_size
from bot.wording.tasks import coming_line, late_of_each, not_followed_line, numbered, overdue_line
from bot.wording.values import say_duration
from config.policy import Policy
from nlu import asking as words
from nlu import leaders
from sales import customers, limits, slot_values
from sales.deals import DealFact, narrowed, worth
from sales.limits import LimitDue
from sales.teamwork import people

By = Literal["stage", "team", "member"]
OF_PEOPLE: tuple[leaders.Remark, ...] = ("most_late_team", "most_late_member")
SHOWN = 10
MOST_COUNTED = 10_000
FLOW_NAME, FUNNEL = "query_overdue", "query_funnel"
SOON_IS, LONG = timedelta(days=2), timedelta(days=14)
SOON = re.compile(r"快.{0,3}(?:到|超|过)|[要将]到|临近|即将|马上.{0,3}(?:到|超)|到(?:期|时限|点)|要(?:超时|过期)")


async def query_overdue(talk: Talk, opening: Opening) -> None:
    slots = opening.understanding.slots
    stage, longer = slot_values.word(slots, "stage"), slot_values.roughly(slots)
    size = words.sizes.size_asked(opening.text)
    named = await talk.query("named", part_named, talk.speaker, talk.policy, opening)
    if isinstance(named, Beyond):
        return await said.say_beyond(talk, named)
    scope = Slice(**named).within(access.deals(talk.speaker))
    scope = narrowed(scope, customer=slot_values.word(slots, "customer"))
    if size is not None:
        scope = worth(scope, size.least, size.most)
    before = await talk.query("before", asking.before, opening.run, opening.at) if names_nobody(slots) else None
    view = replace(before, stage=stage) if before is not None and before.flow == FUNNEL else None
    if view is not None:
        scope = slice_of(view).within(scope)
    leads = opening.speaker.role in LEADERS
    of_people = any(leaders.remarks(asked, opening.text) for asked in OF_PEOPLE)
    if leaders.remarks("most_late_stage", opening.text) or (leads and of_people):
        return await say_counts(talk, opening, scope)
    if words.not_followed(opening.text) and (longer is not None or words.asks_not_followed(opening.text)):
        length = words.duration_said(opening.text)
        longer = longer or slot_values.roughly({"duration": length} if length else {}) or LONG
        return await say_not_followed(talk, opening, scope, longer, stage)
    if longer is None and SOON.search(opening.text):
        return await due_soon(talk, opening, scope, leads)
    deals: Sequence[DealFact]
    if longer is None:
        overdue = await talk.query("overdue", limits.longest, scope, talk.policy, opening.at, SHOWN, stage)
        count = overdue.count
        deals = [found.deal for found in overdue.deals]
        lines = [overdue_line(talk.policy, found, opening.at, with_owner=leads) for found in overdue.deals]
    else:
        count, deals = await talk.query("stuck", limits.stuck, scope, opening.at, longer, SHOWN, stage)
        lines = [stuck_line(talk.policy, deal, opening.at - deal.stage_entered_at, leads=leads) for deal in deals]
    what = of_size(size.least, size.most) if size is not None else ""
    what += f"在{talk.policy.stage_name(stage)}" if stage else ""
    what += f"超过 {say_duration(longer)}的" if longer else "超时的"
    whose = await said.whose(talk, view) if view is not None else ""
    everything = [all_button(talk.policy, view)] if view is not None and stage is not None else []
    if not lines:
        within = f"{whose}:" if whose else "" if opening.speaker.sees_all else "你能看的里面,"
        return await talk.say(f"{within}没有{what}单子,挺好。", everything)
    more = [f"……还有 {count - SHOWN} 单"] if count > SHOWN else []
    first = {deal.id: deal.customer_id for deal in deals[:MOST_WITH_BUTTONS]}
    names = await talk.query("names", customers.short_names, sorted(set(first.values())))
    shown = "\n".join([f"{whose}{what}有 {count} 单:", *numbered(lines), *more])
    await talk.say(shown, [*deal_list_buttons(first, names, leads=leads), *everything])


async def say_not_followed(
    talk: Talk, opening: Opening, scope: ColumnElement[bool], longer: timedelta, stage: str | None
) -> None:
    """The open deals that nobody has followed up for longer than that, measured by what was recorded."""
    leads = opening.speaker.role in LEADERS
    count: int
    of_customers: int
    deals: Sequence[tuple[DealFact, datetime | None]]
    count, of_customers, deals = await talk.query(
        "not_followed", limits.not_followed, scope, opening.at, longer, SHOWN, stage
    )
    if not count:
        within = "" if opening.speaker.sees_all else "你能看的里面,"
        return await talk.say(f"{within}没有超过 {say_duration(longer)}没跟进的单子,挺好。")
    lines = [not_followed_line(talk.policy, deal, last, opening.at, with_owner=leads) for deal, last in deals]
    more = [f"……还有 {count - SHOWN} 单"] if count > SHOWN else []
    first = {deal.id: deal.customer_id for deal, _ in deals[:MOST_WITH_BUTTONS]}
    names = await talk.query("not_followed_names", customers.short_names, sorted(set(first.values())))
    head = f"超过 {say_duration(longer)}没跟进的有 {of_customers} 家客户,{count} 单:"
    await talk.say("\n".join([head, *numbered(lines), *more]), deal_list_buttons(first, names, leads=leads))


async def say_counts(talk: Talk, opening: Opening, scope: ColumnElement[bool]) -> None:
    """How many deals are over their limit in each stage, or of each team or member, the most first."""
    by: By = "stage"
    if leaders.remarks("most_late_team", opening.text):
        by = "team"
    elif leaders.remarks("most_late_member", opening.text):
        by = "member"
    counts = await talk.query("counts", late_counts, scope, talk.policy, opening.at, by=by)
    await talk.say(late_of_each(counts))


def late_counts(
    session: Session, scope: ColumnElement[bool], policy: Policy, at: datetime, *, by: By
) -> tuple[tuple[str, int], ...]:
    """The name of each stage, team or member that has deals over their limit, and how many, the most first."""
    late = limits.longest(session, scope, policy, at, MOST_COUNTED).deals
    teams = people.teams_by_member(session) if by == "team" else {}
    if by == "member":
        return tuple(Counter(one.deal.owner for one in late).most_common())
    found = Counter(
        teams.get(one.deal.owner_id, "没有组") if by == "team" else policy.stage_name(one.deal.stage) for one in late
    )
    return tuple(found.most_common())


def part_named(session: Session, speaker: Speaker, policy: Policy, opening: Opening) -> dict[str, Any] | Beyond:
    """Of which deals the words are, as what a Slice is made of."""
    view = view_meant(session, speaker, policy, opening, FLOW_NAME)
    return view if isinstance(view, Beyond) else asdict(slice_of(view))


def names_nobody(slots: slot_values.Slots) -> bool:
    """Whether the words leave open whose deals they are about: those of the funnel asked for before, if one was."""
    return not {"region", "customer", "person", "product"} & slots.keys()


def all_button(policy: Policy, view: asking.View) -> Choice:
    """All deals in the stage of a view, whether they are late or not."""
    return Choice(f"{policy.stage_name(view.stage or '')}全部的单子", opens=deals_offer(view))


async def due_soon(talk: Talk, opening: Opening, scope: ColumnElement[bool], leads: bool) -> None:
    """The deals in scope whose limit comes within a day or two (or until the end of the period asked about)."""
    zone = talk.policy.zone
    period = slot_values.period(opening.understanding.slots)
    until = period.end(zone) if period is not None and period.end(zone) > opening.at else opening.at + SOON_IS
    start = opening.at if period is None else max(opening.at, min(period.start(zone), until))
    count: int
    due: Sequence[LimitDue]
    count, due = await talk.query("soon", limits.coming, scope, talk.policy, start, until, SHOWN)
    if not due:
        return await talk.say("这两天没有要到时限的单子。想看已经超了的,说「哪些超时了」。")
    lines = [coming_line(talk.policy, limit, opening.at, with_day=True, with_owner=leads) for limit in due]
    more = [f"……还有 {count - SHOWN} 单"] if count > SHOWN else []
    first = {limit.deal.id: limit.deal.customer_id for limit in due[:MOST_WITH_BUTTONS]}
    names = await talk.query("soon_names", customers.short_names, sorted(set(first.values())))
    shown = "\n".join([f"快到时限的有 {count} 单:", *numbered(lines), *more])
    await talk.say(shown, deal_list_buttons(first, names, leads=leads))


def stuck_line(policy: Policy, deal: DealFact, length: timedelta, *, leads: bool) -> str:
    """·宏远建材有限公司(张伟):在方案报价 3 天 4 小时."""
    owner = f"({deal.owner})" if leads else ""
    return f"·{deal.customer}{owner}:在{policy.stage_name(deal.stage)} {say_duration(length)}"


FLOW = Flow(
    FLOW_NAME,
    version=2,
    starts=(Intent("query_overdue"), Phrase("asks_not_followed", words.asks_not_followed)),
    roles=SALES,
    run=query_overdue,
    title="看超时的单子",
    only_answers=True,
)

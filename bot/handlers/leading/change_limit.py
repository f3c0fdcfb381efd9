"""把报价时限改成48小时, 财务回复时限改成4小时: an administrator (a manager too, where policy says so) changes how long
deals may stay in a stage, or departments have to answer.

Shown as old → new with the deals it touches, and done by one tap. The open deals of the stage are planned anew: a nudge
already sent for a limit that is wider now is void, so that its alert does not come and the deal is nudged at the new
limit; where the deal stays over its limit, what was sent stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.conversation import Asked, Flow, Intent, NotAnAnswer, Phrase
from bot.conversation.messages import Choice
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels
from bot.wording import limits as wording
from bot.wording.buttons import undo_button
from config.policy import Policy
from config.ticket_policy import OF_DEPARTMENT
from nlu import limits_said
from nlu import tickets as tickets_said
from nlu.limits_said import EVERY, Amount, SaidLimit
from nlu.tickets import EVERY_DEPARTMENT
from nlu.understanding import Understanding
from sales import tickets
from sales.errors import Changed
from sales.teamwork import limit_changes, people
from sales.teamwork.limit_changes import NewLimit
from scheduler import ticket_clock
from scheduler.limits_changed import plan_anew


async def change_limit(talk: Talk, opening: Opening) -> None:
    said = of_departments(opening.text)
    if not said and limits_said.is_elsewhere(opening.text):
        return await talk.say(wording.ELSEWHERE)
    said = said or limits_said.read(opening.text, named=True) or limits_said.wished(opening.text)
    if not await talk.query("may", may_change, talk.policy, talk.speaker):
        who = await talk.query("administrator", administrator)
        return await talk.say(f"时限是全公司的规则,要{who}来改,没有动。")
    said = tuple([await completed(talk.part(place), change) for place, change in enumerate(said)])
    now = await talk.now()
    new = await talk.query("new", wanted, talk.policy, said, now)
    if not new:
        return await talk.say("时限本来就是这样,没有动。")
    working = any(change.amount is not None and change.amount.working and not is_department(change) for change in said)
    choices = [Choice("改", True), Choice("不改", False)]
    question = wording.confirm(talk.policy, new, working=working)
    if not await talk.ask("sure", question, choices, read_sure, claims=refuses):
        return await talk.say(wording.NOT_CHANGED)
    done = await talk.execute("change", changed, talk.policy, new, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    await talk.say(wording.receipt(talk.policy, new), [undo_button(opening.run)], kind="receipt")


def of_departments(text: str) -> tuple[SaidLimit, ...]:
    """The changes of how long departments have to answer."""
    return tuple(replace(said, stage=f"{OF_DEPARTMENT}{said.stage}") for said in tickets_said.said_limits(text))


def is_department(said: SaidLimit) -> bool:
    """Whether a change is of departments, not of stages."""
    return said.stage is not None and said.stage.startswith(OF_DEPARTMENT)


async def completed(talk: Talk, said: SaidLimit) -> SaidLimit:
    """The change with its stage and its length, asked for where they were not said or cannot be."""
    if said.stage is None:
        choices = [Choice(stage.name, stage.key) for stage in talk.policy.stages] + [Choice("所有阶段", EVERY)]
        said = replace(said, stage=await talk.ask("stage", wording.ASK_STAGE, choices, read_stage))
    if said.default:
        return said
    hint = out_of_bounds(said.amount) if not said.by else ""
    if said.amount is None or hint:
        hours, working = await talk.ask("length", hint or wording.ASK_LENGTH, parse=read_length)
        said = replace(said, amount=Amount(hours, working), by=0)
    return said


def out_of_bounds(amount: Amount | None) -> str:
    """Why a limit cannot be this; empty if it can."""
    if amount is None or wording.SHORTEST <= amount.hours <= wording.LONGEST:
        return ""
    return wording.TOO_SHORT if amount.hours < wording.SHORTEST else wording.TOO_LONG


def refuses(_session: Session, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether the words say no (算了不改)."""
    return limits_said.refuses(text)


def read_sure(text: str, understanding: Understanding, asked: Asked) -> bool | NotAnAnswer:
    """Yes or no; another change is neither."""
    if limits_said.read(text, named=True):
        return NotAnAnswer()
    answer: bool | NotAnAnswer = labels.chosen(asked.choices, text, understanding.intent)
    return False if limits_said.refuses(text) else answer


def read_stage(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """The stage that an answer names."""
    return limits_said.stage_said(text) or NotAnAnswer("没听出是哪个阶段。")


def read_length(text: str, understanding: Understanding, asked: Asked) -> tuple[float, bool] | NotAnAnswer:
    """Hours, and whether they were said as working time."""
    amount = limits_said.amount_said(text)
    if amount is None:
        return NotAnAnswer("没听出是多久。")
    hint = out_of_bounds(amount)
    return NotAnAnswer(hint) if hint else (amount.hours, amount.working)


def may_change(_session: Session, policy: Policy, speaker: Speaker) -> bool:
    """`access.may_change_limits`, as a read."""
    return access.may_change_limits(speaker, policy)


def wanted(session: Session, policy: Policy, said: Sequence[SaidLimit], now: datetime) -> tuple[NewLimit, ...]:
    """What the words would change."""
    hours, of_tickets = dict[str, float](), list[NewLimit]()
    for change in said:
        if is_department(change):
            of_tickets += department_limits(session, policy, change, now)
            continue
        stages = [stage.key for stage in policy.stages if change.stage in (EVERY, stage.key)]
        hours |= {stage: _hours(policy.file_hours(stage), policy.stage(stage).limit_hours, change) for stage in stages}
    return *limit_changes.touched(session, policy, hours, now), *of_tickets


def department_limits(session: Session, policy: Policy, change: SaidLimit, now: datetime) -> Iterator[NewLimit]:
    """What a change of departments' limits would change, with the open tickets it touches."""
    for department in policy.tickets.departments:
        key = f"{OF_DEPARTMENT}{department.key}"
        hours = _hours(policy.file_hours(key), department.hours, change)
        if change.stage in (f"{OF_DEPARTMENT}{EVERY_DEPARTMENT}", key) and hours != department.hours:
            found = tickets.at_department(session, department.key)
            late = sum(ticket_clock.newly_over(policy, ticket, hours, now) for ticket in found)
            yield NewLimit(key, department.hours, hours, len(found), late)


def _hours(in_file: float, before: float, change: SaidLimit) -> float:
    if change.default or change.amount is None:
        return in_file
    if not change.by:
        return change.amount.hours
    return min(max(before + change.by * change.amount.hours, wording.SHORTEST), wording.LONGEST)


def changed(session: Session, by: Speaker, policy: Policy, new: Sequence[NewLimit], now: datetime) -> None:
    """Change the limits, and plan the open deals of their stages anew. Raises Changed if who acts may not."""
    if not access.may_change_limits(by, policy):
        raise Changed("limit", None, "decides")
    in_force = limit_changes.change(session, by, policy, new, now)
    for limit in new:
        plan_anew(session, in_force, limit.stage, by.member_id, now)


def administrator(session: Session) -> str:
    """The name of who may change the company's rules."""
    found = people.get(session, access.administrator(session) or 0)
    return found.name if found is not None else "管理员"


FLOW = Flow(
    "change_limit",
    version=1,
    starts=(
        Intent("change_limit"),
        Phrase("changes_answer_time", tickets_said.changes_limit),
        Phrase("changes_limit", limits_said.is_said),
        Phrase("wishes_limit", limits_said.is_wished),
        Phrase("rule_elsewhere", limits_said.is_elsewhere),
    ),
    roles=ANY_MEMBER,
    run=change_limit,
)

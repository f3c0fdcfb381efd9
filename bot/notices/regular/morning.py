"""The list of the morning. A seller's: what was promised customers for today or before, deals over their limits and
limits of today, one's own reminders. A leader's: yesterday's effective actions, how soon yesterday's leads were
touched, and how many deals are over their limits."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial

from sqlmodel import Session

from analytics import groups, process_rows
from bot.access import SELLERS, Speaker
from bot.conversation.messages import Choice, Message, SaidWords
from bot.messaging import inbox, outbox
from bot.notices import recipients
from bot.turn import run_stack
from bot.turn.references.belonging import REPORT
from bot.turn.rules import Rules
from bot.wording.buttons import MOST_WITH_BUTTONS, deal_list_buttons, unfinished_buttons
from bot.wording.library import learning as learning_wording
from bot.wording.offers import MyTasks
from bot.wording.reports import daily, process
from bot.wording.tasks import morning_list, unfinished_line
from knowledge.trust import learning
from sales import customers, daily_actions, limits, tasks
from sales.cadence import unfinished as kept_open
from sales.limits import LimitDue, Overdue
from sales.period import Period
from sales.reminders import ReminderFact
from sales.tasks import Step
from sales.teamwork import covers
from scheduler import day_clock
from scheduler.day_clock import MORNING_LIST
from scheduler.sweep import Due, Kinds

LISTED = 12


def kinds(rules: Rules) -> Kinds:
    """What happens when the timer of somebody's list is due."""
    return {MORNING_LIST: partial(send, rules)}


def send(rules: Rules, session: Session, due: Due) -> None:
    """Send the list, unless its day is over or nothing is on it, and plan the next (called by the sweep)."""
    speaker = recipients.still_gets(session, MORNING_LIST, due.member_id)
    if speaker is None:
        return
    day_clock.plan(session, rules.policy, MORNING_LIST, due.member_id, due.now)
    today = due.now.astimezone(rules.policy.zone).date()
    is_today = any(timer.payload["day"] == today.isoformat() for timer in due.timers)
    conversation = inbox.conversation_of_member(session, due.member_id)
    joined = outbox.address_of(session, conversation) is not None
    if not (is_today and joined) or rules.working_time.is_quiet(due.now):
        return
    if speaker.role in SELLERS and recipients.away_until(session, rules, due.member_id, due.now) is not None:
        return
    if any(one.is_on and one.customer_id is None for one in covers.open_of(session, {due.member_id})):
        return  # whoever looks after their customers has them on the list
    rules = rules.as_of(session)
    message = (
        own_list(rules, session, speaker, due) if speaker.role in SELLERS else digest(rules, session, speaker, due)
    )
    if message is not None:
        not_before = rules.working_time.soonest(due.now)
        outbox.put(session, conversation, message, due.now, cause="timer", not_before=not_before)


def own_list(rules: Rules, session: Session, speaker: Speaker, due: Due) -> Message | None:
    """What a seller has to do today; reminders alone come at their own time."""
    today = due.now.astimezone(rules.policy.zone).date()
    found = tasks.due(session, speaker, due.member_id, rules.policy, Period(today, today), due.now, LISTED)
    steps = [*(task for task in found.coming if isinstance(task, Step)), *found.missed]
    due_today = any(isinstance(task, LimitDue) for task in found.coming)
    begun = unfinished(rules, session, due)
    new = to_learn(rules, session, speaker, due)
    learn = [learning_wording.new_items(new)] if new else []
    if not (steps or due_today or found.overdue):
        lines = [*([unfinished_line(begun)] if begun else []), *learn]
        buttons = (*unfinished_buttons(begun), *([learning_wording.GO_ON] if new else []))
        return Message("早!" + "\n".join(lines), buttons, "brief") if lines else None
    deals: dict[int, int] = {}
    for task in (*found.overdue, *found.coming, *found.missed):
        match task:
            case Overdue(deal=deal) | LimitDue(deal=deal):
                deals.setdefault(deal.id, deal.customer_id)
            case Step(deal_id=int(deal_id), customer_id=customer_id):
                deals.setdefault(deal_id, customer_id)
            case Step() | ReminderFact():
                pass
    few = dict(list(deals.items())[:MOST_WITH_BUTTONS])
    names = customers.short_names(session, sorted(set(few.values()))) if few else {}
    text = morning_list(rules.policy, found, due.now)
    buttons = (
        *deal_list_buttons(few, names, leads=False),
        *unfinished_buttons(begun),
        *([learning_wording.GO_ON] if new else []),
    )
    return Message("\n".join([text, *([unfinished_line(begun)] if begun else []), *learn]), buttons, "brief")


def to_learn(rules: Rules, session: Session, speaker: Speaker, due: Due) -> tuple[str, ...]:
    """What was set for new hires to learn since the list of the last working day, for a new hire."""
    if speaker.role != learning.NEW_HIRE:
        return ()
    policy = rules.policy
    day = day_clock.working_day_before(policy, due.now.astimezone(policy.zone).date())
    since = day_clock.at(policy, day, day_clock.hour_of(policy, MORNING_LIST) or time.min)
    return learning.new_since(session, due.member_id, since)


def unfinished(rules: Rules, session: Session, due: Due) -> list[SaidWords]:
    """What was begun to be recorded and was never completed, in its own words: on the last working day or since, and
    before as long as its deal is open."""
    zone = rules.policy.zone
    day = day_clock.working_day_before(rules.policy, due.now.astimezone(zone).date())
    since = datetime.combine(day, time.min, zone)
    kept = kept_open.open_runs(session, due.member_id, due.now)
    conversation = inbox.conversation_of_member(session, due.member_id)
    rows = run_stack.unfinished(session, conversation, REPORT, min(since, due.now - kept_open.KEPT_FOR))
    meant = (row for row in rows if row.opened_at >= since or row.id in kept)
    return [SaidWords(REPORT, words, row.id) for row in meant if (words := run_stack.said(row))]


def digest(rules: Rules, session: Session, speaker: Speaker, due: Due) -> Message | None:
    """What a leader's people reported of the last working day, for the whole company by teams, how soon the leads of
    that day were assigned and touched, and how many deals are late."""
    policy = rules.policy
    if policy.daily_action is None:
        return None
    today = due.now.astimezone(policy.zone).date()
    day = day_clock.working_day_before(policy, today)
    group = groups.led_by(session, speaker.team_id, everybody=speaker.sees_all)
    if group is None:
        return None
    found = daily_actions.reporters(session, group.members, day, day_clock.asked_at(policy, day), policy.zone)
    leads = process_rows.lead_day_of(session, group, day, policy)
    by_team = len({one.team_id for one in found}) > 1
    lines = [(daily.team_lines if by_team else daily.day_lines)(day, today, found)] if found else []
    lines += [process.lead_text(policy, day, today, leads)] if leads.entered else []
    late = limits.longest(session, group.deals, policy, due.now, 0).count
    lines += [process.late_text(late)] if late else []
    begun = unfinished(rules, session, due)
    lines += [unfinished_line(begun)] if begun else []
    buttons = (*((Choice("看看是哪些", opens=MyTasks()),) if late else ()), *unfinished_buttons(begun))
    return Message("\n".join(["早!" + lines[0], *lines[1:]]), buttons, "brief") if lines else None

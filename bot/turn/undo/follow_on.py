"""Words that change what was just done.

改八点半 after a reminder, 第二个不要了 after the list, 没签呢 after a win, 不缓了 after a snooze, 不记了 after a record
are read by what the speaker's messages have done within minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bot.turn import router
from bot.turn.references.belonging import CLEAR
from bot.turn.references.reference import Candidate, Reference
from bot.turn.references.shown import reminders_shown
from bot.turn.references.topic import FRESH, WINDOW
from bot.turn.undo import correctable, instead, put_right
from bot.turn.undo.instead import Instead
from bot.turn.undo.lately import Lately
from bot.turn.undo.recorded import Recorded
from nlu import corrections, following
from nlu.context import about_what
from nlu.text.clauses import clauses
from nlu.understanding import Understanding
from sales import reminders, slot_values
from sales.deals import WON
from sales.followups import FollowUpDraft, Saved
from sales.reminders import ReminderFact
from sales.stages import Moved

CORRECT, CHANGE, CANCEL, AMOUNT, UNDO = "correct_record", "change_reminder", "cancel_reminder", "change_amount", "undo"
SET, REPORT, REOPEN, LEAD = "set_reminder", "log_followup", "reopen_deal", "log_lead"
DENY_CLOSING = frozenset({CORRECT, REOPEN})
REPLACED = frozenset(  # flows whose act is put in the place of the newest one of the same flow
    {"set_reminder", "reassign", "instruct", "log_lead", "log_followup", "advance_stage", "take_leave"}
)
PUTTING_OFF = frozenset({"snooze", "hold_deal"})  # flows
FOLLOWING = frozenset(  # flows opened by words that may be about what was just done
    {"nothing_open", "out_of_scope", "correct_record", "close_deal", "snooze", "undo", "cancel_reminder", "plan_step"}
)


def may_follow(route: router.Route, text: str, meant: Understanding) -> bool:
    """Whether words with this route may change what was just done instead: they are not clearly anything else. That a
    deal is not won or lost after all is never the answer to a question about something else."""
    if isinstance(route, router.Answer):
        in_words = isinstance(route.value, Understanding)
        return following.denies_closing(text) or (in_words and corrections.takes_back(text))
    if isinstance(route, router.Open):
        besides = route.flow.name == SET and (following.rephrases(text) or following.thought_of(text) is not None)
        anyway = route.flow.name == REPORT and (corrections.takes_back(text) or _may_correct(text))
        anyway = anyway or following.tells_budget(text) or correctable.tells_sum(meant)
        anyway = anyway or (route.flow.name == REPORT and _is_sum(meant))
        anyway = anyway or (route.flow.name == SET and corrections.exchange(text) is not None)
        anyway = anyway or following.moves_one_set(text) or following.drops_one_set(text) is not None
        return (route.flow.name in FOLLOWING or besides or anyway) and not route.rest
    if isinstance(route, router.NotYet):
        return _may_correct(text)
    return isinstance(route, router.Unclear | router.AddToRecord | router.AskAgain)


def replaced(lately: Lately, flow: str, text: str, meant: Understanding, *, wholly: bool) -> Instead | None:
    """What is done instead of the newest thing just done, if words that open `flow` put theirs in its place. A record
    is replaced only where that is said (`wholly`) and by one that says whom it is about, a reminder, which is changed,
    by one that says of what."""
    named = "customer" in meant.slots
    says_enough = {
        REPORT: wholly and (named or "contact" in meant.slots),
        "log_lead": wholly and named,
        "advance_stage": named,
        "set_reminder": bool(meant.slots.keys() & {"text", "next_action"}),
    }
    if flow not in REPLACED or not says_enough.get(flow, True):
        return None
    just_now = lately.since(WINDOW)
    if not just_now or just_now[0].flow != flow:
        return None
    return Instead(None, CHANGE, f"我的意思是{text}") if flow == SET else Instead(just_now[0].run_id, flow, text)


def flow_of(lately: Lately, conversation_id: int, text: str, meant: Understanding) -> str | None:
    """The flow that the words open because of what was just done; None if they are to be read by themselves."""
    session, now = lately.session, lately.now
    puts_sum = correctable.sum_said(meant) is not None and following.puts_sum(text) and not _reports_besides(meant)
    if (puts_sum or correctable.tells_sum(meant)) and not meant.more:
        won = _is_won_lately(lately.since(FRESH)) and not _names(meant)
        return CORRECT if won and corrections.puts_right(text) else None if won else AMOUNT
    if _is_changed_again(lately, text, meant):
        return AMOUNT
    if "budget" in meant.slots and following.tells_budget(text) and not _names(meant):
        just_done = lately.since(WINDOW)[:1]
        return LEAD if just_done and just_done[0].flow == LEAD else None
    if (place := following.drops_listed(text)) or following.moves_listed(text):
        return (CANCEL if place else CHANGE) if reminders_shown(session, conversation_id, now) else None
    if following.drops_reminder(text) or _drops_named(lately, text, meant):
        return CANCEL
    if following.rephrases(text) and meant.intent == SET:
        set_lately = lately.since(WINDOW)
        return CHANGE if set_lately and _has_time(set_lately[0]) and _is_reminder(set_lately[0]) else None
    if names_reminder(lately, text, meant):
        return CHANGE
    if corrections.takes_back(text) and not (meant.intent == CANCEL and meant.confidence >= CLEAR):
        changed = lately.since(WINDOW)[:1] if corrections.cancels(text) else []
        return CANCEL if changed and changed[0].flow == CHANGE else UNDO
    if instead.is_of_reminder(lately, text):
        return CHANGE
    if corrections.reopens(text) and _names(meant):
        return REOPEN
    if _is_corrected(lately, text, meant) or _tells_sum_of_win(lately, meant):
        return CORRECT
    kinds = (
        following.denies_closing(text) and not put_right.denies_another(lately, meant),
        following.denies_delay(text),
        following.takes_back(text) or corrections.is_no_record(text),
        following.thought_of(text) is not None and "next_time" not in meant.slots,
        following.is_new_time(text, now),
    )
    if not any(kinds):
        return None
    named = slot_values.words(meant.slots, "customer")
    if named and not {*named} & {thing.customer for thing in lately.since(FRESH)}:
        return None
    return _by_what_was_done(lately, kinds)


def _is_changed_again(lately: Lately, text: str, meant: Understanding) -> bool:
    """Whether the words put right the sum of a deal that the newest thing done about its customer was to change."""
    if correctable.sum_said(meant) is None or not corrections.puts_right(text):
        return False
    named = slot_values.words(meant.slots, "customer")
    about = next((thing for thing in lately.since(WINDOW) if not named or thing.customer in named), None)
    return about is not None and about.flow == AMOUNT


def _may_correct(text: str) -> bool:
    """Whether words that look like a report may be about what was just recorded instead."""
    return corrections.begins_wrong(text) or corrections.puts_right(text) or bool(corrections.taken_away(text))


def _reports_besides(meant: Understanding) -> bool:
    """Whether words with a sum report a contact in another clause: they are a record, with the sum as a button."""
    if meant.intent != REPORT or not meant.spans_of("amount"):
        return False
    clause = next((span for span in clauses(meant.text) if span[0] <= meant.spans_of("amount")[0][0] < span[1]), None)
    told = [span for slot in ("method", "outcome", "occurred_on", "objection") for span in meant.spans_of(slot)]
    return clause is not None and any(end <= clause[0] or start >= clause[1] for start, end in told)


def _is_corrected(lately: Lately, text: str, meant: Understanding) -> bool:
    """Whether the words put right the sum of the newest record or win, or take away what the newest record says."""
    taken, has_sum = corrections.taken_away(text, lately.now), correctable.sum_said(meant) is not None
    if _is_other_contact(lately, text, meant):
        return True
    if not taken and not (has_sum and corrections.puts_right(text)):
        return False
    named = slot_values.words(meant.slots, "customer")
    told = (thing for thing in lately.since(WINDOW) if isinstance(thing.fact, Saved | Moved))
    newest = next((thing for thing in told if not named or thing.customer in named), None)
    if newest is None:
        return False
    if isinstance(newest.fact, Saved):
        draft = FollowUpDraft.saved(newest.fact.followup, lately.now.tzinfo or UTC)
        asked = any(known.asked for known in taken)
        return asked or draft.without(taken) != draft or (has_sum and draft.amount_fen is not None)
    return has_sum and isinstance(newest.fact, Moved) and newest.fact.deal.stage == WON


def _tells_sum_of_win(lately: Lately, meant: Understanding) -> bool:
    """Whether the words are only the sum of the deal just won (十四万三, 最后签的26万)."""
    newest = next(iter(lately.since(WINDOW)), None)
    won = newest is not None and isinstance(newest.fact, Moved) and newest.fact.deal.stage == WON
    return won and _is_sum(meant)


def _is_sum(meant: Understanding) -> bool:
    """Whether the words are a sum and nothing else."""
    places = meant.spans_of("amount")
    if len(places) != 1 or meant.more or not meant.slots.keys() <= {"amount", "stage"}:
        return False
    [(start, end)] = places
    return following.is_sum_alone(meant.text[:start] + meant.text[end:])


def _is_other_contact(lately: Lately, text: str, meant: Understanding) -> bool:
    """Whether the words put one contact in the place of that of the newest record (其实是王总接的)."""
    exchange, people = corrections.exchange(text), slot_values.words(meant.slots, "contact")
    if exchange is None or exchange.wrong is not None or len(people) != 1 or people[0] not in exchange.right:
        return False
    newest = next(iter(lately.since(WINDOW)), None)
    return newest is not None and isinstance(newest.fact, Saved) and len(newest.fact.followup.contacts) == 1


def _by_what_was_done(lately: Lately, kinds: Sequence[bool]) -> str | None:
    denies_closing, denies_delay, takes_back, thinks_of, new_time = kinds
    if denies_closing and any(put_right.is_closing(thing) for thing in lately.since(FRESH)):
        return CORRECT
    just_now = lately.since(WINDOW)
    if not just_now:
        return None
    newest = just_now[0]
    if takes_back or (denies_delay and newest.flow in PUTTING_OFF):
        return UNDO
    if (
        thinks_of
        and not isinstance(newest.fact, Saved)
        and any(isinstance(thing.fact, ReminderFact) for thing in just_now)
    ):
        return CHANGE
    dated = next((thing.fact for thing in just_now if _has_time(thing)), None) if new_time else None
    return None if dated is None else CHANGE if isinstance(dated, ReminderFact) else CORRECT


def names_reminder(lately: Lately, text: str, meant: Understanding) -> bool:
    """Whether the words move a reminder that they name: 周报那个改成每周五下午五点, 把刚才邓店长那个改到周五下午."""
    before = following.moved_from(text, lately.now)
    if before is None or not following.points_at_one(before):
        return False
    return _is_set(lately, named_before(meant, text, before, lately.now))


def _drops_named(lately: Lately, text: str, meant: Understanding) -> bool:
    """Whether the words take away a reminder that they name: 寄样品那个不用了."""
    before = following.drops_one_set(text)
    return before is not None and _is_set(lately, named_before(meant, text, before, lately.now))


def _is_set(lately: Lately, reference: Reference) -> bool:
    """Whether a reminder of the speaker's is the thing referred to."""
    if lately.member_id is None or not reference.names_a_thing:
        return False
    pending = reminders.pending(lately.session, lately.member_id)
    return bool(reference.among([Candidate(known, known.customer, words=known.text) for known in pending]))


def named_before(meant: Understanding, text: str, before: str, now: datetime) -> Reference:
    """What the words before a new time name, besides times."""
    spans = {slot: [span for span in meant.spans_of(slot) if span[1] <= len(before)] for slot in meant.spans}
    known = {slot: value for slot, value in meant.slots.items() if spans.get(slot)}
    said = replace(meant, text=before, slots=known, more=())
    return replace(Reference.of(said, now, about_what(said, now)), times=(), place=None)


def _is_reminder(thing: Recorded) -> bool:
    return isinstance(thing.fact, ReminderFact)


def _is_won_lately(things: Sequence[Recorded]) -> bool:
    newest = next((thing for thing in things if thing.fact is not None), None)
    return newest is not None and put_right.is_closing(newest)


def _names(meant: Understanding) -> bool:
    return "customer" in meant.slots or "contact" in meant.slots


def _has_time(thing: Recorded) -> bool:
    match thing.fact:
        case ReminderFact(reminded_at=None, cancelled_at=None):
            return True
        case Saved(followup=followup):
            return followup.next_at is not None or followup.next_on is not None
    return False

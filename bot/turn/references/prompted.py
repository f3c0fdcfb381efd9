"""The question of the evening as the last thing shown: which words answer it, and when it is asked once more.

It is an offer and never holds the floor: it takes free text only if no question waits and nothing was shown after it.
Words that clearly are something else are served, and then it is asked again in one line, once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from sqlmodel import Session

from bot.access import SELLERS, Speaker
from bot.conversation.messages import Message
from bot.messaging import offers
from bot.turn.references.belonging import (
    ACTION,
    ASKS,
    CLEAR,
    PLAN,
    REPORT,
    REPORTING,
    VERY_CLEAR,
    acknowledges,
)
from bot.wording import turn as wording
from bot.wording.offers import ReportAction
from bot.wording.reports import daily
from config.policy import Policy
from nlu import actions, replies, tickets
from nlu.context import is_nod, others_tell
from nlu.leaders import COLLEAGUE
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from sales import daily_actions, slot_values
from sales.daily_actions import Suggestion
from scheduler import day_clock

NOTHING_MUCH = re.compile("没(?:啥|什么)")  # asks nothing
SHOWN = 3  # suggestions under the question
JUST_NOW = ("刚", "记一", "记个", "记下", "帮我记", "补记")  # words that begin so report a contact as it was
SMALL = frozenset({"confirm", "deny", "greet", "cancel", REFUSAL})  # what short words about a day are often taken for
REFUSED = frozenset({"refused_meeting", "rejected"})  # outcomes
NOBODY = "no_answer"  # the outcome of an attempt that reached nobody
CLOSES = "close_deal"
MOVES = frozenset({CLOSES, "advance_stage"})  # told of a customer, they are carried out
LIKE_ACTION = MOVES | SMALL | {REPORT, "instruct"}  # what is said of an action that is none of today may be taken for
ALWAYS_SERVED = frozenset({ACTION, "log_lead", "reopen_deal", "reassign", "undo"})
SHORTEST = 4  # characters of an action in words that mean nothing by themselves
MOST_CHARACTERS = 30  # where company policy does not ask for actions, but somebody reports one
DEEDS = frozenset({"method", "next_action", "next_time"})  # slots of what was done
TODAY = "今天"
Answer = Literal["action", "later", "flawed"]


@dataclass(frozen=True)
class Prompt:
    """The question of a day: `last` if nothing was shown after it, `again` if it had been asked again already."""

    day: date
    last: bool
    again: bool


def prompt(session: Session, conversation_id: int, speaker: Speaker, policy: Policy, now: datetime) -> Prompt | None:
    """Today's question, if it was put and is not answered yet."""
    local = now.astimezone(policy.zone)
    asked = policy.daily_action
    if asked is None or speaker.role not in SELLERS or local < day_clock.asked_at(policy, local.date()):
        return None
    midnight = datetime.combine(local.date(), time.min, policy.zone)
    found = offers.newest_opening(session, conversation_id, ReportAction.flow, midnight)
    if found is None or not _asks(found.choices):
        return None
    if daily_actions.get(session, speaker.member_id, local.date()) is not None:
        return None
    return Prompt(local.date(), found.is_last, again=found.cause != "timer" and found.kind != "nudge")


def answer(text: str, meant: Understanding, *, recorded: bool) -> Answer | None:
    """What the words are to the question, the last thing shown; None if they are something else. `recorded`: a record
    was made just now, which words about the customer may belong to."""
    if replies.no_action(text):
        return "action"
    if replies.not_now(text):
        return "later"
    flaw = flaw_of(text, meant) if meant.confidence < CLEAR or meant.intent in LIKE_ACTION else None
    if flaw is not None and (flaw == "another_person" or meant.intent not in MOVES):
        return "flawed"
    told = {*meant.factuality}
    if replies.not_yet(text) and meant.slots.get("outcome") != NOBODY:
        return "later"
    if not told <= REPORTING or ASKS.search(NOTHING_MUCH.sub("", text)) or is_nod(text) or acknowledges(text):
        return None
    if tickets.concluded(text) is not None:  # 好的谢谢 就这样: said of a ticket, or of nothing
        return None
    if meant.more and len(text) > MOST_CHARACTERS:  # several contacts, as they were
        return None
    if meant.intent == REPORT and meant.confidence >= CLEAR:
        of_nobody = meant.slots.keys().isdisjoint({"customer", "contact"})  # 今天白跑了
        nobody_reached = meant.slots.get("outcome") == NOBODY and not of_nobody
        as_it_was = text.strip().startswith(JUST_NOW) or nobody_reached
        added = recorded and others_tell(text) and "customer" not in meant.slots
        return None if as_it_was or added or _is_news(text, meant) else "action"
    if meant.confidence < CLEAR or (meant.intent in SMALL and meant.confidence < VERY_CLEAR):
        small_talk = wording.small_talk(text) is not None
        return "action" if not small_talk and len(text.strip()) >= SHORTEST else None
    return "action" if _tells_deed(text, meant) else None


def _is_news(text: str, meant: Understanding) -> bool:
    """Whether a report tells only what went against who reports it (不见 还是嫌贵): it is recorded as it was, and may
    still be taken as the action."""
    if meant.slots.keys().isdisjoint({"customer", "contact"}) or replies.achieved(text):
        return False
    return meant.slots.get("outcome") in REFUSED or ("objection" in meant.slots and "method" not in meant.slots)


def none_today(text: str) -> bool:
    """Whether the words say that there was nothing today."""
    return TODAY in text and replies.no_action(text)


def answers_beside(text: str, meant: Understanding, found: Prompt) -> bool:
    """Whether words plainly answer the question of the evening though another question waits: that there was nothing,
    or right after it was shown, what was brought about or done."""
    if replies.no_action(text):
        return found.last or none_today(text)
    if not found.last or meant.confidence < CLEAR or answer(text, meant, recorded=False) != "action":
        return False
    return meant.intent == ACTION or bool(DEEDS & meant.slots.keys()) or replies.achieved(text)


def flaw_of(text: str, meant: Understanding) -> actions.Flaw | None:
    """Why what is reported as an action of today is none: another day's, another person's, a plan, a wish."""
    words = text.strip()
    for start, end in meant.spans_of("person"):
        called = meant.text[start:end]
        words = words.replace(called, COLLEAGUE * len(called))
    found = actions.flaw(words)
    return None if found == "put_off" and replies.achieved(text) else found


def _tells_deed(text: str, meant: Understanding) -> bool:
    """Whether words that are taken for something else tell what was done, and ask for nothing: 让他们的技术试了试."""
    if meant.intent in SMALL or meant.intent in ALWAYS_SERVED:
        return False
    if meant.intent in MOVES and "customer" in meant.slots:
        return meant.intent == CLOSES and not replies.tells_closing(text)
    return replies.achieved(text) if meant.intent == PLAN else replies.tells_deed(text)


def put_off(session: Session, speaker: Speaker, policy: Policy, found: Prompt) -> Message:
    """That there is time until midnight; the answers stay at hand."""
    return daily.put_off(found.day, known_today(session, policy, speaker.member_id, found.day))


def doubted(
    session: Session, speaker: Speaker, policy: Policy, day: date, text: str, meant: Understanding
) -> Message | None:
    """What is said to an action that is none of the speaker's today, with what it likely is at hand; None if it is
    one."""
    flaw = flaw_of(text, meant)
    if flaw is None:
        return None
    known = known_today(session, policy, speaker.member_id, day)
    whose = slot_values.word(meant.slots, "person") if flaw == "another_person" else None
    return daily.flawed(flaw, day, known, text.strip(), whose)


def once_more(session: Session, speaker: Speaker, policy: Policy, found: Prompt) -> Message:
    """The question in one line."""
    return daily.once_more(found.day, known_today(session, policy, speaker.member_id, found.day))


def known_today(session: Session, policy: Policy, member_id: int, day: date) -> tuple[Suggestion, ...]:
    """What a member logged on a day, as it may be reported."""
    start = datetime.combine(day, time.min, policy.zone)
    return daily_actions.suggestions(session, member_id, start, most_characters(session, policy), SHOWN)


def most_characters(_session: Session, policy: Policy) -> int:
    """How long an action may be."""
    return policy.daily_action.most_characters if policy.daily_action is not None else MOST_CHARACTERS


def _asks(choices: Sequence[Mapping[str, Any]]) -> bool:
    """Whether this is the question: 今天没有 stands under it."""
    return any(choice.get("opens") == ReportAction.flow and "none" in choice.get("params", {}) for choice in choices)

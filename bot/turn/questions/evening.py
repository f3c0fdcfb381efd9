"""The question of the evening: words that answer it, that put another action in the place of the one reported, and when
it is asked once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.access import SELLERS
from bot.conversation.messages import Choice
from bot.messaging import offers
from bot.turn import names
from bot.turn.context import TurnContext
from bot.turn.questions.taking import take
from bot.turn.references import belonging, labels, prompted
from bot.turn.runs import Runs
from bot.wording.offers import ReportAction
from nlu import actions, replies
from nlu.context import ordinal
from nlu.understanding import Understanding
from sales import daily_actions, slot_values

REPORTED_LATELY = timedelta(minutes=30)


def picks(context: TurnContext, runs: Runs, text: str, *, waits: bool) -> bool:
    """Whether the words only point at one of the answers of the question of the evening, which was the last thing
    shown, or say that there was none and nothing else `waits`: they answer it, whatever was asked before it."""
    offer = offers.newest(context.session, context.conversation_id)
    found = None if offer is None or context.speaker.id is None else _prompt(context)
    if offer is None or found is None or not found.last:
        return False
    if not waits and replies.no_action(text):
        report(context, runs, text, context.readings.of(text))
        return True
    choices = [Choice(choice["label"], place) for place, choice in enumerate(offer.choices)]
    plain = labels.tidy(text)
    points = plain.isdigit() or (ordinal(text) is not None and len(plain) <= labels.LONGEST_PLACE)
    picked = (labels.pick(choices, plain) or labels.pointed_at(choices, text)) if points else None
    if picked is None or len(choices) == 1:
        return False
    take(context, runs, offer, picked.value)
    return True


def _prompt(context: TurnContext) -> prompted.Prompt | None:
    return prompted.prompt(context.session, context.conversation_id, context.speaker, context.rules.policy, context.now)


def answers(context: TurnContext, runs: Runs, text: str, meant: Understanding, *, recorded: bool) -> bool:
    """Whether the words answered the question of the evening, which was the last thing shown."""
    session, speaker, policy = context.session, context.speaker, context.rules.policy
    found = prompted.prompt(session, context.conversation_id, speaker, policy, context.now)
    if found is None or not found.last:
        return False
    match prompted.answer(text, meant, recorded=recorded):
        case "action":
            report(context, runs, text, meant)
        case "later":
            context.put(prompted.put_off(session, speaker, policy, found))
        case "flawed":
            return doubts(context, text, meant)
        case _:
            return False
    return True


def report(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> None:
    """Report the words, which were understood as `meant`, as the action of the day."""
    read = names.within_scope(context.session, context.speaker, context.readings.of(text, belonging.ACTION))
    if meant.intent != belonging.ACTION:  # nothing announces it
        read = replace(read, slots={**read.slots, "text": text.strip()})
    runs.open(context.rules.table.by_intent[belonging.ACTION], text=text, meant=read)


def doubts(context: TurnContext, text: str, meant: Understanding) -> bool:
    """Whether what the words report as the action of today was asked about: it is another day's, somebody else's, or
    not done yet."""
    if context.speaker.role not in SELLERS or replies.no_action(text) or replies.reports_late(text):
        return False
    words = slot_values.word(meant.slots, "text") or text
    today, policy = context.local_now.date(), context.rules.policy
    if meant.intent == belonging.ACTION:  # which has no slot for a colleague
        meant = context.readings.of(text, "instruct")
    doubted = prompted.doubted(context.session, context.speaker, policy, today, words, meant)
    if doubted is not None:
        context.put(doubted)
    return doubted is not None


def replaces(context: TurnContext, runs: Runs, text: str) -> bool:
    """Whether the words put another action of today in the place of the one just reported, or say that there was none
    after all."""
    said, none = replies.replaces_action(text), replies.none_after_all(text)
    if context.speaker.id is None or not (said or none):
        return False
    kept_at = daily_actions.kept_at(context.session, context.speaker.id, context.local_now.date())
    if kept_at is None and not (actions.is_not_this(text) and _prompt(context) is not None):
        return False
    just_now = kept_at is not None and context.now - kept_at <= REPORTED_LATELY
    if kept_at is not None and not (just_now or (said is not None and said[1])):
        return False
    flow = context.rules.table.by_intent[belonging.ACTION]
    if said is None:
        runs.open(flow, text=text, params=ReportAction(none=True).params)
        return True
    words = said[0].strip()
    read = names.within_scope(context.session, context.speaker, context.readings.of(words, belonging.ACTION))
    runs.open(flow, text=words, meant=replace(read, slots={**read.slots, "text": words}))
    return True


def put_again(context: TurnContext, runs: Runs) -> None:
    """Ask the question of the evening once more, where something else was served and no question waits."""
    session, speaker, policy = context.session, context.speaker, context.rules.policy
    found = prompted.prompt(session, context.conversation_id, speaker, policy, context.now)
    if found is not None and not found.last and not found.again and runs.is_free():
        context.put(prompted.once_more(session, speaker, policy, found))

"""What words do: each act of them is the answer to a question, something standing, a tap, more for a record, or opens a
flow of its own (decided by `router`, `references` and `undo.follow_on`, in this order).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot import access
from bot.conversation.messages import Choice, SaidWords
from bot.messaging import offers
from bot.turn import names, router, run_stack
from bot.turn.acts import acts_of
from bot.turn.context import TurnContext
from bot.turn.references import belonging, doubtful, standing, topic
from bot.turn.references.by_speaker import read_by_speaker
from bot.turn.references.deal_said import one_named
from bot.turn.references.hearing import Hearing
from bot.turn.references.in_full import said_in_full
from bot.turn.runs import Runs
from bot.turn.undo import follow_on
from bot.wording import turn as wording
from bot.wording.offers import LogFollowup, Undo
from nlu import corrections, following, replies
from nlu.context import NO_OBJECTION, reached
from nlu.reading import LONGEST_READ
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from sales import deals, followups, slot_values
from storage.background import Audit

MEAN_NOTHING = frozenset({"", "nothing_open", "out_of_scope", "snooze", "help"})  # flows of words that may answer
LONGEST_LABEL = 24  # characters of a button's label that may be typed instead of tapped


def handle(context: TurnContext, runs: Runs, text: str) -> None:
    """Decide what words mean, and carry it out."""
    run = runs.waiting()
    if context.speaker.role is None and run is None:
        return _stranger(context, runs, text)
    if trouble := wording.unreadable(text):
        return context.say(trouble)
    full = said_in_full(context.session, context.conversation_id, text, context.now) if run is None else ()
    if full:
        return _each(context, runs, full)
    if instead := corrections.means_instead(text):
        return None if _replaces(context, runs, instead, wholly=True) else handle(context, runs, instead)
    if (instead := corrections.right_instead(text)) and _replaces(context, runs, instead, wholly=False):
        return None
    meant = _meaning(context, text)
    waiting = runs.as_waiting(run)
    may_be_label = (waiting is None or waiting.is_stale) and len(text) <= LONGEST_LABEL
    offer = offers.newest(context.session, context.conversation_id) if may_be_label else None
    labels = [choice["label"] for choice in offer.choices] if offer else []
    first, *others = acts_of(meant)
    if waiting is not None and not waiting.is_stale:
        first = names.as_in_question(context.session, context.speaker, first, waiting.ask.about)
    runs.hold_questions = bool(others)
    if len(text) > LONGEST_READ:
        context.say(wording.not_read_to_the_end(LONGEST_READ))
    recent = topic.recent(context.session, context.conversation_id, context.now) if _may_add(text, first) else None
    recorded = recent.customers if recent is not None and (recent.followups or recent.lacks_class) else ()
    if waiting is None and not recorded:
        first = doubtful.doubted(first, context.session, context.speaker, partial(_read, context))
    whose = names.customers_of_contact(context.session, context.speaker, first)
    route = router.route(text, first, context.rules.table, context.local_now, waiting, labels, whose, recorded)
    apart = _apart_of_it(context, recent, text) if isinstance(route, router.AddToRecord) and recent else None
    if apart is not None:
        meant = first if first.intent == belonging.REPORT else _read(context, text, belonging.REPORT)
        return runs.open(context.rules.table.by_name[belonging.REPORT], text=text, meant=meant, params=apart.params)
    if isinstance(route, router.AddToRecord) and recent is not None and _is_of_another_deal(first, recent):
        route = router.opening(first, context.rules.table) or route
    if recent is not None and _completes(recent, text, first, waiting, route):
        route = router.AddToRecord()
    if _answers_standing(context, runs, route, waiting, text, first, recorded=recent is not None):
        return
    route = _following(context, route, text, first)
    if run is not None and isinstance(route, router.Open) and route.flow.name == belonging.REPORT:
        run, route = runs.asked_below(run, route, text, first, whose)
    _go(context, runs, route, run, offer, text, first, recent)
    if isinstance(route, router.Open) and route.flow.name == follow_on.CORRECT and following.denies_closing(text):
        told = corrections.told_besides(text) if "contact" in first.slots else ""
        return _each(context, runs, [told] if told else [])
    for act in others:
        opened = router.opening(act, context.rules.table)
        if opened is not None:
            _go(context, runs, opened, None, None, text, act)


def _each(context: TurnContext, runs: Runs, sentences: Sequence[str]) -> None:
    """Open what each of several sentences means."""
    acts = [(words, act) for words in sentences for act in acts_of(_meaning(context, words))]
    runs.hold_questions = len(acts) > 1
    for words, act in acts:
        route = router.opening(act, context.rules.table) or router.Unclear()
        _go(context, runs, route, None, None, words, act)


def _meaning(context: TurnContext, text: str) -> Understanding:
    """What the words mean, said by this speaker."""

    def read(words: str, intent: str | None = None) -> Understanding:
        return _read(context, words, intent)

    return read_by_speaker(read(text), Hearing(context.session, context.speaker, read))


def _read(context: TurnContext, words: str, intent: str | None = None) -> Understanding:
    """The words as a message of an intent, customers out of scope as typed."""
    return names.within_scope(context.session, context.speaker, context.readings.of(words, intent))


def _answers_standing(
    context: TurnContext,
    runs: Runs,
    route: router.Route,
    waiting: belonging.Waiting | None,
    text: str,
    meant: Understanding,
    *,
    recorded: bool,
) -> bool:
    """Whether the words answered something that was put to the speaker with buttons, or took back what they had just
    asked for; asked which, where several may be meant."""
    table, asked = context.rules.table, waiting is not None and not waiting.is_stale
    opens = route.flow.name if isinstance(route, router.Open) else ""
    if context.speaker.id is None or isinstance(
        route, router.Answer | router.TapOffer | router.Back | router.TellApart
    ):
        return False
    if (asked and opens) or (isinstance(route, router.Open) and route.rest):
        return False
    if not asked and replies.withdraws(text):
        passed = standing.just_passed(context.session, context.speaker.id, context.rules.policy, context.now)
        if passed is not None:
            runs.open(table.by_name[passed.flow], params=passed.params)
            return True
    unclear = opens in MEAN_NOTHING or isinstance(route, router.AddToRecord) or not (opens or route == router.Cancel())
    member, here = context.speaker.id, context.conversation_id
    found, everything = standing.answered(
        context.session, here, member, text, meant, context.now, unclear=unclear, recorded=recorded
    )
    if len(found) > 1 and not everything:
        context.say(wording.SEVERAL_WAIT, [Choice(one.label, opens=one.offer) for one in found])
        return True
    for one in found:
        runs.open(table.by_name[one.offer.flow], text=text, meant=meant, params=one.offer.params)
    return bool(found)


def _following(context: TurnContext, route: router.Route, text: str, meant: Understanding) -> router.Route:
    """`route`, or where the words change what was just done, the flow that does so."""
    if not follow_on.may_follow(route, text) or context.speaker.id is None:
        return route
    flow = follow_on.flow_of(
        context.session, context.speaker.id, context.conversation_id, text, meant, context.local_now
    )
    return route if flow is None else router.Open(context.rules.table.by_name[flow])


def _replaces(context: TurnContext, runs: Runs, text: str, *, wholly: bool) -> bool:
    """Whether the words did what was meant instead of what was just done, which is taken back."""
    meant = _meaning(context, text)
    opened = router.opening(meant, context.rules.table)
    if context.speaker.id is None or not isinstance(opened, router.Open) or meant.more:
        return False
    name = opened.flow.name
    run = follow_on.replaced(context.session, context.speaker.id, name, meant, context.local_now, wholly=wholly)
    if run is None:
        return False
    if name == follow_on.SET:
        runs.open(context.rules.table.by_name[follow_on.CHANGE], text=f"我的意思是{text}", meant=meant)
        return True
    runs.open(context.rules.table.by_name[follow_on.UNDO], params=Undo(run).params)
    runs.open(opened.flow, text=text, meant=meant)
    return True


def _is_of_another_deal(meant: Understanding, recent: topic.Recent) -> bool:
    """Whether the words name a product that none of the deals just recorded is about."""
    product = slot_values.word(meant.slots, "product")
    return product is not None and bool(recent.products) and product not in recent.products


def _completes(
    recent: topic.Recent, text: str, meant: Understanding, waiting: belonging.Waiting | None, route: router.Route
) -> bool:
    """Whether the words say what kind of objection there was in the record just made, or why the deal was lost."""
    if recent.lost_deal is not None and recent.lacks_class and belonging.may_explain(text, meant):
        return True
    if (waiting is not None and not waiting.is_stale) or isinstance(route, router.Answer | router.TapOffer):
        return False
    named = belonging.class_named(text, meant)
    return named is not None and (named != NO_OBJECTION or (recent.lacks_class and recent.lost_deal is None))


def _may_add(text: str, meant: Understanding) -> bool:
    """Whether the words might belong to what was just recorded."""
    unclear = meant.confidence < belonging.CLEAR or meant.intent in (belonging.REPORT, REFUSAL)
    if belonging.class_named(text, meant) is not None:
        return True
    return unclear and "customer" not in meant.slots


def _apart_of_it(context: TurnContext, recent: topic.Recent, text: str) -> LogFollowup | None:
    """What opens a record beside the one just made, of the same customer: where the words name another deal of it
    (臭氧那单也聊了), or where nobody was reached then and now somebody was (刚打通了)."""
    if len(recent.followups) != 1 or (saved := followups.saved(context.session, recent.followups[0])) is None:
        return None
    if not followups.is_contact(context.rules.policy, saved.followup.outcome) and reached(text):
        return LogFollowup(deal=saved.deal_id, customer=None if saved.deal_id else saved.customer_id, tells=True)
    found = deals.open_of(context.session, access.deals(context.speaker), saved.customer_id)
    named = one_named(text, found)
    return LogFollowup(deal=named.id, tells=True) if named is not None and named.id != saved.deal_id else None


def _go(
    context: TurnContext,
    runs: Runs,
    route: router.Route,
    run: run_stack.OpenRun | None,
    offer: offers.OfferRow | None,
    text: str,
    meant: Understanding,
    recent: topic.Recent | None = None,
) -> None:
    match route:
        case router.Answer(value=value) if run is not None:
            runs.answer(run, value)
        case router.TapOffer(index=index) if offer is not None:
            runs.take(offer, index)
        case router.Open(flow=flow, rest=rest):
            runs.open(flow, text=text, meant=meant, params={"rest": rest} if rest else {})
        case router.AddToRecord() if recent is not None:
            runs.add_to_record(text, recent)
        case router.Cancel():
            runs.cancel(run)
        case router.Back():
            runs.back(run)
        case router.AskAgain(hint=hint) if run is not None:
            runs.not_answered(run, hint or wording.NOT_AN_ANSWER)
        case router.TellApart() if run is not None:
            runs.tell_apart(run)
        case router.Acknowledge():
            context.say(wording.WELCOME if belonging.thanks(text) else wording.HEARD)
        case router.NotYet(intent=intent):
            context.session.add(Audit(at=context.now, member_id=context.speaker.id, what="not_yet", subject=intent))
            context.say(context.rules.table.not_yet[intent])
        case router.Unclear(readings=readings):
            choices = [Choice(flow.title, opens=SaidWords(flow.name, text)) for flow in readings]
            talk, customer = wording.small_talk(text), slot_values.word(meant.slots, "customer")
            doubted = customer if {flow.name for flow in readings} == doubtful.LIKELY else None
            context.say(talk or wording.unclear(text, doubted), [] if talk else choices)


def _stranger(context: TurnContext, runs: Runs, text: str) -> None:
    route = router.opening_command(text, context.rules.table)
    if route is not None and route.flow.admits(None):
        return runs.open(route.flow, text=text, meant=context.readings.of(text), params={"rest": route.rest})
    context.say(wording.HOW_TO_JOIN)

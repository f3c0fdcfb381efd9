"""What words do: each act of them is the answer to a question, something standing, a tap, more for a record, or opens a
flow of its own (decided by `router`, `references` and `undo.follow_on`, in this order).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.access import SALES
from bot.admin import invitations
from bot.conversation.messages import Choice, SaidWords
from bot.messaging import offers
from bot.turn import answering, asking, contents, names, questions, router, run_stack, tickets
from bot.turn.acts import acts_of, understood
from bot.turn.context import TurnContext
from bot.turn.references import adding, belonging, nudged, shown, topic
from bot.turn.references.in_full import said_in_full
from bot.turn.runs import Runs
from bot.turn.speaker import doubtful, formerly
from bot.turn.speaker.by_speaker import read_by_speaker
from bot.turn.speaker.department_asked import with_report
from bot.turn.speaker.hearing import Hearing, marked
from bot.turn.speaker.moved_appointment import may_move, moves_appointment
from bot.turn.speaker.planned import as_plan
from bot.turn.undo import follow_on, handling, pointed, put_right
from bot.turn.voices import others
from bot.wording import turn as wording
from nlu import corrections, following, leading
from nlu.reading import LONGEST_READ
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from storage.background import Audit


def handle(context: TurnContext, runs: Runs, text: str) -> None:
    """Decide what words mean, and carry it out."""
    run = runs.waiting()
    if context.speaker.role is None and run is None:
        return _stranger(context, runs, text)
    if trouble := wording.unreadable(text, sells=context.speaker.role in SALES):
        return context.say(trouble)
    if run is None and (placed := shown.of_place(context, text)) is not None:
        return handle(context, runs, placed) if placed else context.say(wording.END_OF_LIST)
    if asking.answered(context, runs, runs.as_waiting(run), text, handle):
        return None
    if run is None and (full := said_in_full(context.session, context.conversation_id, text, context.now)):
        return _each(context, runs, full)
    if questions.verbatim.answered(context, runs, run, text, _meaning) or contents.explained(context, runs, text):
        return None
    theirs = others.heard(context, text, runs.as_waiting(run), partial(_meaning, context))
    if theirs is not None and not theirs.retold:
        return _said_by_others(context, runs, text, theirs)
    if questions.lately.answered(context, runs, run, text, _meaning, is_own=theirs is None):
        return None
    meant, waiting = _meaning(context, text), runs.as_waiting(run)
    fresh = run if waiting is not None and not waiting.is_stale else None
    meant = meant if fresh else put_right.with_whose(context.lately, meant)
    if pointed.handled(context, runs, waiting, text, meant) or questions.answered(context, runs, run, text, meant):
        return None
    if handling.brings_back(context, runs, text, _meaning) or questions.evening.replaces(context, runs, text):
        return None
    if right := corrections.means_instead(text):
        return None if handling.replaces(context, runs, right, _meaning, wholly=True) else handle(context, runs, right)
    if (right := corrections.right_instead(text)) and handling.replaces(context, runs, right, _meaning, wholly=False):
        return None
    if fresh is not None and waiting is not None and belonging.withdraws_move(text, waiting):
        return runs.cancel(fresh)
    if handling.handled(context, runs, fresh, text, meant, _meaning):
        return None
    if tickets.handled(context, runs, fresh, waiting if fresh is not None else None, text, meant):
        return None
    if theirs is not None:
        return _said_by_others(context, runs, text, theirs)
    is_apart = fresh is None or _is_apart(context, waiting, meant)
    if is_apart and (moved := _moved_appointment(context, text, meant)) is not None:
        runs.open(context.rules.table.by_intent[belonging.REPORT], text=text, meant=moved)
        return None
    if fresh is None and (whose := formerly.whose_by_now(context, text, meant)) is not None:
        return context.say(whose)
    first, *more = acts_of(meant) if fresh else understood(acts_of(meant), context.rules.table.by_intent)
    runs.hold_questions = bool(more)
    if len(text) > LONGEST_READ:
        context.say(wording.not_read_to_the_end(LONGEST_READ))
    first = _as_said_here(context, waiting, first, alone=not more)
    if _carry_out(context, runs, run, waiting, text, first):
        for act in more:
            if (opened := router.opening(act, context.rules.table)) is not None:
                _go(context, runs, opened, None, None, text, act)


def _said_by_others(context: TurnContext, runs: Runs, text: str, theirs: others.Others) -> None:
    """Follow what the speaker says themself; what only others say is done by a tap of the speaker's, or answered."""
    if theirs.own:
        return handle(context, runs, theirs.own)
    table, meant = context.rules.table, _meaning(context, text)
    if not theirs.acts and meant.intent != REFUSAL:
        return _go(context, runs, router.opening(meant, table) or router.Unclear(), None, None, text, meant)
    acts = [act for act in theirs.acts if act.intent in table.by_intent and act.intent not in others.NODS]
    wanted = {
        table.by_intent[act.intent]: wording.wanted_by_others(table.by_intent[act.intent], act, context.rules.policy)
        for act in acts
    }
    wanted |= {table.by_intent[belonging.REPORT]: table.by_intent[belonging.REPORT].title}
    choices = [Choice(label, opens=SaidWords(flow.name, text)) for flow, label in wanted.items() if label]
    context.say(wording.said_by_others(theirs.speaker, [choice.label for choice in choices[:-1]]), choices)


def _as_said_here(
    context: TurnContext, waiting: belonging.Waiting | None, act: Understanding, *, alone: bool
) -> Understanding:
    """The first act of a message as it is meant where this question waits: about its customer, or, of an act that
    stands `alone`, as a plan."""
    if waiting is None or waiting.is_stale:
        return as_plan(act, _hearing(context), context.local_now) if alone else act
    if adding.reached_after_all(context, act):
        return act
    act = names.as_in_question(context.session, context.speaker, act, waiting.ask.about)
    is_apart = alone and belonging.names_another(act, waiting.ask.about, ())
    return as_plan(act, _hearing(context), context.local_now) if is_apart else act


def _is_apart(context: TurnContext, waiting: belonging.Waiting | None, meant: Understanding) -> bool:
    """Whether the words name somebody else than the question that waits is about."""
    whose = names.customers_of_contact(context.session, context.speaker, meant)
    return waiting is not None and belonging.names_another(meant, waiting.ask.about, whose)


def _moved_appointment(context: TurnContext, text: str, meant: Understanding) -> Understanding | None:
    """The words as those that move an appointment, unless they move a reminder that they name, or put right what was
    recorded just now."""
    if not may_move(meant, context.local_now) or follow_on.names_reminder(context.lately, text, meant):
        return None
    if follow_on.flow_of(context.lately, context.conversation_id, text, meant) == follow_on.CORRECT:
        return None
    recent = topic.recent(context.session, context.conversation_id, context.now)
    nudge = nudged.last_nudge(context.session, context.conversation_id, context.now)
    spoken_of = (*(recent.customers if recent is not None else ()), *((nudge.customer,) if nudge is not None else ()))
    return moves_appointment(meant, _hearing(context), context.local_now, spoken_of)


def _carry_out(
    context: TurnContext,
    runs: Runs,
    run: run_stack.OpenRun | None,
    waiting: belonging.Waiting | None,
    text: str,
    act: Understanding,
) -> bool:
    """Carry out the first act of a message. False where the words were more than that act, or something else: no
    other act is carried out then."""
    here = (context.session, context.conversation_id)
    if (waiting is None or waiting.is_stale) and questions.reasons.gives_reason(context, text, act):
        runs.open(context.rules.table.by_intent[questions.reasons.TOLD], text=text, meant=act)
        return False
    offer = questions.offer_named(context, text, asked=waiting is not None and not waiting.is_stale)
    labels = [choice["label"] for choice in offer.choices] if offer else []
    recent = topic.recent(*here, context.now) if adding.may_add(text, act) else None
    recorded = recent.customers if recent is not None and (recent.followups or recent.lacks_class) else ()
    if waiting is not None or not recorded or act.intent == doubtful.CLOSES:
        doubt = doubtful.doubted(act, _hearing(context))
        act = doubt if waiting is None or not belonging.concerns(doubt, waiting.ask.about, ()) else act
    whose = names.customers_of_contact(context.session, context.speaker, act)
    if act.intent == belonging.ACTION and questions.evening.doubts(context, text, act):
        return False
    if waiting is None and recent is None:
        act = answering.about_order(context, runs, text, act, whose)
    route = router.route(text, act, context.rules.table, context.local_now, waiting, labels, whose, recorded)
    if questions.practised.asked_about(context, route, text, act):
        return False
    if recent is not None:
        if adding.reached_after_all(context, act):
            route = router.AddToRecord()
        added = isinstance(route, router.AddToRecord)
        if added and (apart := adding.apart_of_it(context, recent, text, act)) is not None:
            meant = act if act.intent == belonging.REPORT else _read(context, text, belonging.REPORT)
            runs.open(context.rules.table.by_name[belonging.REPORT], text=text, meant=meant, params=apart.params)
            return False
        route = adding.route_beside(recent, text, act, waiting, route, context.rules.table)
    if (
        (waiting is None or waiting.is_stale)
        and not (runs.hold_questions or isinstance(route, router.TapOffer | router.Back))
        and router.opening_command(text, context.rules.table) is None
        and questions.evening.answers(context, runs, text, act, recorded=recent is not None)
    ):
        return False
    if answering.takes_move(context, runs, route, text) or answering.answers_newest(context, runs, offer, text, act):
        return False
    if answering.answers_standing(context, runs, route, waiting, text, act, recorded=recent is not None):
        return False
    route = _following(context, route, text, act)
    if run is not None and isinstance(route, router.Open) and route.flow.name == belonging.REPORT:
        run, route = questions.asked_below(context, runs, run, route, text, act, whose)
    _go(context, runs, route, run, offer, text, act, recent)
    return not _denied(context, runs, route, text, act)


def _denied(context: TurnContext, runs: Runs, route: router.Route, text: str, act: Understanding) -> bool:
    """Whether the words took back that a deal was won or lost; what they tell besides is a report."""
    if not isinstance(route, router.Open) or route.flow.name not in follow_on.DENY_CLOSING:
        return False
    if not following.denies_closing(text):
        return False
    told = corrections.told_besides(text) if "contact" in act.slots else ""
    if told:
        meant = _read(context, told, belonging.REPORT)
        runs.open(context.rules.table.by_name[belonging.REPORT], text=told, meant=meant)
    return True


def _each(context: TurnContext, runs: Runs, sentences: Sequence[str]) -> None:
    """Open what each of several sentences means."""
    acts = [(words, act) for words in sentences for act in acts_of(_meaning(context, words))]
    runs.hold_questions = len(acts) > 1
    for words, act in acts:
        route = router.opening(act, context.rules.table) or router.Unclear()
        _go(context, runs, route, None, None, words, act)


def _meaning(context: TurnContext, text: str) -> Understanding:
    """What the words mean, said by this speaker."""
    hearing = _hearing(context)
    return with_report(doubtful.settled(read_by_speaker(_read(context, text), hearing), hearing), hearing)


def _hearing(context: TurnContext) -> Hearing:
    return Hearing(context.session, context.speaker, partial(_read, context), context.rules.policy, context.local_now)


def _read(context: TurnContext, text: str, intent: str | None = None) -> Understanding:
    """The words as a message of an intent, customers out of scope as typed."""
    return names.within_scope(context.session, context.speaker, context.readings.of(text, intent))


def _following(context: TurnContext, route: router.Route, text: str, meant: Understanding) -> router.Route:
    """`route`, or where the words change what was just done, the flow that does so."""
    if not follow_on.may_follow(route, text, meant) or context.speaker.id is None:
        return route
    lifts = leading.ends_hold(text) or (meant.intent == "snooze" and leading.lifts(marked(meant)))
    ends = context.speaker.leads and lifts  # not only the last of several holds
    other = "customer" in meant.slots and (ends or leading.puts_off(marked(meant)))
    flow = None if other else follow_on.flow_of(context.lately, context.conversation_id, text, meant)
    return route if flow is None else router.Open(context.rules.table.by_name[flow])


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
    if questions.looked_up.answered_otherwise(context, runs, route, text, meant, _meaning):
        return None
    match route:
        case router.Answer(value=value) if run is not None:
            runs.answer(run, value)
        case router.TapOffer(index=index) if offer is not None:
            questions.take(context, runs, offer, index)
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
            talk = wording.small_talk(text)
            said = talk or doubtful.question(text, meant, {flow.name for flow in readings})
            context.say(said, [] if talk else choices)


def _stranger(context: TurnContext, runs: Runs, text: str) -> None:
    code = invitations.code_expected(context.session, context.address, context.now)
    route = router.opening_command(f"加入 {code}" if code else text, context.rules.table)
    if route is not None and route.flow.admits(()):
        runs.open(route.flow, text=text, meant=context.readings.of(text), params={"rest": route.rest})
        return None
    context.say(wording.HOW_TO_JOIN)

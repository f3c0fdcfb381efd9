"""Words that answer what was put to the speaker with buttons, or take back what they just asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.messages import Choice
from bot.messaging import offers
from bot.turn import questions, router
from bot.turn.context import TurnContext
from bot.turn.references import belonging, just_done, notified, standing, topic
from bot.turn.runs import Runs
from bot.wording import turn as wording
from bot.wording.offers import ChangeContact, FindScripts, LearnScript, RateScript, RequireScript
from nlu import gates, leaders, leading, library, orders, replies
from nlu.understanding import Understanding
from sales import slot_values

MOVES = "advance_stage"  # the flow
MEAN_NOTHING = frozenset(  # flows of words that may answer
    {"", "nothing_open", "out_of_scope", "snooze", "help", belonging.PLAN}
)
MAY_ANSWER_ORDER = frozenset({"correct_record", "instruct", "change_amount"})  # flows of 我没降啊, 让小满去吧
PROPOSES = MAY_ANSWER_ORDER | {belonging.REPORT}  # of 他今天不在，明天上午打行不


def takes_move(context: TurnContext, runs: Runs, route: router.Route, text: str) -> bool:
    """Whether the words (推) took the move that was offered lately, where no question takes them."""
    if isinstance(route, router.Answer) or not gates.remarks("takes_move", text):
        return False
    since = context.now - topic.WINDOW
    found = offers.newest_opening(context.session, context.conversation_id, MOVES, since)
    moves = [one["params"]["said"] for one in found.choices if one.get("opens") == MOVES] if found is not None else []
    if len(moves) != 1:
        return False
    runs.open(context.rules.table.by_name[MOVES], text=moves[0], meant=context.readings.of(moves[0], MOVES))
    return True


def answers_newest(
    context: TurnContext, runs: Runs, offer: offers.OfferRow | None, text: str, meant: Understanding
) -> bool:
    """Whether the words answered a nudge or signal just shown, or an offer (to be reminded, to give a lead to
    somebody); asked which, where it was several and they name none (宏远联系过了)."""
    if offer is None:
        return False
    if (given := notified.taker_named(context.session, offer.choices, text)) is not None:
        runs.open(context.rules.table.by_name[given.flow], text=text, params=given.params)
        return True
    if (further := _further_on(offer, text)) is not None:
        questions.take(context, runs, offer, further)
        return True
    if (judged := _judged(offer, text)) is not None:
        questions.take(context, runs, offer, judged, text)
        return True
    who = replies.contact_instead(text)
    proposed = notified.proposing(offer, ChangeContact.flow) if who else None
    if proposed is not None:
        runs.open(context.rules.table.by_name[ChangeContact.flow], text=who or "", params=proposed)
        return True
    if (moves := _asks_to_let_in(offer, text)) is not None:
        runs.open(context.rules.table.by_name[MOVES], text=moves, meant=context.readings.of(moves, MOVES))
        return True
    named, said = slot_values.word(meant.slots, "customer"), text
    for start, end in sorted(meant.spans_of("customer"), reverse=True):
        said = said[:start] + said[end:]
    found = notified.answer_to(context.session, context.conversation_id, offer, said, context.now, named)
    if found is None:
        return False
    if len(found.places) == 1:
        questions.take(context, runs, offer, found.places[0], text if found.what == "noted" else "")
    elif found.places:
        chosen = [offer.choices[place] for place in found.places]
        opened = [context.rules.table.offered(one["opens"], one.get("params", {})) for one in chosen]
        context.say(
            wording.WHICH_OF_THEM, [Choice(one["label"], opens=to) for one, to in zip(chosen, opened, strict=True)]
        )
    else:
        context.say(wording.ANSWERED[found.what])
    return True


def _asks_to_let_in(offer: offers.OfferRow, text: str) -> str | None:
    """The move that was just offered, with the wish that a leader let it in (让陈姐批一下); None for other words."""
    if not gates.remarks("asks_superior", text) or len(offer.choices) != 1 or offer.choices[0].get("opens") != MOVES:
        return None
    said = offer.choices[0]["params"].get("said")
    return f"{said},{text.strip()}" if said else None


def _further_on(offer: offers.OfferRow, text: str) -> int | None:
    """The place of the choice that shows as many more of what was just found as the words want (再来一条, 再看两条)."""
    count = replies.more_wanted(text)
    params = [one.get("params", {}) if one.get("opens") == FindScripts.flow else {} for one in offer.choices]
    return next((place for place, on in enumerate(params) if count and on.get("skip") and on["count"] == count), None)


def _judged(offer: offers.OfferRow, text: str) -> int | None:
    """The place of the choice that says of the only script shown what the words say of it: that it was of use or not
    (有用,发给客户了), that new hires are to learn it; or that an item that the speaker learns is learnt (看完了)."""
    learnt = next((place for place, params in _opening(offer, LearnScript.flow).items() if params.get("done")), None)
    if learnt is not None and library.says_learnt(text):
        return learnt
    if replies.is_for_new_hires(text):
        requiring = _opening(offer, RequireScript.flow)
        return next((place for place, params in requiring.items() if params["wanted"]), None)
    useful, rating = replies.says_of_use(text), _opening(offer, RateScript.flow)
    if useful is None or len({params["code"] for params in rating.values()}) != 1:
        return None
    return next((place for place, params in rating.items() if params["useful"] == useful), None)


def _opening(offer: offers.OfferRow, flow: str) -> dict[int, dict[str, Any]]:
    """The places of the choices that open a flow, with what is given to it."""
    return {place: one["params"] for place, one in enumerate(offer.choices) if one.get("opens") == flow}


def answers_standing(
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
        passed = just_done.passed(context.session, context.speaker.id, context.rules.policy, context.now)
        if passed is not None:
            runs.open(table.by_name[passed.flow], params=passed.params)
            return True
    if not asked and leading.not_gone(text):
        departed = just_done.departed(context.session, context.speaker.id, context.rules.policy, context.now)
        if departed is not None:
            runs.open(table.by_name[departed.flow], params=departed.params)
            return True
    if not asked and (change := _changed(context, text, meant)) is not None:
        runs.open(table.by_name[change.undo.flow], params=change.undo.params)
        if change.instead is not None:
            runs.open(table.by_intent[change.instead.intent], text=text, meant=change.instead)
        return True
    answer = orders.order_answer(text)
    answers = (opens in MAY_ANSWER_ORDER and answer in ("denies", "suggests")) or (
        opens in PROPOSES and answer == "proposes"
    )
    grants = context.speaker.leads and opens == belonging.REPORT and "customer" not in meant.slots
    member, here = context.speaker.id, context.conversation_id
    said_to_order = (answers or (grants and leaders.remarks("decides", text))) and not recorded
    only_answers = not recorded and bool(opens) and _only_answers(context, text, meant)
    means_nothing = opens in MEAN_NOTHING or not (opens or route == router.Cancel())
    unclear = said_to_order or only_answers or means_nothing or isinstance(route, router.AddToRecord)
    last_only = recorded or only_answers
    found, everything = standing.answered(
        context.session, here, member, text, meant, context.now, unclear=unclear, recorded=last_only
    )
    if len(found) > 1 and not everything:
        context.say(wording.SEVERAL_WAIT, [Choice(one.label, opens=one.offer) for one in found])
        return True
    for one in found:
        runs.open(table.by_name[one.offer.flow], text=text, meant=meant, params=one.offer.params)
    return bool(found)


def about_order(
    context: TurnContext, runs: Runs, text: str, meant: Understanding, whose: Sequence[str]
) -> Understanding:
    """The words as a report about the customer of the order just heard, where they are one. That it is done, or nobody
    was reached, is passed on at once; anything else when it has been recorded."""
    answer = orders.order_answer(text)
    if answer == "proposes" or _only_answers(context, text, meant, whose):
        return meant
    here = context.conversation_id
    wanted = standing.reported_on(context.session, here, context.speaker, meant, whose, context.now)
    if wanted is None:
        return meant
    if answer == "done" or (orders.not_reached(text) and "contact" not in meant.slots):
        offer = standing.settling(wanted, done=answer == "done")
        runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
    return replace(meant, slots={**meant.slots, "customer": wanted.customer})


def _only_answers(context: TurnContext, text: str, meant: Understanding, whose: Sequence[str] = ()) -> bool:
    member, here = context.speaker.id, context.conversation_id
    return member is not None and standing.only_answers(context.session, here, member, text, meant, whose, context.now)


def _changed(context: TurnContext, text: str, meant: Understanding) -> just_done.Changed | None:
    return just_done.changed(context.session, context.speaker, context.rules.policy, text, meant, context.local_now)

"""Which intents a message can have by what its statements do: only what is reported is written, only what is ordered is
carried out (NLU.md, "What counts as said").

A message whose likeliest intent writes, though some of its statements report nothing, is weighed again without those.
Where nothing is reported, the likeliest intent that only reads, or out_of_scope, is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nlu.reading import Reading
from nlu.schema import REFUSAL, schema
from nlu.statements.acts import REMINDER, orders, wishes
from nlu.statements.factuality import (
    Force,
    Statement,
    asks_for_words,
    asks_of_deal,
    asks_where,
    ends_deal,
    has_happened,
    is_about_the_house,
    is_everyday,
    looks_ahead,
)
from nlu.statements.winning import perhaps_closed
from nlu.understanding import Span

Ranking = list[tuple[str, float]]  # intents and their chances, the likeliest first
Weigh = Callable[[Reading, Sequence[Span]], Ranking]  # ranks the intents of what stands at `spans` alone

DOUBTFUL = 0.6  # the confidence below which a reading that only answers gives way to a report
SURE = 0.8  # the confidence at which one statement decides for a message of several
IN_DOUBT = 0.5  # the confidence of a closing where something else may be meant
LEAST = 0.65  # the confidence at least of an intent that is left because nothing is reported
FOLLOWUP = "log_followup"
INSTRUCTION = "instruct"
POSTPONEMENT = "snooze"
TICKET = "raise_ticket"
OFFER = "contribute_script"
CARD = "customer_info"
NEW_LEAD = "log_lead"
MOVE = "advance_stage"
CLOSING = "close_deal"
_MOVES = frozenset({MOVE, CLOSING, "reopen_deal"})  # what is expected is none of these yet
_NEVER_EVERYDAY = frozenset(
    {FOLLOWUP, NEW_LEAD, MOVE, CLOSING, "reopen_deal", "daily_action", "reassign", TICKET, OFFER, POSTPONEMENT}
)  # what is no part of an everyday talk with other people
_BOT_ONLY = frozenset({POSTPONEMENT, OFFER, TICKET, "cancel_reminder"})  # nothing that another assistant is asked for
_BOT_REMINDS = frozenset({"set_reminder", "cancel_reminder", POSTPONEMENT})
_UNMEANT = frozenset({"confirm", "deny", "undo", "cancel", "greet", "snooze", "cancel_reminder", "instruct"})
_OF_NOTHING = frozenset({REFUSAL, "find_script"})  # what somebody wishes, heard or copied is no question
_LEFT: dict[Force, frozenset[str]] = {
    Force.REFUSES: frozenset({REFUSAL, "cancel", "cancel_reminder"}),
    Force.WISHES: frozenset({REFUSAL}),
    Force.SUPPOSES: frozenset({REFUSAL}),
    Force.HEARSAY: frozenset({REFUSAL}),
    Force.NOT_DONE: frozenset({REFUSAL}),
    Force.QUOTES: frozenset({REFUSAL}),
    Force.OTHERS: frozenset({REFUSAL}),
    Force.PERSONAL: frozenset({REFUSAL}),
    Force.ERRAND: _OF_NOTHING,
}
_ASKED = frozenset({"find_script", "help", "customer_info", "check_payment", "raise_ticket", REFUSAL})
_LOOKED_UP = frozenset(
    {"customer_info", "query_forecast", "query_funnel", "query_overdue", "query_health", "check_payment"}
    | {"check_shipment"}
)  # what is asked of a deal, in words by which its next step may be told as well
_ANSWERS = _LOOKED_UP | {"start_drill", "take_exam", "help", "my_tasks", "my_progress"}
_ANSWERS |= {"query_team", "query_funnel", "check_stock", "deny"}  # what the bot shows and starts
_ASKED_OF_ANYBODY = frozenset({"my_progress", "help", "check_stock", "my_tasks", "deny", "confirm", "undo", "greet"})
_ASKED_OF_ANYBODY |= {"find_script", "start_drill", "take_exam", "check_shipment", "query_team", "query_health"}
_ASKED_OF_ANYBODY |= {FOLLOWUP, NEW_LEAD, MOVE}  # what words on the phone, the house or the calendar look like
_HANDED_ON = frozenset({TICKET, OFFER, INSTRUCTION, "reassign", "cancel"})  # what colleagues get to do or to read
_NEVER_MEANT = frozenset({"tried_out", "saying", "orders_others"})  # whatever such words look like
_NOT_LEFT = frozenset({"refuses_to_move", "refuses_to_record"})
_OF_NOBODY = frozenset({Force.WISHES, Force.HEARSAY, Force.QUOTES})
_TOLD = frozenset({Force.REPORTS, Force.OUTLOOK, Force.ASIDE, Force.PERSONAL})
_TRADE = frozenset({"outcome", "objection", "stage", "method"})


def admitted(ranked: Ranking, reading: Reading, said: Sequence[Statement], weigh: Weigh) -> Ranking:
    """`ranked` as far as the statements `said` allow; `weigh` ranks the intents of parts of it."""
    intent = ranked[0][0]
    need = schema().intents[intent].needs
    if not said:
        return ranked
    if (need == "report" and asks_for_words(reading)) or (intent != "help" and asks_where(reading)):
        return _first(ranked, "find_script" if need == "report" and asks_for_words(reading) else "help")
    if asks_of_deal(reading, said):
        return _first(ranked, CARD)
    if intent == POSTPONEMENT and not reading.times and not _is_ordered(said):
        return _unreported(ranked, reading, said)
    if intent == MOVE and _is_not_to_move(reading, said):
        return _unreported(ranked, reading, said)
    if _is_beyond(*ranked[0], reading, said):
        return [(REFUSAL, LEAST)]
    if intent in (CLOSING, FOLLOWUP) and (meant := perhaps_closed(reading, said)) is not None:
        others = [one for one in ranked if one[0] != CLOSING]
        return [(CLOSING, IN_DOUBT), *others] if meant == "in_doubt" else _first(ranked, FOLLOWUP)
    if need is None and intent in _BOT_ONLY and _is_errand(said):
        return [(REFUSAL, LEAST)]
    if (intent == REFUSAL or ranked[0][1] < DOUBTFUL) and _closes(reading, said, weigh):
        return _first(ranked, CLOSING)
    if intent == FOLLOWUP and ranked[0][1] < DOUBTFUL and _nobody_asks(said) and _tells_of_somebody(reading, said):
        return _first(ranked, FOLLOWUP)
    if intent in _LOOKED_UP and _nobody_asks(said) and _expects(reading, said):
        return _first(ranked, FOLLOWUP)
    if intent == REMINDER and ranked[0][1] < LEAST and any(order.intent == REMINDER for order in orders(reading, said)):
        return [(REMINDER, LEAST), *ranked[1:]]
    if need is None:
        return _reported_before_asking(ranked, reading, said, weigh)
    if need == "order":
        if intent in _BOT_REMINDS and _is_told(said):
            return _first(ranked, FOLLOWUP)
        return ranked if _is_ordered(said) else _unreported(ranked, reading, said)
    if any(statement.evidence == "refuses_to_record" for statement in said):
        return _unreported(ranked, reading, said)
    counts = {Force.REPORTS, Force.ORDERS} | (set() if intent in _MOVES else {Force.OUTLOOK})
    reported = [statement for statement in said if statement.force in counts]
    reported = _without_excuses(reading, said, reported)
    if len(reported) == len(said):
        return ranked
    if reported and _is_of_trade(reading, reported):
        again = weigh(reading, _spans(reported))
        if schema().intents[again[0][0]].needs is not None:
            same = again[0][0] == intent
            return [(again[0][0], max(again[0][1], ranked[0][1] if same else 0.0)), *again[1:]]
    expected = [statement for statement in said if statement.force is Force.OUTLOOK]
    if expected and intent in _MOVES:
        return _first(ranked, FOLLOWUP)
    return _unreported(ranked, reading, said)


def _without_excuses(reading: Reading, said: Sequence[Statement], reported: list[Statement]) -> list[Statement]:
    """`reported` without what names nobody before a contact that did not take place: 光开内部会了,麦乐一个电话没打."""
    missed = max((one.start for one in said if one.force is Force.NOT_DONE), default=0)
    return [
        one
        for one in reported
        if one.start >= missed or any(one.start <= name.start < one.end for name in reading.names)
    ]


def _closes(reading: Reading, said: Sequence[Statement], weigh: Weigh) -> bool:
    """Whether one of several statements clearly says that the deal of somebody known is won or lost, whatever is told
    beside it: 豫丰丢了,老板投了亲戚的厂."""
    if len(said) < 2 or not {one.force for one in said} <= _TOLD or not _knows_theirs(reading):
        return False
    ends = [one for one in said if one.force is Force.REPORTS and ends_deal(reading, one)]
    alone = [weigh(reading, _spans([one]))[0] for one in ends]
    return any(likeliest == CLOSING and chance >= SURE for likeliest, chance in alone)


def _is_beyond(intent: str, chance: float, reading: Reading, said: Sequence[Statement]) -> bool:
    """Whether a message is nothing for the bot, whatever it looks like: everyday talk, what is not to be asked of
    anybody, what is only wished, heard or copied."""
    if intent in _NEVER_EVERYDAY and is_everyday(reading):
        return True
    if intent in _ASKED_OF_ANYBODY and is_about_the_house(reading):
        return True
    forces = {statement.force for statement in said}
    if said[0].evidence in _NEVER_MEANT and not _is_told_behind(reading, said):
        return True
    if intent == "cancel" and _keeps_a_deal(reading, said):
        return True
    if intent in _UNMEANT | {TICKET} and forces <= _OF_NOBODY | {Force.SUPPOSES}:
        return True
    if intent in _HANDED_ON and any(one.evidence == "refuses_to_ask" for one in said):
        return Force.ORDERS not in forces
    return intent in _ANSWERS and chance < DOUBTFUL and bool(forces) and forces <= _OF_NOBODY | {Force.NOT_DONE}


def _is_told_behind(reading: Reading, said: Sequence[Statement]) -> bool:
    """Whether behind a saying, or an order to others, somebody of a customer's is told of."""
    reported = [one for one in said[1:] if one.force in (Force.REPORTS, Force.ORDERS)]
    return any(one.force is Force.ORDERS for one in reported) or any(
        one.start <= name.start < one.end and name.kind in ("customer", "contact")
        for one in reported
        for name in reading.names
    )


def _reported_before_asking(ranked: Ranking, reading: Reading, said: Sequence[Statement], weigh: Weigh) -> Ranking:
    """A contact that was just reported is not lost over the question at its end: 上午见了李总,他嫌贵,怎么回. Neither is
    what somebody said, where the words are on a subject that may be asked about: 如果能装完就上,这是他今天讲的."""
    if any(statement.evidence == "said_by_them" for statement in said) and _nobody_asks(said):
        return _first(ranked, FOLLOWUP)
    if ranked[0][1] < DOUBTFUL and _nobody_asks(said) and _tells_of_somebody(reading, said):
        return _first(ranked, FOLLOWUP)
    reported = [statement for statement in said if statement.force is Force.REPORTS]
    doubtful = ranked[0][0] in _ASKED and any(statement.force in (Force.ASKS, Force.ASIDE) for statement in said)
    happened = any(has_happened(reading, statement) for statement in reported)
    if ranked[0][0] == TICKET:  # Kevin说法务要改,咱们谁负责: who speaks of a department is no request to it
        happened = any(statement.evidence == "they_say" for statement in reported)
    if doubtful and happened and _is_of_trade(reading, reported):
        again = weigh(reading, _spans(reported))
        if again[0][0] == FOLLOWUP and again[0][1] >= LEAST:
            return again
    return ranked


def _nobody_asks(said: Sequence[Statement]) -> bool:
    return all(statement.force in (Force.REPORTS, Force.OUTLOOK) for statement in said)


def _tells_of_somebody(reading: Reading, said: Sequence[Statement]) -> bool:
    """Whether a customer or a person of theirs whom the company knows is told of: what happened, or is expected."""
    return _names_theirs(reading) and any(
        one.force is Force.OUTLOOK or one.evidence == "they_say" or has_happened(reading, one) for one in said
    )


def _expects(reading: Reading, said: Sequence[Statement]) -> bool:
    """Whether what a customer is going to do, and when, is told, or how a deal looks: 豫丰下周三签合同, 豫丰能成."""
    coming = any(time.is_point and time.next_time for time in reading.times)
    return _names_theirs(reading) and (looks_ahead(reading, said) or (coming and wishes(reading)))


def _names_theirs(reading: Reading) -> bool:
    """Whether a customer or a person of theirs whom the company knows is named, and no colleague."""
    return _knows_theirs(reading) and all(name.kind != "person" for name in reading.names)


def _knows_theirs(reading: Reading) -> bool:
    """Whether a customer or a person of theirs whom the company knows is named, whoever else is (听小周说)."""
    return any(name.certain and name.kind in ("customer", "contact") for name in reading.names)


def _is_errand(said: Sequence[Statement]) -> bool:
    return all(statement.evidence == "errand_of_the_day" for statement in said)


def _is_told(said: Sequence[Statement]) -> bool:
    """Whether all of it is what somebody of the customer's said: 翁总催我赶紧出合同."""
    return all(one.force is Force.REPORTS for one in said) and any(one.evidence == "they_say" for one in said)


def _is_not_to_move(reading: Reading, said: Sequence[Statement]) -> bool:
    """Whether a deal is to stay where it is, and nothing else in the message orders a move."""
    refused = any(statement.evidence == "refuses_to_move" for statement in said)
    return refused and all(order.intent != MOVE for order in orders(reading, said))


def _is_ordered(said: Sequence[Statement]) -> bool:
    forces = {statement.force for statement in said}
    if Force.ORDERS in forces:
        return True
    return not forces & {Force.ERRAND, Force.REFUSES} and bool(forces & {Force.REPORTS, Force.OUTLOOK, Force.ASKS})


def _is_of_trade(reading: Reading, reported: Sequence[Statement]) -> bool:
    """Whether the reported statements speak of somebody, or of anything of the trade."""
    places = [name.start for name in reading.names]
    places += [concept.start for concept in reading.concepts if concept.slot in _TRADE]
    return any(statement.start <= place < statement.end for statement in reported for place in places)


def _spans(reported: Sequence[Statement]) -> list[Span]:
    return [(statement.start, statement.end) for statement in reported]


def _keeps_a_deal(reading: Reading, said: Sequence[Statement]) -> bool:
    """Whether a named customer's deal is to stay as it is; nothing is there to be cancelled by that."""
    return (
        any(one.evidence in _NOT_LEFT for one in said)
        and "提醒" not in reading.text
        and any(name.kind == "customer" for name in reading.names)
    )


def _unreported(ranked: Ranking, reading: Reading, said: Sequence[Statement]) -> Ranking:
    """The ranking of what only reads, by the first statement that reports nothing."""
    forces = [s.force for s in said if s.force not in (Force.REPORTS, Force.ORDERS, Force.OUTLOOK, Force.ASIDE)]
    force = next(iter(forces), Force.ASIDE)
    if Force.INSTRUCTS in forces:
        return _first(ranked, INSTRUCTION)
    if Force.ASKS in forces:
        force = Force.ASKS
    elif Force.REFUSES in forces:
        force = Force.REFUSES
    left = _LEFT.get(force)
    if force is Force.REFUSES and _keeps_a_deal(reading, said):
        left = frozenset({REFUSAL})
    kept = [
        (intent, chance)
        for intent, chance in ranked
        if (intent in left if left is not None else schema().intents[intent].needs is None and intent not in _UNMEANT)
    ]
    if not kept:
        return [(REFUSAL, LEAST)]
    whole = sum(chance for _, chance in kept) or 1.0
    kept = [(intent, chance / whole) for intent, chance in kept]
    return [(kept[0][0], max(LEAST, kept[0][1])), *((intent, min(chance, 1 - LEAST)) for intent, chance in kept[1:])]


def _first(ranked: Ranking, intent: str) -> Ranking:
    others = [(other, chance) for other, chance in ranked if other != intent and schema().intents[other].needs is None]
    return [(intent, max(LEAST, sum(chance for _, chance in ranked) - sum(chance for _, chance in others))), *others]

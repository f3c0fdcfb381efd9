"""What the owner of a ticket says of it: a reply, whether it is solved, how it stands, that it is waited for."""

from __future__ import annotations

from collections.abc import Sequence

from bot import access
from bot.conversation.messages import Choice, SaidWords
from bot.turn.context import TurnContext
from bot.turn.references import belonging
from bot.turn.runs import Runs
from bot.turn.tickets import after_answer
from bot.turn.tickets.naming import named, short_names
from bot.turn.tickets.other_words import may_be_of_ticket, names_another, something_else
from bot.turn.tickets.shown import Shown, last_shown
from bot.turn.undo import correctable
from bot.wording.departments import tickets as wording
from bot.wording.offers import CloseTicket, DropTicket, ReplyTicket, ShowTickets, UrgeTicket
from bot.wording.turn import small_talk
from nlu import orders, replies
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import tickets
from sales.tickets import TicketFact

CLOSES_DEAL = "close_deal"
Offered = CloseTicket | DropTicket | ReplyTicket | UrgeTicket | ShowTickets


def said(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    """Whether the words are about a ticket of the speaker."""
    own = own_open(context)
    if not own or ("customer" in meant.slots and correctable.tells_sum(meant)):  # 那就140吧 晋香改成140万
        return False
    shown = last_shown(context.session, context.conversation_id, context.now)
    return (
        after_answer.ends_and_asks(context, runs, own, text)
        or _urges(context, runs, own, shown, text, meant)
        or _asks(context, runs, own, shown, text, meant)
        or _ends(context, runs, own, shown, text, meant)
        or _of_last(context, runs, own, shown, text, meant)
        or _late_reply(context, own, text, meant)
    )


def ends_newest(context: TurnContext, runs: Runs, text: str) -> bool:
    """Whether words that call off what waits (算了) are said of a ticket: the last message was about one of the
    speaker's."""
    own = own_open(context)
    shown = last_shown(context.session, context.conversation_id, context.now) if own else Shown()
    last = [one for key in shown.newest for one in own if one.id == key]
    return bool(own) and shown.any and reading.not_needed(text) and _end_each(context, runs, last or own[-1:], text)


def leader_urges(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    """Whether a leader has a department hurried about a ticket of their people's (让产品尽快回小周的单子)."""
    led = tickets.open_of(context.session, access.members(context.speaker))
    urged = any(reading.urges_name(text, one.step.member) for one in led)
    if not (urged or reading.urges(text) or reading.urges_department(text)):
        return False
    found, is_named = named(context, led, text, meant)
    of_owner = [one for one in found if reading.calls(text, one.owner)]
    late = [one for one in of_owner or found if one.step.is_open]
    if is_named and late:
        return _each(context, runs, late, [UrgeTicket(one.id) for one in late], text)
    if reading.urges_department(text):
        context.say(wording.NOTHING_TO_URGE)
        return True
    return False


def own_open(context: TurnContext) -> list[TicketFact]:
    """The open tickets of the speaker, the oldest first."""
    return [one for one in tickets.lately_of(context.session, context.speaker.member_id, context.now) if one.is_open]


def _urges(
    context: TurnContext, runs: Runs, own: Sequence[TicketFact], shown: Shown, text: str, meant: Understanding
) -> bool:
    """Whether a department is to be hurried: that of the ticket named, else of the one shown last, else of the only
    one."""
    if not reading.urges(text):
        return False
    found, is_named = named(context, own, text, meant)
    if not is_named:
        found = [one for one in found if one.id in shown.tickets] or ([] if reading.of_what(text) else found)
    late = [one for one in found if one.step.is_open]
    if late and not is_named and found[0].id in shown.tickets:
        late = late[-1:]
    found = late or found[-1:]
    return bool(found) and _each(context, runs, found, [UrgeTicket(one.id, text.strip()) for one in found], text)


def asks(context: TurnContext, runs: Runs, text: str, meant: Understanding) -> bool:
    """Whether the words ask how tickets of the speaker stand."""
    shown = last_shown(context.session, context.conversation_id, context.now)
    return _asks(context, runs, own_open(context), shown, text, meant)


def _asks(
    context: TurnContext, runs: Runs, own: Sequence[TicketFact], shown: Shown, text: str, meant: Understanding
) -> bool:
    """Whether the words ask how something stands that was asked for: what they name, else, where they name nothing,
    what was shown last, if it has not been answered."""
    if not reading.asks_progress(text):
        return False
    found, is_named = named(context, own, text, meant)
    if not is_named and found and not reading.of_what(text):
        found = [one for one in found if one.id in shown.newest and one.step.is_open]
        is_named = bool(found)
    return is_named and _each(context, runs, found, [ShowTickets(one.id) for one in found], text)


def _ends(
    context: TurnContext, runs: Runs, own: Sequence[TicketFact], shown: Shown, text: str, meant: Understanding
) -> bool:
    """Whether the words say that a ticket is over, or not needed any more."""
    last = [one for key in shown.newest for one in own if one.id == key]
    answered = [one for one in own if not one.step.is_open]
    if reading.not_needed(text) and shown.any:
        return _end_each(context, runs, last or own[-1:], text)
    if (end := reading.named_end(text)) is not None:
        found = _named_by(context, own, last, end.what, meant)
        if found:
            ends = [_end(one, over=end.over) for one in found]
            return _each(context, runs, found, ends, text)
    how = reading.concluded(text)
    if how is None:
        return False
    told = [one for one in last if not one.step.is_open] or (answered if how == "closed" else [])
    told = answered if told and reading.all_of_them(text) else told
    if told and how == "done" and len(told) == 1 and told[0].id not in shown.last and meant.intent == CLOSES_DEAL:
        return _ticket_or_deal(context, told[0], text)
    if told:
        return _each(context, runs, told, [CloseTicket(one.id, solved=True) for one in told], text)
    if answered and meant.intent == CLOSES_DEAL:
        return _ticket_or_deal(context, answered[-1], text)
    waits = last or (own if len(own) == 1 else [])
    if how != "closed" or not waits:
        return False
    context.say(wording.not_answered_yet(context.rules.policy, waits[0]), _while_in_hand(waits[0]))
    return True


def _end_each(context: TurnContext, runs: Runs, found: Sequence[TicketFact], text: str) -> bool:
    return _each(context, runs, found, [DropTicket(one.id) for one in found], text)


def _of_last(
    context: TurnContext, runs: Runs, own: Sequence[TicketFact], shown: Shown, text: str, meant: Understanding
) -> bool:
    """Whether the words react to a ticket shown last: to its answer, or to what the department asked."""
    last = [one for key in shown.newest for one in own if one.id == key]
    answered = [one for one in last if not one.step.is_open]
    if last and _may_end_deal(text, meant):
        return _ticket_or_deal(context, last[0], text, lost=meant.slots.get("stage") == "lost")
    if answered and reading.affirms(text) and answered[0].id in shown.last:
        return _each(context, runs, answered, [CloseTicket(one.id, solved=True) for one in answered], text)
    if answered and reading.solved(text) is False:
        offers = [CloseTicket(one.id, solved=False, words=text.strip()) for one in answered]
        return _each(context, runs, answered, offers, text)
    asked = [one for one in last if one.step.is_open and one.step.asked_at is not None]
    if asked and asked[0].id in shown.last and reading.is_full_name(text):  # 改成啥: it is no question for the customer
        return _each(context, runs, asked, [ReplyTicket(one.step.id, text.strip()) for one in asked], text)
    if names_another(context, last, meant):
        return False
    about = [one.customer or "" for one in asked]
    right_after = bool(asked) and asked[0].id in shown.last and may_be_of_ticket(context, meant, about)
    right_after = right_after or (bool(asked) and reading.is_interim(text, "") and "customer" not in meant.slots)
    if asked and not belonging.acknowledges(text) and (right_after or not something_else(context, meant, about)):
        return _each(context, runs, asked, [ReplyTicket(one.step.id, text.strip()) for one in asked], text)
    if len(answered) != 1:
        return False
    ticket = answered[0]
    return after_answer.said(context, runs, ticket, text, meant, right_after=ticket.id in shown.last)


def _late_reply(context: TurnContext, own: Sequence[TicketFact], text: str, meant: Understanding) -> bool:
    """Ask whether words that mean nothing by themselves answer what a department asked some time ago."""
    asked = [one for one in own if one.step.is_open and one.step.asked_at is not None]
    unclear = meant.confidence < belonging.CLEAR or meant.intent in ("out_of_scope", *context.rules.table.not_yet)
    if not asked or not unclear or small_talk(text) is not None or belonging.acknowledges(text):
        return False
    if names_another(context, asked, meant) or orders.to_others(text) or reading.asks(text):
        return False
    choices = [
        Choice(f"回{one.step.member}·工单{one.id}", opens=ReplyTicket(one.step.id, text.strip())) for one in asked
    ]
    context.say(wording.whether_reply(asked), [*choices, Choice("不是", opens=ShowTickets(asked[0].id))])
    return True


def _named_by(
    context: TurnContext, own: Sequence[TicketFact], last: Sequence[TicketFact], what: str, meant: Understanding
) -> Sequence[TicketFact]:
    """The tickets that are called so: 这个, 另一个, by the customer, the department or the thing."""
    if reading.the_other(what):
        return [one for one in own if not one.step.is_open] or own
    found, is_named = named(context, own, what, meant)
    if is_named or len(found) < len(own):
        return found
    return last if reading.points(what) else ()


def _end(ticket: TicketFact, *, over: bool) -> Offered:
    """What ends a ticket: an answered one that is over is solved, any other is not needed."""
    return CloseTicket(ticket.id, solved=True) if over and not ticket.step.is_open else DropTicket(ticket.id)


def _may_end_deal(text: str, meant: Understanding) -> bool:
    """Whether words that name nothing were taken for the end of a deal, and might be said of a ticket."""
    named_nothing = meant.slots.keys().isdisjoint({"customer", "contact", "amount", "product"})
    return meant.intent == CLOSES_DEAL and named_nothing and not replies.names_deal(text)


def _ticket_or_deal(context: TurnContext, ticket: TicketFact, text: str, *, lost: bool = False) -> bool:
    solved = f"工单{ticket.id}解决了", CloseTicket(ticket.id, solved=True)
    label, ends = (f"工单{ticket.id}不用了", DropTicket(ticket.id)) if lost or ticket.step.is_open else solved
    deal = "单子丢了" if lost else "说的是单子"
    choices = [Choice(label, opens=ends), Choice(deal, opens=SaidWords(CLOSES_DEAL, text.strip()))]
    context.say(wording.ticket_or_deal(ticket), choices)
    return True


def _while_in_hand(ticket: TicketFact) -> list[Choice]:
    return [
        Choice("不用了", opens=DropTicket(ticket.id)),
        Choice(f"催一下{ticket.step.member}", opens=UrgeTicket(ticket.id)),
    ]


def _each(context: TurnContext, runs: Runs, found: Sequence[TicketFact], offers: Sequence[Offered], text: str) -> bool:
    """Do the one thing that is meant; of several tickets ask which, unless all are meant."""
    ends = all(isinstance(offer, CloseTicket | DropTicket | ShowTickets) for offer in offers)
    if len(found) == 1 or (ends and reading.all_of_them(text)):
        return all(_open(context, runs, offer, text) for offer in offers)
    short = short_names(context, found)
    choices = [
        Choice(f"工单{one.id}·{short.get(one.id, one.step.member)}", opens=offer)
        for one, offer in zip(found, offers, strict=True)
    ]
    context.say(wording.WHICH, choices)
    return True


def _open(context: TurnContext, runs: Runs, offer: Offered, text: str) -> bool:
    runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
    return True

"""What the owner of a ticket says once it is answered: more is asked, of whoever answered or of another, or it is taken
as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.conversation.messages import Choice
from bot.turn.context import TurnContext
from bot.turn.references import belonging
from bot.turn.runs import Runs
from bot.turn.tickets.naming import departments, of_customer
from bot.turn.tickets.other_words import may_be_of_ticket
from bot.wording.departments import tickets as wording
from bot.wording.offers import CloseTicket, ShowTickets
from bot.wording.turn import small_talk
from nlu import orders
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales.tickets import TicketFact

TOLD_THEM = re.compile("[跟和给][^，,。]{1,8}(?:说|讲|聊|谈|回)(?:了|过)")
SHORTEST = 3  # characters of words that may be meant for the department
FIRST = re.compile(r"(?P<first>[^,，;；]+)[,，;；](?P<rest>.+)", re.DOTALL)


def said(
    context: TurnContext, runs: Runs, ticket: TicketFact, text: str, meant: Understanding, *, right_after: bool
) -> bool:
    """Whether the words are about this ticket; `right_after`: its answer is the last thing shown."""
    if (again := _asks_them(context, ticket, text, meant)) is not None:
        return _open(context, runs, again, text)
    return _may_be_for(context, runs, ticket, text, meant, right_after=right_after)


def ends_and_asks(context: TurnContext, runs: Runs, own: Sequence[TicketFact], text: str) -> bool:
    """Whether one ticket is over, and more is asked of another (财务那个行了,产品那边再问下八千能不能免)."""
    parts = FIRST.match(text.strip())
    if parts is None or not reading.is_enough(parts["first"]) or not reading.asks_again(parts["rest"]):
        return False
    answered = [one for one in own if not one.step.is_open]
    over, again = (_with(context, answered, part) for part in (parts["first"], parts["rest"]))
    if len(over) != 1 or len(again) != 1 or over == again:
        return False
    _open(context, runs, CloseTicket(over[0].id, solved=True), text)
    return _open(context, runs, CloseTicket(again[0].id, solved=False, words=parts["rest"].strip()), text)


def _with(context: TurnContext, found: Sequence[TicketFact], text: str) -> list[TicketFact]:
    """Those of the tickets that the department, or the colleague, has whom the words name."""
    keys = {known.key for known in context.rules.policy.tickets.departments if known.name in text}
    return [one for one in found if one.step.department in keys or reading.calls(text, one.step.member)]


def _asks_them(context: TurnContext, ticket: TicketFact, text: str, meant: Understanding) -> CloseTicket | None:
    """What is to be asked after an answer, where the words say so: of who answered (你跟孙工说 再出个报告), or of
    another department (那转给客服问问)."""
    again = reading.asks_again(text)
    if not (again or reading.asks_them(text)) or not _is_of(context, ticket, text, meant):
        return None
    named_now = departments(context, text)
    if again and not named_now:
        return CloseTicket(ticket.id, solved=False, words=text.strip())
    if ticket.step.department in named_now or reading.calls(text, ticket.step.member):
        return CloseTicket(ticket.id, solved=False, words=text.strip())
    others = [one for one in named_now if one != ticket.step.department]
    if others and reading.passes(text) == "department" and reading.hands_on(text):
        return CloseTicket(ticket.id, solved=False, words=text.strip(), department=others[-1])
    return None


def _is_of(context: TurnContext, ticket: TicketFact, text: str, meant: Understanding) -> bool:
    return bool(of_customer(context, [ticket], text, meant))


def _may_be_for(
    context: TurnContext, runs: Runs, ticket: TicketFact, text: str, meant: Understanding, *, right_after: bool
) -> bool:
    """Whether words after an answer mean nothing else: what asks more right after it is sent to the department; else it
    is asked whether that solves it, or they are offered to be sent."""
    of_nobody = meant.slots.keys().isdisjoint(belonging.MET | {"customer", "contact"})
    unclear = meant.confidence < belonging.CLEAR or meant.intent == "out_of_scope"
    unclear = unclear or (meant.intent in (belonging.REPORT, "confirm", "deny") and of_nobody)
    unclear = unclear or (right_after and may_be_of_ticket(context, meant, [ticket.customer or ""]))
    if _reports(meant):
        return False
    words, thanks = text.strip(), belonging.thanks(text)
    takes = right_after and reading.takes(text)
    why = right_after and reading.asks_why(text)
    unclear = unclear or why
    if not unclear or (len(words) < SHORTEST and not (takes or why)) or (small_talk(text) is not None and not takes):
        return False
    if right_after and reading.asks_more(text) and not orders.to_others(text):
        return _open(context, runs, CloseTicket(ticket.id, solved=False, words=words), text)
    who = wording.holder(context.rules.policy, ticket)
    sends = Choice(f"转给{ticket.step.member}", opens=CloseTicket(ticket.id, solved=False, words=words))
    stays = Choice("先放着", opens=ShowTickets(ticket.id))
    if takes:
        solves = Choice("解决了", opens=CloseTicket(ticket.id, solved=True))
        short = thanks or belonging.acknowledges(text) or len(words) < SHORTEST
        context.say(wording.whether_solved(ticket), [solves, stays] if short else [solves, sends, stays])
    elif belonging.acknowledges(text):
        return False
    else:
        context.say(wording.whether_to_ask(ticket, who), [sends, Choice("不用转", opens=ShowTickets(ticket.id))])
    return True


def _reports(meant: Understanding) -> bool:
    """Whether the words clearly tell what somebody at the customer said to it: 跟麦厂长说了,加价8%他接受."""
    clear = meant.intent == belonging.REPORT and meant.confidence >= belonging.CLEAR
    told = not meant.slots.keys().isdisjoint({"outcome", "method"}) or TOLD_THEM.search(meant.text) is not None
    return clear and told and "contact" in meant.slots and {*meant.factuality} <= belonging.REPORTING


def _open(context: TurnContext, runs: Runs, offer: CloseTicket, text: str) -> bool:
    runs.open(context.rules.table.by_name[offer.flow], text=text, params=offer.params)
    return True

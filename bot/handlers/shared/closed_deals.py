"""Deals that are won or lost: telling how they stand, opening them again, and what is still planned about them."""

from __future__ import annotations

import re
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.gates.gate import may_enter
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels
from bot.wording.buttons import undo_button
from bot.wording.offers import DropReminders, ReopenDeal
from bot.wording.stages import closed_state, deal_name, doubtful_sum, move_line, move_receipt
from bot.wording.values import say_money, say_time
from config.policy import Policy
from nlu.understanding import Understanding
from sales import reminders, slot_values, stages
from sales.customers import CustomerFact
from sales.deals import DealFact
from sales.gates import entering
from sales.reminders import ReminderFact
from sales.scope import Actor
from sales.stages import Closed, Moved
from scheduler import stage_clock

THE_KNOWN = re.compile(r"原来|原先|之前|系统|照旧|不变|说错|打错|口误|多打")


async def none_open(talk: Talk, opening: Opening, customer: CustomerFact, stage: str | None = None) -> None:
    """Say that the customer has no open deal; how the last closed one stands, and offer to open it again, also right
    away in the `stage` that was asked for."""
    found = await talk.query("closed", stages.closed_of, access.deals(talk.speaker), customer.id)
    if not found:
        return await talk.say(f"{customer.name}现在没有你在跟的单子。")
    state = closed_state(talk.policy, found[0], opening.at)
    await talk.say(
        f"{deal_name(found[0].deal)}已经结单了:{state}。要接着跟,先重新打开。",
        reopen_buttons(talk.policy, found[0], stage),
    )


def reopen_buttons(policy: Policy, closed: Closed, stage: str | None = None) -> list[Choice]:
    """Opens the deal again, in the stage it was in, or in `stage`."""
    buttons = [Choice("重新打开", opens=ReopenDeal(closed.deal.id))]
    if stage in {known.key for known in policy.stages} - {closed.stage_before}:
        buttons.append(Choice(f"打开,放到{policy.stage_name(str(stage))}", opens=ReopenDeal(closed.deal.id, stage)))
    return buttons


async def reopen(talk: Talk, opening: Opening, closed: Closed, stage: str | None = None) -> None:
    """Open the deal again in `stage`, else in the one it was in (asked where nobody knows), and tell the owner and the
    superior."""
    to = stage or closed.stage_before
    if to is None:
        choices = [Choice(known.name, known.key) for known in talk.policy.stages]
        to = await talk.ask("stage", f"{deal_name(closed.deal)}重新打开,放到哪个阶段?", choices)
    if not await may_enter(talk, opening, closed.deal, to, stage_before=closed.stage_before):
        return
    now = await talk.now("reopened_at")
    moved = await talk.execute("reopen", reopened, talk.policy, closed, to, now)
    if isinstance(moved, Stale):
        return await talk.say(moved.text)
    receipt = move_receipt(talk.policy, moved, (), now)
    await talk.say(receipt, [undo_button(opening.run)], kind="receipt")
    line = f"{talk.speaker.name}把单子重新打开了。{move_line(talk.policy, moved)}"
    superior = await talk.query("superior", access.superior, moved.deal.owner_id)
    for member_id in dict.fromkeys((moved.deal.owner_id, superior)):
        if member_id is not None and member_id != talk.speaker.member_id:
            await talk.say(line, kind="receipt", to=member_id)


def reopened(session: Session, by: Actor, policy: Policy, closed: Closed, stage: str, now: datetime) -> Moved:
    """Open the deal again and plan its nudge. Raises Changed if it is no longer closed as it was, or may not enter the
    stage."""
    moved = entering.enter(session, by, policy, closed.deal, stage, now, stage_before=closed.stage_before)
    stage_clock.watch(session, policy, closed.deal.id, now)
    return moved


async def sum_meant(talk: Talk, deal: DealFact, amount_fen: int | None) -> int | None:
    """The sum, or where it is far from the deal's own, the one that the person says is right."""
    question = doubtful_sum(deal, amount_fen)
    if question is None or amount_fen is None or deal.amount_fen is None:
        return amount_fen
    choices = [Choice(say_money(known), known) for known in (amount_fen, deal.amount_fen)]
    meant: int = await talk.ask("sum", question, choices, read_sum)
    return meant


def read_sum(text: str, understanding: Understanding, asked: Asked) -> int | NotAnAnswer:
    """A sum: the one said, the deal's, or another one named now."""
    named = slot_values.fen(understanding.slots.get("amount"))
    if named is not None:
        return named
    choice = labels.named(asked.choices, text)
    if choice is not None:
        return int(choice.answer)
    said, known = (int(choice.answer) for choice in asked.choices)
    if THE_KNOWN.search(text) or understanding.intent == "deny":
        return known
    return said if understanding.intent == "confirm" else NotAnAnswer("点一个金额,或者直接说多少。")


async def correct_sum(talk: Talk, opening: Opening, deal: DealFact, amount_fen: int) -> None:
    """Correct a deal's amount, the one far from it only if the person confirms it; say what it was and is."""
    amount_fen = await sum_meant(talk, deal, amount_fen) or amount_fen
    if amount_fen == deal.amount_fen:
        return await talk.say(f"好,{deal_name(deal)}还是 {say_money(amount_fen)}。")
    done = await talk.execute("sum_right", stages.set_amount, deal.id, amount_fen, opening.at, seen=deal.amount_fen)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    before = say_money(deal.amount_fen) if deal.amount_fen else "没记"
    text = f"改好了。{deal_name(deal)}的金额:{before} → {say_money(amount_fen)}"
    await talk.say(text, [undo_button(opening.run)], kind="receipt")


async def still_planned(talk: Talk, deal: DealFact) -> tuple[str, list[Choice]]:
    """A line about the owner's reminders for the customer of a deal just closed, and a button that drops them; nothing
    where there is none, or where the deal is somebody else's."""
    now = await talk.now("planned_at")
    found: tuple[ReminderFact, ...] = await talk.query(
        "planned", reminders.still_set, talk.speaker.member_id, deal.customer_id, now
    )
    if not found or deal.owner_id != talk.speaker.member_id:
        return "", []
    times = ";".join(f"{say_time(known.named_at, now, talk.policy.zone)} {known.text}" for known in found)
    label = "撤掉提醒" if len(found) == 1 else "提醒都撤掉"
    return f"\n还有提醒没到点:{times}。用不着了就撤掉。", [Choice(label, opens=DropReminders(deal.customer_id))]

"""What conversations share about a customer's decision chain: showing it, and writing down what was said of people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Choice
from bot.turn.opening import Opening, Talk
from bot.wording.deals.chain import chain_picture, chain_text
from bot.wording.offers import NameDecider
from bot.wording.turn import HANDED_AWAY
from nlu.statements.buying_roles import role_claims
from sales import decision_chain
from sales.decision_chain import Heard
from sales.followups import Saved
from sales.scope import Actor


async def show_chain(talk: Talk, opening: Opening, customer_id: int) -> None:
    """Who decides at the customer, as a picture and in words."""
    chain = await talk.query("chain", decision_chain.chain_of, access.customers(talk.speaker), customer_id)
    if chain is None:
        return await talk.say(HANDED_AWAY)
    pictures = [chain_picture(talk.policy, chain, opening.at)] if chain.people else []
    buttons = [] if chain.deciders else [ask_button(customer_id)]
    await talk.say(chain_text(talk.policy, chain), buttons, attachments=pictures)


def ask_button(customer_id: int, suffix: str = "") -> Choice:
    """Asks who decides; `suffix` names the customer where several are in one message."""
    return Choice(f"谁拍板{suffix}", opens=NameDecider(customer_id))


def ask_buttons(saved: Sequence[Saved]) -> list[Choice]:
    """谁拍板 for each record where that is to be asked, once for a customer."""
    asked = {known.customer_id: known for known in saved if known.chain is not None and known.chain.nobody_decides}
    return [ask_button(key, f"·{known.customer}" if len(asked) > 1 else "") for key, known in asked.items()]


def note_words(
    session: Session, by: Actor, customer_id: int, text: str, people: Sequence[str], spoken_of: str, now: datetime
) -> Heard:
    """Write down what words say of people at the customer, also of those known there whom nobody recognised in them;
    他 is whoever was `spoken_of`. Raises Changed if the customer is gone or out of scope."""
    claims = role_claims(text, (*people, *decision_chain.names_at(session, customer_id)), spoken_of)
    return decision_chain.tell(session, by, customer_id, claims, text, now)

"""谁拍板, one tap under a receipt, a card or a chain that names nobody: a person there, or a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot import access
from bot.access import SALES
from bot.conversation import Asked, Flow, NotAnAnswer, Parse
from bot.conversation.messages import Choice
from bot.handlers.shared.chain.person import read_holder
from bot.handlers.shared.gates.going_on import go_on_moving
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.deals.chain import UNSURE, heard_lines
from bot.wording.offers import NameDecider, ShowChain
from bot.wording.turn import HANDED_AWAY
from nlu.statements.buying_roles import DECIDES, RoleClaim, is_unsure
from nlu.understanding import Understanding
from sales import decision_chain

SHOWN = 6
UNKNOWN = Choice("还不清楚", "")


async def name_decider(talk: Talk, opening: Opening) -> None:
    customer_id = NameDecider.of(opening.params).customer
    chain = await talk.query("chain", decision_chain.chain_of, access.customers(talk.speaker), customer_id)
    if chain is None:
        return await talk.say(HANDED_AWAY)
    names = tuple(person.name for person in chain.people)
    choices = [*(Choice(name) for name in names[:SHOWN]), UNKNOWN]
    question = f"{chain.customer}那边谁拍板?{'点一位,或者' if names else ''}发我名字,比如「王总」。"
    person = await talk.ask("who", question, choices, read_decider(names), about=(chain.customer, *names))
    if not person:
        return await talk.say("好,问到了说一句「拍板的是某某」,我来记。")
    now = await talk.now()
    claims = (RoleClaim(person, "role", DECIDES),)
    heard = await talk.execute("tell", decision_chain.tell, customer_id, claims, f"谁拍板?{person}", now)
    if isinstance(heard, Stale):
        return await talk.say(heard.text)
    lines = [f"记下了,{chain.customer}拍板的是{heard.claims[0].person}。", *heard_lines(talk.policy, heard)[1:]]
    buttons = [undo_button(opening.run), Choice("决策链", opens=ShowChain(customer_id))]
    await talk.say("\n".join(lines), buttons, kind="receipt")
    await go_on_moving(talk, opening, customer_id, heard.claims, now)


def read_decider(known: Sequence[str]) -> Parse:
    """A parser of who decides, by words that are certain."""
    read = read_holder(known)

    def parse(text: str, understanding: Understanding, asked: Asked) -> Any:
        return NotAnAnswer(UNSURE) if is_unsure(text) else read(text, understanding, asked)

    return parse


FLOW = Flow("name_decider", version=1, roles=SALES, run=name_decider, offer=NameDecider)

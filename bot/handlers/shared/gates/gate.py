"""Before a deal enters a stage: what is missing is said, and the move waits for it. Who holds a missing role is asked;
files are taken whenever they come (see received_media)."""

from __future__ import annotations

import re
from functools import partial

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Choice
from bot.handlers.shared.chain.person import read_holder
from bot.handlers.shared.gates.going_on import named_and_moved, say_given
from bot.handlers.shared.gates.overriding import ask_superior, dropped, let_in
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.deals import gates as wording
from config.policy import Policy
from nlu.gates import remarks
from sales import decision_chain, gates
from sales.deals import DealFact
from sales.gates import Missing, requests
from sales.gates.requests import RequestFact

SHOWN = 4  # people whose names are buttons
ASK_SUPERIOR, LET_IN, DROP = "ask_superior", "let_in", "drop"


async def may_enter(
    talk: Talk,
    opening: Opening,
    deal: DealFact,
    stage: str,
    *,
    amount_fen: int | None = None,
    reason: tuple[str, ...] = (),
    stage_before: str | None = None,
) -> bool:
    """Whether the deal may enter the stage now. Where something is missing the person is told, and the move waits; it
    is carried out by itself once all is there. A leader is put the wish of a rep for it, if there is one."""
    before = stage_before if deal.closed else deal.stage
    missing = await talk.query("missing", gates.missing, talk.policy, deal, stage)
    if not missing or not gates.is_ahead(talk.policy, before, stage):
        return True
    if opening.speaker.leads:
        put = await talk.query("put", requests.put_to_leader, access.deals(talk.speaker), deal.id, stage)
        if put is not None and put.asked_by_id != talk.speaker.member_id:
            question = wording.gate_question(talk.policy, deal, stage, missing)
            await talk.say(f"{question}\n{wording.asked_for(put)}", wording.override_choices(put.id, ()))
            return False
    now = await talk.now("waits_at")
    request = await talk.execute("wait", requests.wait, deal, stage, opening.run, now, amount_fen, reason)
    if isinstance(request, Stale):
        await talk.say(request.text)
        return False
    if not opening.speaker.leads and not missing.roles and asks_superior(opening.text):
        await ask_superior(talk.part("asked_for"), opening, request.id)
        return False
    await ask_for(talk, opening, request, missing, wording.gate_question(talk.policy, deal, stage, missing))
    return False


def asks_superior(text: str) -> bool:
    """Whether the last words ask that a leader let it in (海川推进到合同审批,请主管放行)."""
    return remarks("asks_superior", re.split(r"[，,]", text)[-1])


async def ask_for(talk: Talk, opening: Opening, request: RequestFact, missing: Missing, question: str) -> None:
    """Say what is missing (`question`), and ask who holds each role that nobody is known to hold."""
    if not missing.roles:
        return await talk.say(question, wording.gate_choices(request.id, leads=opening.speaker.leads))
    customer_id, customer = request.deal.customer_id, request.deal.customer
    for role in missing.roles:
        people = await talk.query(
            f"people_{role}", decision_chain.people_at, access.customers(talk.speaker), customer_id
        )
        leads = opening.speaker.leads
        way_out = Choice(wording.LET_IN, LET_IN) if leads else Choice(wording.ASK_SUPERIOR, ASK_SUPERIOR)
        answer = await talk.ask(
            f"who_{role}",
            question,
            [*(Choice(name) for name in people[:SHOWN]), way_out, Choice(wording.DROP, DROP)],
            read_holder(people),
            about=(customer,),
            brief=wording.who_question(customer, role),
            matters=partial(still_unknown, talk.policy, request.id, opening.run, role),
        )
        if answer == DROP:
            return await dropped(talk, request.id, request.deal)
        if answer in (LET_IN, ASK_SUPERIOR):
            return await (let_in if answer == LET_IN else ask_superior)(talk, opening, request.id)
        now = await talk.now(f"named_{role}")
        told = (customer_id, role, answer, f"{wording.who_question(customer, role)}{answer}")
        given = await talk.execute(f"name_{role}", named_and_moved, talk.policy, *told, now)
        if isinstance(given, Stale):
            return await talk.say(given.text)
        receipt = wording.named(customer, given.what, role)
        if given.moves or not given.missing.roles:
            return await say_given(talk, opening, given, receipt, now)
        question = f"{receipt}{wording.who_question(customer, given.missing.roles[0])}"


def still_unknown(policy: Policy, request: int, run: int, role: str, session: Session) -> bool:
    """Whether the move still waits for somebody in the role, and nobody was asked since. Where it is not the speaker's
    any more, it does: what is answered then is refused."""
    found = requests.anybodys(session, request)
    if found is None or not found.is_open or found.run_id != run:
        return False
    return role in gates.missing(session, policy, found.deal, found.stage).roles

"""What to do about a move that waits for what its stage needs: 请主管放行, 先不推了. A leader lets it in right away."""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.gates.overriding import ask_superior, dropped, let_in, request_meant
from bot.handlers.shared.gates.which_move import move_meant
from bot.turn.opening import Opening, Talk
from bot.wording.deals import gates as wording
from bot.wording.offers import AnswerGate
from config.policy import Policy
from nlu import gates
from sales import slot_values
from sales.gates import requests
from sales.gates.requests import RequestFact
from sales.teamwork import people


async def answer_gate(talk: Talk, opening: Opening) -> None:
    offer = AnswerGate.of(opening.params)
    request_id = offer.request
    if request_id is None:
        scope, member_id = access.deals(talk.speaker), talk.speaker.member_id
        found = await talk.query("found", requests.of_member, scope, member_id)
        named = slot_values.word(opening.understanding.slots, "customer")
        if not found and gates.stays_put(opening.text) is not None:
            return await talk.say(wording.NO_MOVE_WAITS)
        meant = await move_meant(talk, opening, found if named else found[:1])
        if meant is None:
            return
        request_id = meant.id
    request = await request_meant(talk, request_id)
    if request is None:
        return
    wish = wished(talk.policy, opening) if offer.override is None else None
    if offer.override is False or wish == "waits":
        return await dropped(talk, request_id, request.deal)
    if wish in ("asks_pass", "comes_later", "asks_answer"):
        return await say_what_is_missing(talk, opening, request, wish)
    await (let_in if opening.speaker.leads else ask_superior)(talk.part("override"), opening, request_id)


def wished(policy: Policy, opening: Opening) -> gates.Remark | None:
    """What the words want of the move; None to have it let in."""
    words = policy.with_evidence_as(gates.FILE, opening.text, policy.evidence_keys)
    kinds: tuple[gates.Remark, ...] = ("asks_answer", "asks_superior", "asks_pass", "waits", "comes_later")
    found = next((kind for kind in kinds if gates.remarks(kind, words)), None)
    return None if found == "asks_superior" else found


async def say_what_is_missing(talk: Talk, opening: Opening, request: RequestFact, wish: gates.Remark) -> None:
    """Answer words that order nothing: what the move waits for, and what may be done about it."""
    choices = wording.gate_choices(request.id, leads=opening.speaker.leads)
    if wish == "asks_answer" and request.asked_at is not None:
        return await talk.say(wording.not_decided(talk.policy, request, opening.at))
    if wish == "asks_answer":
        refused = await talk.query("refused", requests.refusal, request)
        if refused is not None:
            return await talk.say(wording.kept_out(talk.policy, request, refused, opening.at), choices)
    missing = await talk.query("lacking", requests.lacking, access.deals(talk.speaker), talk.policy, request.id)
    if wish == "comes_later":
        return await talk.say(wording.waits_on(talk.policy, request.deal, request.stage, missing), choices)
    superior = await talk.query("superior", access.superior, talk.speaker.member_id)
    boss = await talk.query("boss", people.get, superior or 0)
    name = boss.name if boss is not None and not opening.speaker.leads else ""
    text = wording.only_by_leader(talk.policy, name, request.deal, request.stage, missing)
    await talk.say(text, choices)


FLOW = Flow("answer_gate", version=2, starts=(Intent("answer_gate"),), roles=SALES, run=answer_gate, offer=AnswerGate)

"""What to do about a move that waits for what its stage needs: 请主管放行, 先不推了. A leader lets it in right away."""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.conversation import Flow, Intent
from bot.handlers.shared.gates.overriding import ask_superior, dropped, let_in, request_meant
from bot.handlers.shared.gates.which_move import move_meant
from bot.turn.opening import Opening, Talk
from bot.wording.offers import AnswerGate
from sales import slot_values
from sales.gates import requests


async def answer_gate(talk: Talk, opening: Opening) -> None:
    offer = AnswerGate.of(opening.params)
    request_id = offer.request
    if request_id is None:
        scope, member_id = access.deals(talk.speaker), talk.speaker.member_id
        found = await talk.query("found", requests.of_member, scope, member_id)
        named = slot_values.word(opening.understanding.slots, "customer")
        meant = await move_meant(talk, opening, found if named else found[:1])
        if meant is None:
            return
        request_id = meant.id
    if offer.override is False:
        request = await request_meant(talk, request_id)
        return None if request is None else await dropped(talk, request_id, request.deal)
    await (let_in if opening.speaker.leads else ask_superior)(talk.part("override"), opening, request_id)


FLOW = Flow("answer_gate", version=1, starts=(Intent("answer_gate"),), roles=SALES, run=answer_gate, offer=AnswerGate)

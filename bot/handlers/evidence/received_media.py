"""A file or picture that was sent is kept with the deal that it belongs to. [技术协议_宏远.pdf]

Its caption and its name say whose it is and what it is, and order nothing. Where they say nothing, it is what a move
waits for; else it is asked. When it was all that a move waited for, the move is carried out.
"""

from __future__ import annotations

from bot import access
from bot.access import ANY_MEMBER, SALES
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.conversation.messages import Choice
from bot.handlers.shared.coaching.calls import take_call
from bot.handlers.shared.gates.gate import ask_for
from bot.handlers.shared.gates.going_on import kept_and_moved, say_given
from bot.handlers.shared.reporting.call_recording import keep_call
from bot.handlers.shared.ticketing.answering_file import answer_with_file
from bot.handlers.shared.which_customer import choose_customer
from bot.handlers.shared.which_deal import choose_deal
from bot.messaging import media_received
from bot.messaging.inbound import Media
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels
from bot.wording.coaching import calls
from bot.wording.deals import calls as calls_wording
from bot.wording.deals import gates as wording
from bot.wording.library import recorded
from bot.wording.offers import FillLibrary, HandInCall
from bot.wording.stages import deal_name
from nlu import contents, gates
from nlu.drills import exam
from nlu.understanding import Understanding
from sales import slot_values, stages
from sales.deals import DealFact
from sales.gates import Missing, requests
from sales.gates.requests import RequestFact

CALL_SECONDS = 60  # from which on a recording may be a call with a customer
LONGEST_KIND = 14  # characters of words that name a kind of file and no more
OTHER = "other"  # a kind of file that policy does not name
Waiting = tuple[tuple[RequestFact, Missing], ...]


async def received_media(talk: Talk, opening: Opening) -> None:
    media = opening.media
    if media is None:  # its conversation was broken off; what remains are the words
        return await talk.say(wording.SEND_AGAIN)
    if media.is_recorded:
        return await heard_later(talk, opening, media)
    if opening.speaker.roles.isdisjoint(SALES):
        return await answer_with_file(talk, opening, media)
    found = await talk.query("waiting", requests.with_missing, talk.speaker.deals, talk.policy, talk.speaker.member_id)
    marked = talk.policy.with_evidence_as(gates.FILE, opening.text, talk.policy.evidence_keys)
    is_denied = gates.remarks("no_such_file", marked)
    wanted = {kind for _, missing in found for kind in missing.evidence}
    named = None if is_denied else talk.policy.evidence_named(opening.text, wanted)
    deal = await deal_meant(talk, opening, found, named)
    if deal is None:
        return
    lacked = next((missing for request, missing in found if request.deal.id == deal.id), Missing())
    kind = named or await kind_meant(talk, media, deal, Missing() if is_denied else lacked)
    await keep(talk, opening, media, deal, None if kind == OTHER else kind)


async def heard_later(talk: Talk, opening: Opening, media: Media) -> None:
    """A recording is not heard yet; of somebody who sells it may be a call with a customer, one for the library, or a
    call to be checked."""
    if exam.hands_in_call(media.caption):
        return await take_call(talk, media.key)
    if contents.is_call(media.caption) and not opening.speaker.roles.isdisjoint(SALES):
        return await keep_call(talk, opening, media.key)
    came = await talk.query("came", media_received.of_run, opening.run, media.key)
    keeps = came is not None and not opening.speaker.roles.isdisjoint(SALES)
    is_long = media.kind != "voice" and (media.seconds >= CALL_SECONDS or not media.seconds)
    offered = [
        *([calls_wording.keep_button(came)] if is_long and came is not None else []),
        Choice(recorded.SAVE, opens=FillLibrary(came, "recording")),
        Choice(calls.AS_EXAM_CALL, opens=HandInCall(came)),
    ]
    await talk.say(wording.VOICE if media.kind == "voice" else recorded.NOT_HEARD, offered if keeps else [])


async def keep(talk: Talk, opening: Opening, media: Media, deal: DealFact, kind: str | None) -> None:
    """Keep the file with the deal, and go on with the move that it completes."""
    now, name = await talk.now(), file_name(media)
    given = await talk.execute("keep", kept_and_moved, talk.policy, deal, kind, media.key, name, now)
    if isinstance(given, Stale):
        return await talk.say(given.text)
    receipt = wording.kept(talk.policy, deal, kind, name, is_new=given.is_new)
    see = wording.see_files(deal.customer_id)
    if not given.moves and given.is_new and deal.owner_id != talk.speaker.member_id:
        text = wording.kept_for(talk.policy, talk.speaker.name, deal, kind, name)
        await talk.say(text, [see], kind="receipt", to=deal.owner_id)
    if given.request is None or not given.missing.roles:
        return await say_given(talk, opening, given, receipt, now, see)
    asked = await talk.execute("ask", requests.asked_in, given.request.id, opening.run)
    if isinstance(asked, Stale):
        return await talk.say(receipt)
    question = f"{receipt}\n{wording.still_lacks(talk.policy, given.request.stage, given.missing)}"
    await ask_for(talk, opening, given.request, given.missing, question)


def file_name(media: Media) -> str:
    """What the file is called; a picture may have no name."""
    return media.name or ("照片" if media.kind == "image" else "文件")


async def deal_meant(talk: Talk, opening: Opening, waiting: Waiting, kind: str | None) -> DealFact | None:
    """The deal that the file belongs to: of the customer named, else the one whose move waits for it, else of the
    customer spoken of. None if there is none, which the person has been told."""
    slots = opening.understanding.slots
    words, contacts = slot_values.word(slots, "customer"), slot_values.words(slots, "contact")
    if not words and not contacts:
        lacking = [request for request, missing in waiting if lacks(missing, kind)]
        moves = lacking or ([request for request, _ in waiting] if len(waiting) == 1 else [])
        if moves:
            return await one_of(talk, moves)
    customer = (await choose_customer(talk, opening, words, contacts)).customer
    if customer is None:
        return None
    theirs = [
        request for request, missing in waiting if request.deal.customer_id == customer.id and lacks(missing, kind)
    ]
    if len(theirs) == 1:
        return theirs[0].deal
    deal = (await choose_deal(talk, opening, customer, slot_values.word(slots, "product"))).deal
    if deal is not None:
        return deal
    closed = await talk.query("closed", stages.closed_of, access.deals(talk.speaker), customer.id)
    if closed:
        return closed[0].deal
    await talk.say(f"{customer.name}名下没有单子,这个文件没处放。要存,先把单子建起来:说「新线索」就行。")
    return None


def lacks(missing: Missing, kind: str | None) -> bool:
    """Whether a file of this kind is missing; with None, any file."""
    return bool(missing.evidence) if kind is None else kind in missing.evidence


async def one_of(talk: Talk, moves: list[RequestFact]) -> DealFact:
    """The deal of the only move, or of the one that the person picks."""
    if len(moves) == 1:
        return moves[0].deal
    choices = [Choice(deal_name(move.deal), move.deal) for move in moves]
    picked: DealFact = await talk.ask("which_move", "文件收到,是哪一单的?", choices)
    return picked


async def kind_meant(talk: Talk, media: Media, deal: DealFact, lacked: Missing) -> str:
    """The kind of a file that says nothing of it: the only one that a move waits for, else the one that is picked."""
    if len(lacked.evidence) == 1:
        return lacked.evidence[0]
    keys = lacked.evidence or tuple(kind.key for kind in talk.policy.evidence)
    if not keys:
        return OTHER
    choices = [*(Choice(talk.policy.evidence_name(key), key) for key in keys), Choice(wording.OTHER_PAPER, OTHER)]

    def read_kind(text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
        if len(labels.tidy(text)) > LONGEST_KIND:
            return NotAnAnswer()
        choice = labels.named(asked.choices, text)
        named = talk.policy.evidence_named(text, keys) or (choice.answer if choice is not None else None)
        return str(named) if named is not None else NotAnAnswer("点一种就行。")

    question = wording.kind_question(file_name(media), deal.customer)
    return str(await talk.ask("kind", question, choices, read_kind, about=(deal.customer,)))


FLOW = Flow("received_media", version=1, roles=ANY_MEMBER, run=received_media)

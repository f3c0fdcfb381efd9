"""A script is given to the library: 我有一条话术. It is put together in the person's own words, compared with what is
there, shown as it will be sent, and then waits for who leads them."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER, Speaker
from bot.admin import giving
from bot.admin.library import ALIKE
from bot.conversation import Command, Failed, Flow, Intent, Phrase
from bot.conversation.messages import Choice
from bot.handlers.shared.library import drafting
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.library import giving as wording
from bot.wording.offers import Contribute
from config.policy import Policy
from knowledge.points import contributions
from knowledge.points.contributions import ContributionFact, ScriptDraft
from knowledge.trust import wanted
from nlu.giving import offers
from sales.errors import Changed
from sales.teamwork import people


async def contribute_script(talk: Talk, opening: Opening) -> None:
    offer = Contribute.of(opening.params)
    earlier = None
    if offer.again is not None:
        earlier = await talk.query("earlier", own_draft, offer.again, talk.speaker.member_id)
    question = None
    if offer.wanted is not None:
        question = await talk.query("question", wanted.get, offer.wanted)
        if question is None:
            return await talk.say(wording.ANSWERED_BY_NOW)
    reviewer = await talk.query("reviewer", reviewer_of, talk.speaker.member_id)
    if reviewer is None:
        return await talk.say(wording.NOBODY)
    draft = await drafting.first_draft(talk, opening, earlier, question.words if question is not None else None)
    compared = await talk.call("alike", ALIKE, {"text": draft.body})
    found = None if isinstance(compared, Failed) else compared["found"]
    if found is not None:
        choices = [Choice(wording.STILL, True), Choice(wording.DROP, False)]
        if not await talk.ask("still", wording.alike(found), choices):
            return await talk.say(wording.NOT_KEPT)
    confirmed = await drafting.put_right(talk, opening, draft, reviewer[1])
    if confirmed is None:
        return await talk.say(wording.NOT_KEPT)
    now = await talk.now()
    alike = found["code"] if found else None
    sent = await talk.execute("send", send, talk.policy, confirmed, alike, offer.wanted, now)
    if isinstance(sent, Stale):
        return await talk.say(wording.NOBODY)
    request = wording.request(talk.policy, sent)
    await talk.say(request, wording.request_choices(sent), kind="prompt", to=sent.asked_id)
    points = talk.policy.points.approved
    receipt = wording.sent(
        confirmed, sent.asked, points, is_alike=found is not None, compared=not isinstance(compared, Failed)
    )
    await talk.say(receipt, [undo_button(opening.run)], kind="receipt")


def reviewer_of(session: Session, member_id: int) -> tuple[int, str] | None:
    """Who decides on what a member gives, by id and name; None if there is nobody else."""
    reviewer = people.get(session, access.superior(session, member_id) or 0)
    return None if reviewer is None else (reviewer.id, reviewer.name)


def own_draft(session: Session, contribution_id: int, member_id: int) -> ScriptDraft | None:
    """What a member contributed before."""
    fact = contributions.get(session, contribution_id)
    return fact.draft if fact is not None and fact.member_id == member_id else None


def send(
    session: Session,
    by: Speaker,
    policy: Policy,
    draft: ScriptDraft,
    alike: str | None,
    wanted_id: int | None,
    now: datetime,
) -> ContributionFact:
    """Keep the contribution, which waits for who leads its author now. Raises Changed if there is nobody."""
    asked_id = access.superior(session, by.member_id)
    if asked_id is None:
        raise Changed("request", None, "decides")
    fact = contributions.add(session, by.member_id, draft, alike, asked_id, now, wanted_id)
    giving.look_again(session, policy, giving.CONTRIBUTION, fact.id, asked_id, now)
    return fact


FLOW = Flow(
    "contribute_script",
    version=1,
    starts=(
        Command("我有一条话术"),
        Command("交话术"),
        Phrase("offers a script outright", offers, weighed=True),
        Intent("contribute_script"),
    ),
    roles=ANY_MEMBER,
    run=contribute_script,
    title="交一条话术",
    offer=Contribute,
)

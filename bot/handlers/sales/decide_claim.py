"""A supervisor decides by one tap whose customer it is when a rep entered a colleague's as a new lead."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.handlers.shared.handover import reminders_follow
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.offers import DecideClaim
from bot.wording.reminders import reminder_lines
from config.policy import Policy
from sales import leads
from sales.leads import Decided
from sales.reminders import ReminderFact
from sales.scope import Actor
from scheduler import stage_clock


async def decide_claim(talk: Talk, opening: Opening) -> None:
    decision = DecideClaim.of(opening.params)
    claim_id, granted = decision.claim, decision.granted
    now = await talk.now()
    done = await talk.execute("decide", decide, talk.policy, claim_id, granted, now)
    if isinstance(done, Stale):
        return await talk.say(done.text if done.reason == "decides" else "这条撞单已经撤回了,不用定了。")
    claim = done.claim
    if done.already:
        return await talk.say(
            f"这条{claim.decided_by}已经定过了:{'转给' + claim.claimant if claim.granted else '没有转'}。"
        )
    moved: tuple[ReminderFact, ...] = ()
    if granted:
        followed = await talk.execute(
            "reminders", reminders_follow, talk.policy, claim.customer_id, done.former_id, claim.claimant_id, now
        )
        moved = () if isinstance(followed, Stale) else followed
    lines = reminder_lines(talk.policy, moved, now)
    keeper = claim.claimant if granted else claim.owner
    await talk.say(f"定了:{claim.customer}归{keeper}。", [undo_button(opening.run)], kind="receipt")
    to_claimant = f"{claim.customer}转给你了,从现在起由你跟。"
    if not granted:  # the words as typed: the name is not the claimant's to know
        to_claimant = f"你报的「{claim.said[:30]}」还是由原来的同事跟。"
    if moved:
        to_claimant += f"原来的同事设的提醒也跟过来,到点我叫你:\n{lines}"
    await talk.say(to_claimant, kind="receipt", to=claim.claimant_id)
    if granted and done.former_id is not None:
        gone = f"你设的这几条提醒也一起转给{claim.claimant}了:\n{lines}" if moved else ""
        passed_on = f"{claim.customer}由{talk.speaker.name}转给{claim.claimant}跟了。{gone}"
        await talk.say(passed_on, kind="receipt", to=done.former_id)


def decide(session: Session, by: Actor, policy: Policy, claim_id: int, granted: bool, now: datetime) -> Decided:
    """Decide the claim, and start the limits of the deals that get another owner anew."""
    done = leads.decide(session, by, claim_id, granted, now)
    for deal_id in done.deal_ids:
        stage_clock.watch(session, policy, deal_id, now)
    return done


FLOW = Flow("decide_claim", version=2, roles=ANY_MEMBER, run=decide_claim, offer=DecideClaim)

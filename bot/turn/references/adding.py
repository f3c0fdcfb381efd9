"""Whether words belong to the record just made, say what it lacks, or tell of something beside it."""

from __future__ import annotations

from bot import access
from bot.turn import router
from bot.turn.context import TurnContext
from bot.turn.references import belonging, topic
from bot.turn.references.deal_said import one_named
from bot.wording.offers import LogFollowup
from config.policy import Policy
from nlu.context import NO_OBJECTION, others_tell, reached
from nlu.schema import REFUSAL
from nlu.understanding import Understanding
from sales import deals, followups, slot_values


def is_of_another_deal(meant: Understanding, recent: topic.Recent) -> bool:
    """Whether the words name a product that none of the deals just recorded is about."""
    product = slot_values.word(meant.slots, "product")
    return product is not None and bool(recent.products) and product not in recent.products


def route_beside(
    recent: topic.Recent,
    text: str,
    meant: Understanding,
    waiting: belonging.Waiting | None,
    route: router.Route,
    table: router.FlowTable,
) -> router.Route:
    """`route`, with what was recorded just now in mind: words on another deal do not belong to it, those that say what
    it lacks do."""
    if isinstance(route, router.AddToRecord) and is_of_another_deal(meant, recent):
        route = router.opening(meant, table) or route
    return router.AddToRecord() if completes(recent, text, meant, waiting, route) else route


def completes(
    recent: topic.Recent, text: str, meant: Understanding, waiting: belonging.Waiting | None, route: router.Route
) -> bool:
    """Whether the words say what kind of objection there was in the record just made, or why the deal was lost."""
    if recent.lost_deal is not None and recent.lacks_class and belonging.may_explain(text, meant):
        return True
    if (waiting is not None and not waiting.is_stale) or isinstance(route, router.Answer | router.TapOffer):
        return False
    named = belonging.class_named(text, meant)
    return named is not None and (named != NO_OBJECTION or (recent.lacks_class and recent.lost_deal is None))


def tells_other_day(meant: Understanding, saved: followups.Saved) -> bool:
    """Whether the words tell of a contact of another day than the record; not where they put its day right."""
    day = slot_values.day(meant.slots, "occurred_on")
    told = bool(meant.slots.keys() & {"method", "outcome"}) and not belonging.PUTS_RIGHT.match(meant.text.strip())
    return told and day is not None and day != saved.followup.occurred_on


def may_add(text: str, meant: Understanding) -> bool:
    """Whether the words might belong to what was just recorded."""
    unclear = meant.confidence < belonging.CLEAR or meant.intent in (belonging.REPORT, belonging.PLAN, REFUSAL)
    if belonging.class_named(text, meant) is not None:
        return True
    return unclear and "customer" not in meant.slots


def _reached(policy: Policy, text: str, meant: Understanding) -> bool:
    """Whether somebody was reached after all: it is said, or they are told to say something."""
    speaks = "contact" in meant.slots and others_tell(text)
    return reached(text) or (speaks and followups.is_contact(policy, slot_values.word(meant.slots, "outcome")))


def reached_after_all(context: TurnContext, meant: Understanding) -> bool:
    """Whether the words name nobody and say that somebody was reached after all, right after a record of an attempt
    that reached nobody: that one, whatever other record waits for an answer."""
    if not reached(meant.text) or meant.slots.keys() & belonging.WHO:
        return False
    recent = topic.recent(context.session, context.conversation_id, context.now)
    if recent is None or len(recent.followups) != 1:
        return False
    saved = followups.saved(context.session, recent.followups[0])
    return saved is not None and not followups.is_contact(context.rules.policy, saved.followup.outcome)


def apart_of_it(context: TurnContext, recent: topic.Recent, text: str, meant: Understanding) -> LogFollowup | None:
    """What opens a record beside the one just made, of the same customer: where the words name another deal of it
    (臭氧那单也聊了) or of another day (上周五也打过一次), or nobody was reached then and now somebody was."""
    if len(recent.followups) != 1 or (saved := followups.saved(context.session, recent.followups[0])) is None:
        return None
    policy = context.rules.policy
    if not followups.is_contact(policy, saved.followup.outcome) and _reached(policy, text, meant):
        return LogFollowup(deal=saved.deal_id, customer=None if saved.deal_id else saved.customer_id, tells=True)
    if tells_other_day(meant, saved):
        return LogFollowup(deal=saved.deal_id, customer=None if saved.deal_id else saved.customer_id, tells=True)
    found = deals.open_of(context.session, access.deals(context.speaker), saved.customer_id)
    named = one_named(text, found)
    return LogFollowup(deal=named.id, tells=True) if named is not None and named.id != saved.deal_id else None

"""Words that only say what part people play in a purchase (拍板的是陈院长, 赵主任挺支持我们): no contact with the
customer took place. In the report of one they stay with it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.access import SALES, Speaker
from bot.turn.references.belonging import CLEAR, TICKET, TOLD
from bot.turn.speaker.hearing import SURE, Read
from nlu.context import with_titles
from nlu.corrections import taken_away
from nlu.statements.buying_roles import (
    asks_department,
    is_of_department,
    listened_to,
    may_claim,
    post_that_decides,
    role_claims,
    side_taken,
)
from nlu.understanding import Understanding
from sales import slot_values

INTENT = "buying_role"  # which `parse` does not know
REPORT = "log_followup"
TAKEN_FOR = frozenset({REPORT, "customer_info", "query_health", "out_of_scope", "deny", "confirm"})
CLOSES = re.compile(r"签|成交|成了|丢|黄了|拿下|中标|定下来|合同|打款|下单")  # of words that close a deal, one is there
DOUBTFUL = 0.3  # the confidence of words about somebody of which nothing is written
OF_THE_PAST = re.compile("上次|上回|去年|前年|以前|之前|早先|当年|[坏出]过")  # why somebody is against us
ENTERS = re.compile("线索|客户|商机|录|建|加")
NAMES = frozenset({"customer", "contact", "buyer_role"})
SOMEBODY = "他"  # whoever is under discussion
SPOKE = re.compile("说(?!了算|话)|讲|聊|谈|问|告诉|透露|反馈|回复|电话|微信|见了|见面|去了|拜访")
UNTOLD = frozenset({"refuses", "quotes"})  # statements that are not to be written: 先别记, 「…」
LONGEST = 80  # characters; longer words tell more than that


def roles_told(speaker: Speaker, heard: Understanding, read: Read) -> Understanding | None:
    """The words as those that say somebody's part; None where they say no such thing, or report a contact too."""
    if not UNTOLD.isdisjoint(heard.factuality):
        return None
    if speaker.role not in SALES or not may_tell(heard) or any(one.asked for one in taken_away(heard.text)):
        return None
    if heard.intent == REPORT and heard.confidence >= CLEAR and any(map(_tells_contact, _acts(heard))):
        return None
    told = read(with_titles(heard.text), REPORT)
    names = tuple(dict.fromkeys(name for act in _acts(told) for name in slot_values.words(act.slots, "contact")))
    post = post_that_decides(heard.text)
    if post is not None and not any(name.endswith(post) for name in names):
        names = (*names, post)
    if not role_claims(heard.text, names, SOMEBODY) and listened_to(heard.text, names) is None:
        only_told = heard.intent == TICKET and is_of_department(heard.text, names)
        return replace(told, intent="customer_info", confidence=DOUBTFUL, more=()) if only_told else None
    side = side_taken(heard.text, names)  # a rival, and no customer
    customers = {name for act in _acts(told) for name in slot_values.words(act.slots, "customer")}
    customers = {name for name in customers if side is None or side not in name}
    if len(customers) > 1:
        return None
    slots = {**({"contact": list(names)} if names else {}), **({"customer": customers.pop()} if customers else {})}
    return replace(told, intent=INTENT, confidence=SURE, slots=slots, more=(), text=heard.text)


def _tells_contact(act: Understanding) -> bool:
    """Whether it reports a contact too: more than that somebody there does not decide, or what once was,
    and not in the customer's words."""
    objections = set(slot_values.words(act.slots, "objection"))
    no_words = not SPOKE.search(act.text) and (objections == {"decision_chain"} or OF_THE_PAST.search(act.text))
    return bool((act.slots.keys() - {"objection"} if no_words else act.slots.keys()) & TOLD)


def may_tell(heard: Understanding) -> bool:
    """Whether the words might say what part somebody plays."""
    unclear = not heard.more and (heard.confidence < CLEAR or _closes_nothing(heard) or _enters_nobody(heard))
    if heard.intent == TICKET and len(heard.text) <= LONGEST:  # 孟工是技术把关的 asks nothing of our 技术
        return not heard.more and not asks_department(heard.text)
    taken = unclear or {act.intent for act in _acts(heard)} <= TAKEN_FOR
    return taken and len(heard.text) <= LONGEST and may_claim(heard.text)


def _closes_nothing(heard: Understanding) -> bool:
    """Whether words were taken for the end of a deal that speak of none (刘总是我们的人)."""
    return heard.intent == "close_deal" and "amount" not in heard.slots and CLOSES.search(heard.text) is None


def _enters_nobody(heard: Understanding) -> bool:
    """Whether words were taken for a new lead that name none (拍板的是他们馆长姓农)."""
    return heard.intent == "log_lead" and heard.slots.keys() <= NAMES and ENTERS.search(heard.text) is None


def _acts(understanding: Understanding) -> tuple[Understanding, ...]:
    return (understanding, *understanding.more)

"""需要支持: the superior is told at once what is needed, and this breach is not nudged again.

The button under a nudge names its deal. Typed, it is the deal named (大运需要支持), else the only one that is overdue;
of several the person is asked. What is needed may be said with it (需要支持 他要我们老总出面).
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.conversation import Asked, Command, Flow, Intent, NotAnAnswer, all_read_by
from bot.conversation.messages import Choice
from bot.handlers.shared.leading.telling import tell_colleagues
from bot.handlers.shared.which_deal import deal_meant
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.wording.buttons import leader_buttons, undo_button
from bot.wording.offers import AnswerSupport, NeedSupport, ShowCustomer
from bot.wording.stages import deal_name
from bot.wording.tasks import deal_about, support_text, wish_text
from bot.wording.turn import HANDED_AWAY
from config.policy import Policy
from nlu import leaders
from nlu.understanding import Understanding
from sales import breaches, customers, deals, limits, slot_values
from sales.deals import DealFact
from sales.errors import Changed
from sales.limits import Overdue
from sales.scope import Actor
from sales.teamwork import people
from sales.teamwork.people import MemberFact
from scheduler import stage_clock

WISH = "need_support"  # as `read_by_speaker` calls it
SHOWN = 6
SAYS_NOTHING, SHORTEST = frozenset({"cancel", "deny", "confirm", "greet"}), 3  # of an answer that is none
ASKS_LEAVE = "请你定"
NO_SUPERIOR = "公司里还没有你的主管,这件事我转不出去,找管理员加一下。"
NOT_LATE = "这一单已经不超时了,不用处理。要帮忙直接找主管就行。"
NEEDS = ("报价或折扣", "产品和技术支援", "主管一起拜访")


async def need_support(talk: Talk, opening: Opening) -> None:
    deal_id = NeedSupport.of(opening.params).deal
    said = str(opening.params.get("rest", ""))
    if opening.understanding.intent == WISH and not said:
        return await wish_for_help(talk, opening)
    if deal_id is None:
        deal_id = await overdue_meant(talk, opening)
    if deal_id is None:
        return
    own = deals.own(talk.speaker)
    found = await talk.query("overdue", limits.overdue_fact, deal_id, opening.at, talk.policy, scope=own)
    if found is None:
        known = await talk.query("lost", deals.get, own, deal_id)
        if known is not None and NeedSupport.of(opening.params).deal is None:
            return await ask_in_time(talk, opening, known, said)
        return await talk.say(HANDED_AWAY if known is None else NOT_LATE)
    today = opening.at.astimezone(talk.policy.zone).date()
    superior = await talk.query("superior", access.superior_on, found.deal.owner_id, today)
    if superior is None:
        return await talk.say(NO_SUPERIOR)
    need = said or await talk.ask(
        "need",
        f"{found.deal.customer}需要什么支持?点一个,或者直接说。",
        NEEDS,
        partial(read_need, found.deal.customer),
        about=(found.deal.customer,),
        matters=partial(still_overdue, talk.policy, deal_id, opening.at),
    )
    now = await talk.now()
    heard = await talk.execute("support", supported, talk.policy, deal_id, need, now)
    if isinstance(heard, Stale):
        return await talk.say(heard.text)
    if heard:
        text = support_text(talk.policy, found, need, opening.at)
        await talk.say(text, leader_buttons(found), kind="alert", to=superior)
        return await talk.say(f"已经告诉主管了:{need}。", [undo_button(opening.run)], kind="receipt")
    await talk.say(f"这会儿不打扰主管,上班前告诉他:{need}。", [undo_button(opening.run)], kind="receipt")


async def ask_in_time(talk: Talk, opening: Opening, deal: DealFact, said: str) -> None:
    """Support for a deal that is in time: the superior hears what is needed, and their answer goes back."""
    today = opening.at.astimezone(talk.policy.zone).date()
    superior = await talk.query("superior", access.superior_on, deal.owner_id, today)
    boss = await talk.query("boss", people.get, superior or 0)
    if boss is None:
        return await talk.say(NO_SUPERIOR)
    question = f"{deal.customer}需要什么支持?点一个,或者直接说。"
    parse = partial(read_need, deal.customer)
    need = said or await talk.ask("need", question, NEEDS, parse, about=(deal.customer,))
    await put_to(talk, boss, deal, need)


async def put_to(talk: Talk, boss: MemberFact, deal: DealFact, need: str) -> None:
    """Put what a deal needs to the superior, whose words to it go back to who asked."""
    buttons = [
        Choice("回他一句", opens=AnswerSupport(deal.id)),
        Choice("看看情况", opens=ShowCustomer(deal.customer_id)),
    ]
    await talk.say(wish_text(talk.policy, talk.speaker.name, deal, need), buttons, kind="nudge", to=boss.id)
    await talk.say(f"已经告诉{boss.name}了:{need}。回了我告诉你。")


async def wish_for_help(talk: Talk, opening: Opening) -> None:
    """Words that say what is needed (鼎新顾不上,沈姐帮我跟一下): by one tap the superior hears them."""
    superior = await talk.query("superior", access.superior, talk.speaker.member_id)
    boss = await talk.query("boss", people.get, superior or 0)
    if boss is None:
        return await talk.say(NO_SUPERIOR)
    if leaders.remarks("asks_who_approves", opening.text):
        question = f"折扣、账期这类特批先要{boss.name}点头。要批什么?说一句,我转给他。"
        wanted = await talk.ask("what", question, (), read_wanted, claims=all_read_by(read_wanted))
        return await tell_colleagues(talk, opening, (boss,), await with_deal(talk, opening, wanted), ASKS_LEAVE)
    if asks_leave(opening):
        words = await with_deal(talk, opening, opening.text.strip())
        return await tell_colleagues(talk, opening, (boss,), words, ASKS_LEAVE)
    called = called_colleagues(opening)
    asked = leaders.remarks("asks_for_me", called)
    if asked or leaders.remarks("asks_support", called):
        deal = await talk.query("wished_for", deal_spoken_of, talk.speaker, opening)
        if deal is not None:
            return await put_to(talk, boss, deal, opening.text.strip())
        if asked:
            return await tell_colleagues(talk, opening, (boss,), opening.text.strip(), ASKS_LEAVE)
    question = f"要我把这句话告诉{boss.name}吗?不记成跟进。\n「{opening.text.strip()[:60]}」"
    if not await talk.ask("tell", question, [Choice(f"告诉{boss.name}", True), Choice("不用", False)]):
        return await talk.say("好,没转,也没记。")
    await tell_colleagues(talk, opening, (boss,), opening.text.strip())


def read_wanted(text: str, understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """What is to be approved, in the rep's own words."""
    says_nothing = understanding.intent in SAYS_NOTHING or len(text.strip()) < SHORTEST
    return NotAnAnswer() if says_nothing else text.strip()


async def with_deal(talk: Talk, opening: Opening, words: str) -> str:
    """What is wished, with the deal that it is about, if it is clear which."""
    deal = await talk.query("wished_for", deal_spoken_of, talk.speaker, opening)
    return words if deal is None else f"{words}({deal_about(talk.policy, deal)})"


def deal_spoken_of(session: Session, speaker: Speaker, opening: Opening) -> DealFact | None:
    """The speaker's only open deal of the customer named, else the one just spoken of."""
    own, slots = deals.own(speaker), opening.understanding.slots
    name, contact = slot_values.word(slots, "customer"), slot_values.word(slots, "contact")
    scope = access.customers(speaker)
    if name or contact:
        found = customers.find(session, scope, name) if name else customers.by_contact(session, scope, contact or "")
        meant = found[0].id if len(found) == 1 and not found[0].near else None
        deal_id = None
    else:
        about = topic.under_discussion(session, opening.run, opening.at)
        meant, deal_id = (about.customer_id, about.deal_id) if about is not None else (None, None)
    running = deals.open_of(session, own, meant) if meant is not None else ()
    return next((deal for deal in running if deal.id == deal_id), running[0] if len(running) == 1 else None)


def called_colleagues(opening: Opening) -> str:
    """The words with each colleague as a letter, as the rules take them."""
    text = opening.text
    for start, end in sorted(opening.understanding.spans_of("person"), reverse=True):
        text = text[:start] + leaders.COLLEAGUE + text[end:]
    return text


def asks_leave(opening: Opening) -> bool:
    """Whether the words ask a leader's leave (我想给他让5000 领导能批不) rather than for help."""
    words = opening.text
    for name in slot_values.words(opening.understanding.slots, "person"):
        words = words.replace(name, leaders.COLLEAGUE)
    return leaders.remarks("asks_leave", words) and not leaders.remarks("wishes_help", words)


def still_overdue(policy: Policy, deal_id: int, at: datetime, session: Session) -> bool:
    """Whether the deal that was overdue at `at` still is."""
    return limits.overdue_fact(session, deal_id, at, policy) is not None


async def overdue_meant(talk: Talk, opening: Opening) -> int | None:
    """The deal that words mean; None if there is none, which the person has been told."""
    if slot_values.word(opening.understanding.slots, "customer") or slot_values.word(
        opening.understanding.slots, "contact"
    ):
        deal = await deal_meant(talk, opening)
        return deal.id if deal is not None else None
    scope = deals.owned_by(talk.speaker.member_id)
    overdue = await talk.query("longest", limits.longest, scope, talk.policy, opening.at, SHOWN)
    if not overdue.deals:
        await talk.say("你现在没有超时的单子。要帮忙哪一单,带上客户名字说,或者直接找主管。")
        return None
    if len(overdue.deals) == 1:
        return int(overdue.deals[0].deal.id)
    choices = [Choice(deal_name(late.deal), late.deal.id) for late in overdue.deals]
    return int(await talk.ask("which", "哪一单需要支持?", choices))


def read_need(customer: str, text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """What is needed, in any words; words that name another customer than `customer` are no answer."""
    return NotAnAnswer() if understanding.slots.get("customer", customer) != customer else text.strip()


def supported(session: Session, by: Actor, policy: Policy, deal_id: int, need: str, now: datetime) -> bool:
    """Save what is needed; nobody is nudged any more. Whether the superior hears of it now, or in the morning. Raises
    Changed if the deal is no longer overdue."""
    found: Overdue = breaches.locked(session, by, deal_id, now, policy)
    breaches.support(session, by, found.breach_id or 0, need, now)
    today = now.astimezone(policy.zone).date()
    superior_id = access.superior_on(session, found.deal.owner_id, today)
    if superior_id is None:
        raise Changed("member", found.deal.owner_id, "gone")
    next_id = access.above(session, superior_id, found.deal.owner_id)
    return stage_clock.supported(session, policy, found, superior_id, next_id, now)


FLOW = Flow(
    "need_support",
    version=1,
    starts=(Command("需要支持"), Command("要支持"), Command("求支持"), Intent(WISH)),
    roles=SALES,
    run=need_support,
    title="要主管支持",
    offer=NeedSupport,
)

"""What is said before and during a drill: whom it is with, and what the bot is asked in the middle of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.messages import Choice, SaidWords
from bot.wording.offers import Practise
from bot.wording.values import say_money
from coaching.casting import Wish
from coaching.customer import Line
from coaching.scenarios import GENERAL, Script
from config.policy import Policy
from sales.deals import DealFact

END, HINT, GO_ON = "结束", "提示一下", "接着练"
ANY = "随便来一个"
ASK_WHOM = (
    "想练哪种客户?点一个,也可以直接说,比如「医院设备科主任,预算80万,很强势」,或者「用我手上的单子」「难一点的」。"
)
WHOM = "练哪种客户?"
NOT_READ = "没看出想练谁。说个行业、对方的职位、异议,或者你自己的客户名都行,比如「校长嫌贵」。"
ASK_DEAL = "拿你手上哪一单练?"
NO_DEALS = "你名下现在没有在跟的单子,先挑一个现成的客户练。"
NOT_YOUR_CUSTOMER = "你的客户里没对上「{name}」,就按你说的演。"
PAUSED = "好,先停在这儿,说过的都留着。回来说「接着练」,不练了说「结束」出成绩。"
TAKEN_BACK = "好,刚才那句不算。"
NOTHING_TO_TAKE_BACK = "你还没说呢,没有要收回的。"
NOT_TO_A_CUSTOMER = "这句像是接着刚才陪练说的,没记到真客户上。"
LOG_IT = "是真客户,记成跟进"


def begins(script: Script, wish: Wish, focus: str | None, *, fits: bool, by_voice: bool) -> str:
    """Who is played and how it goes, before the customer's first line; `focus` is the dimension to work on. `fits`: the
    scenario is of the trade and post that were wished. `by_voice`: it may be answered by voice."""
    return "\n".join(
        [
            *([] if fits or wish.customer else [_played_by_another(wish)]),
            *([NOT_YOUR_CUSTOMER.format(name=wish.contact)] if wish.contact and not wish.customer else []),
            f"我来当客户:{who(script, wish)},预算 {say_money(script.budget * 100)},{script.temper}。",
            f"你卖的是{script.product}。{script.situation}",
            f"目标:{script.goal}。",
            *([f"这次重点练:{focus}。"] if focus else []),
            f"直接回我就行{'(打字、发语音都可以)' if by_voice else ''},说「结束」出成绩,卡住了说「提示一下」。",
        ]
    )


def who(script: Script, wish: Wish) -> str:
    """Who the customer is: where they are and what they are there, or their name."""
    called = wish.contact or script.buyer_role
    return called if script.industry == GENERAL else f"{script.industry}的{called}"


def _played_by_another(wish: Wish) -> str:
    """What there is no scenario of."""
    place, post = wish.called or next(iter(wish.industries), ""), next(iter(wish.roles), "")
    if wish.called or not post:
        return f"没有{place or '这种客户'}的现成场景,话题用各行通用的,人照你说的演。"
    return f"{place + '的' if place else ''}现成场景里没有{post},话题用各行通用的,人照你说的演。"


def scenario_button(script: Script) -> Choice:
    """Practises this scenario, where it is asked which."""
    return Choice(script.title, script.id)


def deal_button(deal: DealFact) -> Choice:
    """Practises this deal, where it is asked which."""
    return Choice(f"{deal.customer}·{deal.product_line}" if deal.product_line else deal.customer, deal.id)


def hint(needs: Sequence[str]) -> str:
    """What a good reply would do."""
    return "\n".join(["可以往这几点上说:", *(f"·{need}" for need in needs[:3])])


def customer_says(text: str) -> str:
    """A line of the customer's."""
    return f"客户:{text}"


def aside(asked: str, policy: Policy, script: Script, line: Line, replies: int) -> str:
    """The bot's own answer to what it is asked in the middle of a drill."""
    if asked == "hint":
        return hint(line.needs)
    if asked == "goal":
        return f"目标:{script.goal}。你卖的是{script.product},对面是{script.buyer_role},{script.temper}。"
    if asked == "place":
        return f"你说了 {replies} 句,客户的 {len(script.concerns)} 个顾虑松口了 {line.met} 个。还没约到:{script.goal}。"
    if asked == "meaning":
        return _meaning(policy, script, line)
    if asked == "example":
        return f"可以这样说:「{script.reference}」\n照着意思,用你自己的话回他。"
    return "客户刚才说的是这句:"


def _meaning(policy: Policy, script: Script, line: Line) -> str:
    concern = next((each for each in script.concerns if each.needs == line.needs), None)
    if concern is None:
        return f"他顾虑说得差不多了,在等你提下一步:{script.goal}。"
    return f"他卡在「{policy.say('objections', concern.objection)}」上,想听到的是:{line.needs[0]}。"


def each_for_oneself(name: str) -> str:
    """That nobody practises in another's place."""
    return f"陪练是各练各的:谁练,就在谁自己的聊天里进行,成绩记在谁名下,所以没给你开。\n要不要我提醒{name}去练?"


def remind_button(name: str) -> Choice:
    """Has somebody told that they are to practise."""
    return Choice(f"提醒{name}去练", opens=SaidWords("instruct", f"让{name}今天抽空做一次陪练"))


def after_drill_buttons(text: str) -> list[Choice]:
    """What words may be that were said right after a drill."""
    return [Choice(LOG_IT, opens=SaidWords("log_followup", text)), Choice("再练一次", opens=Practise())]

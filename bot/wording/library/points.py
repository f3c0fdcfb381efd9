"""Points as people read them: how many they have and what for, who has most, what earns them, and what they are
redeemed for. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.messages import Choice
from bot.wording.offers import Contribute, DecideRedemption, Redeem
from bot.wording.undoing import quoted
from config.library.points import PointsPolicy, Reward
from knowledge.points.contributions import ContributionFact
from knowledge.points.earning import Earned
from knowledge.points.ledger import APPROVED, REDEEMED, REFUNDED, REUSED, WON, Entry, Place
from knowledge.points.rewards import RedemptionFact

NO_FIGURES = "跟进及时率、转化率这些个人数字我还没有;签了几单、手上几单可以直接问。积分是这样:"
NOTHING_YET = "还没有积分。交一条话术,审过就有。"
GIVE = Choice("交一条话术", opens=Contribute())
REWARDS = Choice("能换什么", opens=Redeem())
NO_REWARDS = "公司还没定积分能换什么,先攒着。"
NOBODY_GRANTS = "公司里现在没有能批兑换的人(经理、管理员),积分没动。"
NOBODY_RANKED = "还没有人有积分。交一条话术,审过就上榜。"
GONE = "这条兑换已经撤回了,不用批了。"
NOT_YOURS = "这条兑换现在不归你定,没有动,会转给能批的人。"
NAMES = {
    APPROVED: "话术通过",
    REUSED: "同事用上了",
    WON: "帮着成了单",
    REDEEMED: "兑换",
    REFUNDED: "兑换没批,退回",
}
SHOWN = 10


def own(
    balance: int, place: Place | None, latest: Sequence[Entry], earned: tuple[str, int] | None, waiting: int
) -> str:
    """One's own points, place and newest entries; `earned`: how many in a period, and how that is called."""
    if not latest:
        wait = f"有 {waiting} 条话术在等审。" if waiting else ""
        return f"{NOTHING_YET}{wait}"
    ranked = f",排第 {place.place}" if place is not None else ""
    lines = [f"你现在有 {balance} 分{ranked}。"]
    lines += [f"{earned[0]}挣了 {earned[1]} 分。"] if earned is not None else []
    lines += [f"·{entry_line(entry)}" for entry in latest]
    lines += [f"还有 {waiting} 条话术在等审。"] if waiting else []
    return "\n".join(lines)


def entry_line(entry: Entry) -> str:
    """11-23 +50 话术通过「…」."""
    return f"{entry.day:%m-%d} {entry.points:+d} {NAMES.get(entry.kind, entry.kind)}「{quoted(entry.about, 20)}」"


def contributed(found: Sequence[ContributionFact], used: int) -> str:
    """What became of one's own scripts."""
    if not found:
        return "你还没交过话术。"
    through = sum(fact.granted is True for fact in found)
    waits = sum(fact.is_waiting for fact in found)
    states = {True: "通过了", False: "退回了", None: "等审"}
    lines = [f"·「{quoted(fact.draft.title, 20)}」{states[fact.granted]}" for fact in found[:5]]
    counts = f"交了 {len(found)} 条,通过 {through} 条" + (f",{waits} 条等审" if waits else "")
    return "\n".join([f"你{counts},被点过 {used} 次有用。", *lines])


def ranking(places: Sequence[Place], own_id: int) -> str:
    """Who has earned most; one's own place stands there too."""
    if not places:
        return NOBODY_RANKED
    shown = list(places[:SHOWN])
    mine = next((place for place in places if place.member_id == own_id), None)
    lines = [f"{place.place}. {place.member} {place.points} 分" for place in shown]
    if mine is not None and mine not in shown:
        lines += ["…", f"{mine.place}. {mine.member} {mine.points} 分"]
    return "\n".join(["积分排行(挣到的,换掉的也算):", *lines, *([] if mine else ["你还没有积分。"])])


def rules(policy: PointsPolicy) -> str:
    """What earns points."""
    return "\n".join(
        [
            "积分这么来:",
            f"·交的话术审过:+{policy.approved}(跟库里差不多的不给)",
            f"·同事点你的话术「有用」:+{policy.reused},同一个人一条一天算一次",
            f"·点过「有用」的单子 {policy.won_within_days} 天内成交:+{policy.won}",
            f"后两样一天合起来最多 {policy.others_a_day} 分,自己用自己的不算。",
        ]
    )


def rewards(policy: PointsPolicy, balance: int, waiting: Sequence[RedemptionFact]) -> str:
    """What points are redeemed for."""
    if not policy.rewards:
        return NO_REWARDS
    lines = [f"·{reward.name} {reward.points} 分{short_of(reward, balance)}" for reward in policy.rewards]
    waits = [f"「{fact.name}」还在等{fact.asked}批。" for fact in waiting]
    return "\n".join([f"你有 {balance} 分,能换:", *lines, *waits])


def short_of(reward: Reward, balance: int) -> str:
    """How many points are missing."""
    return f"(还差 {reward.points - balance})" if reward.points > balance else ""


def reward_choices(policy: PointsPolicy, balance: int) -> list[Choice]:
    """The rewards for which there are points enough."""
    return [
        Choice(f"换{reward.name}", opens=Redeem(reward.key)) for reward in policy.rewards if reward.points <= balance
    ]


def too_few(reward: Reward, balance: int) -> str:
    """That the points do not suffice."""
    return f"{reward.name}要 {reward.points} 分,你有 {balance} 分,还差 {reward.points - balance} 分。"


def waits_already(reward: Reward) -> str:
    """That the same reward was asked for before."""
    return f"{reward.name}你已经申请了一份,还在等批,批完再换。"


def reserved(fact: RedemptionFact, balance: int) -> str:
    """The receipt of who redeems."""
    return f"已经请{fact.asked}批「{fact.name}」,{fact.points} 分先留着,还剩 {balance} 分。不批就退给你。"


def request(fact: RedemptionFact, formerly: str | None = None) -> str:
    """To who decides."""
    was = f"(原来请{formerly}批,现在归你定)" if formerly else ""
    return f"{fact.member}想用 {fact.points} 分换「{fact.name}」,请你批{was}。"


def request_choices(fact: RedemptionFact) -> list[Choice]:
    """What to do with it."""
    return [
        Choice("同意", opens=DecideRedemption(fact.id, granted=True)),
        Choice("不同意", opens=DecideRedemption(fact.id, granted=False)),
    ]


def still_waits(fact: RedemptionFact) -> str:
    """To who has not decided for a while."""
    return f"{fact.member}换「{fact.name}」的申请还等你批。"


def already(fact: RedemptionFact) -> str:
    """That it was decided before."""
    return (
        f"{fact.member}换「{fact.name}」{fact.decided_by or '同事'}已经定过了:{'同意' if fact.granted else '不同意'}。"
    )


def decided(fact: RedemptionFact) -> str:
    """The receipt of who decides."""
    if fact.granted:
        return f"好,{fact.member}的「{fact.name}」批了,已经告诉他。"
    return f"好,没批。{fact.points} 分退给{fact.member}了。"


def to_member(fact: RedemptionFact) -> str:
    """To who redeemed."""
    if fact.granted:
        return f"{fact.decided_by}批了你的「{fact.name}」,用掉 {fact.points} 分。怎么安排找{fact.decided_by}定。"
    return f"{fact.decided_by}没批「{fact.name}」,{fact.points} 分退给你了。"


def won(earned: Earned, by: str, deal: str) -> str:
    """To an author: a deal was won with their script."""
    return f"{by}签下了{deal},用过你的「{earned.title}」,+{earned.points} 分。"


def first_use(earned: Earned, by: str) -> str:
    """To an author: a colleague found their script useful, the first to do so."""
    return f"{by}说你的「{earned.title}」有用,+{earned.points} 分。"

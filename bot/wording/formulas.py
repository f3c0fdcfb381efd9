"""How figures are computed, in two lines each, as docs/process-figures.md, health.md, forecast.md and funnel.md declare
it. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from config.policy import Policy

WHICH = "是哪个数?说一下:跟进时效、有效动作占比、协同响应时长、健康度、超时、预测、赢率、转化率。"
FORMULAS: Mapping[str, tuple[str, str]] = {
    "timeliness": (
        "平均跟进时效 = 每次跟进之前,这一单已经等了多少小时,取平均。",
        "从上次联系到客户(或者进这个阶段)算起,没联系上的不算。",
    ),
    "effective": (
        "有效动作占比 = 报了有效动作的人天 ÷ 该报的人天。",
        "每个工作日、每位销售和新人算一个人天;答「没有」的算该报,不算报了。",
    ),
    "response": (
        "跨部门协同响应时长 = 工单到了一个部门、到它答复或转走,几个工作小时,取平均。",
        "等销售补充的时间减掉;还没答的不在里面,另外说。",
    ),
    "health": (
        "健康度 = 知道的项得的分 ÷ 这些项的满分 × 100。满分:跟进频率 30、推进 30、异议 15、说好的事 15、拍板人 10。",
        "75 分以上健康,50 分以下危险;知道的项满分凑不到 60,写「数据不足」。",
    ),
    "win": (
        "赢率 = 这一单成交的概率,看它的阶段、多久没联系、谁拍板、金额这些,从公司以前的单子里学来。",
        "有结果的单子不到 60 单时,按所在阶段的成交率折算。",
    ),
    "won": ("赢单率 = 这段时间的成交 ÷(成交 + 丢单),按单数。", "签的、丢的都按那一天算,不管单子哪天进来的。"),
    "lost": ("丢单率 = 进到这个阶段、后来就丢在这个阶段的单子 ÷ 进来的。", "一单在一个阶段只算一次;重新打开的不算丢。"),
    "conversion": (
        "转化率 = 进到这个阶段、后来往后走了的单子 ÷ 进来的。",
        "一单在一个阶段只算一次;不到 5 单的打星号,只作参考。",
    ),
    "forecast": (
        "预测 = 已经成交的 + 在跟的单子(成交概率 × 金额)相加 + 还会来的新单。",
        "有结果的单子不到 60 单时,只算预计这段时间签的,按所在阶段的成交率折算。",
    ),
    "touch": ("当日首触率 = 当天进来、当天就接触到客户的线索 ÷ 当天进来的线索。", "没联系上的不算接触到。"),
}


def formula(policy: Policy, figure: str, shown: str | None) -> str:
    """How a figure is computed; with the line in which it was just shown."""
    first, second = _late(policy) if figure == "late" else FORMULAS[figure]
    return "\n".join([first, second, *([f"刚才那个:{shown.strip('· ')}"] if shown else [])])


def _late(policy: Policy) -> tuple[str, str]:
    limits = "、".join(f"{stage.name} {stage.limit_hours:g}" for stage in policy.stages)
    return (
        "超时 = 过了时限多久。时限从上次联系到客户(或者进这个阶段、缓期结束)算起,取最晚的。",
        f"各阶段的时限(小时):{limits}。",
    )

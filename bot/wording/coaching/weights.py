"""What each dimension of a drill counts, as people read it. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversation.messages import Choice
from bot.wording.offers import ShowWeights
from coaching.outcomes.weights import WeightsFact
from coaching.rubric import load

BACK = (Choice("改回默认", opens=ShowWeights(default=True)),)
DEFAULT_ALREADY = "陪练打分现在就是默认的占比,没有动。"
NOT_YOURS = "打分占比是全公司的规则,要管理员来改,没有动。"
TAKEN_BACK = "改回默认占比了,以后的陪练按默认算;以前打的分不变。下个月成交结果够的话会再拟合一次。"


def fitted(fact: WeightsFact) -> str:
    """That the weights are others from now on, and why."""
    return (
        f"按近一年 {fact.results} 单的成败,陪练打分的占比调了一点(数据少就少调,以前打的分不变):\n"
        f"{_changes(fact.weights)}"
    )


def shown(fact: WeightsFact | None) -> str:
    """The weights that hold."""
    if fact is None or fact.taken_back:
        return "\n".join(
            ["陪练打分用的是默认占比:", *(f"·{name} {weight:g}" for name, weight in load().weights.items())]
        )
    return f"{fact.month} 按 {fact.results} 单的成败拟合的占比:\n{_changes(fact.weights)}"


def _changes(weights: Mapping[str, float]) -> str:
    own = load().weights
    return "\n".join(f"·{name} {own[name]:g} → {weights.get(name, own[name]):g}" for name in own)

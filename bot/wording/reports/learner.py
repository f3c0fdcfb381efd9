"""How it is said what the learner of win probabilities found in a list of closed deals, or why it cannot learn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.forecast.learning import Evaluation, NotLearnable

DROPPED = {"empty": "全空", "constant": "只有一个值", "number_of_each": "编号", "text": "几乎每行都不同"}
MOST_NAMED = 3
MOST_LINES = 5


def not_learnable(why: NotLearnable) -> str:
    """The sentence for a list that nothing can be learned from."""
    facts = why.facts
    match why.reason:
        case "empty":
            return "文件里没有表头"
        case "no_column":
            near = f",是不是「{facts['near']}」?" if facts["near"] else ""
            return f"没有「{facts['column']}」这一列{near}有的列:{'、'.join(facts['columns'])}"
        case "no_value":
            return f"「{facts['column']}」这一列里从来没有「{facts['value']}」,有的值:{'、'.join(facts['values'])}"
        case "same_name":
            return f"有两列都叫「{facts['column']}」,分不清"
        case "no_date":
            return f"「{facts['column']}」这一列不是日期"
        case "one_outcome":
            return f"数据不足:{facts['rows']} 单里有 {facts['won']} 单成交,结果都一样,没什么可学的"
        case "too_few_won":
            least = facts["least"]
            return f"数据不足:{facts['rows']} 单里 {facts['won']} 单成交;成交的、没成的至少各要 {least} 单"
    return f"数据不足:能用的只有 {facts['rows']} 单,至少要 {facts['least']} 单"


def note(found: Evaluation) -> str:
    """What came of it, in a few sentences."""
    return "".join((_learned(found), _leaking(found.leaking), _left_out(found)))


def _learned(found: Evaluation) -> str:
    if not found.learned:
        return f"没学到什么:在没见过的单子上不比瞎猜强,所以一律按平均成交率 {found.base_rate:.1%} 算。"
    columns = "、".join(f"「{learned.column}」" for learned in found.most[:MOST_NAMED])
    return f"学到了,主要看{columns}。" if columns else "学到了。"


def _leaking(columns: Sequence[str]) -> str:
    if not columns:
        return ""
    names = "、".join(f"「{name}」" for name in columns)
    return f"{names}等于把结果写出来了(结束以后才填,或者跟结果一一对应),没有用。"


def _left_out(found: Evaluation) -> str:
    deals, said = found.deals, list[str]()
    if deals.duplicates:
        said.append(f"重复的 {deals.duplicates} 行只算一次")
    if deals.without_outcome:
        said.append(f"{deals.without_outcome} 行没写结果,没用")
    if deals.bad_lines:
        lines = "、".join(str(line) for line in deals.bad_lines[:MOST_LINES])
        more = " 等" if len(deals.bad_lines) > MOST_LINES else ""
        said.append(f"第 {lines}{more} 行跟表头对不上,跳过了")
    if found.without_day:
        said.append(f"{found.without_day} 单没写日期,没拿来考")
    if len(deals.outcomes) > 2:
        said.append("除了成交,别的结果都算没成")
    if unused := _unused(found.columns.dropped):
        said.append(f"没用的列:{unused}")
    return ";".join(said) + "。" if said else ""


def _unused(dropped: Mapping[str, Any]) -> str:
    return "、".join(f"「{name}」({DROPPED[reason]})" for name, reason in dropped.items())

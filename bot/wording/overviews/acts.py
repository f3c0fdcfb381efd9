"""How often people quoted, rang, called on customers or demonstrated. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlu.asking.overviews import Act
from sales.teamwork.activity import Acts

NAMES: Mapping[Act, str] = {"quotes": "报价", "phone": "电话", "visits": "拜访", "demos": "演示"}
HOW_COUNTED: Mapping[Act, str] = {"quotes": "进了方案报价就算一次"}
MOST, CUSTOMERS = 10, 8


def act_lines(act: Act, whose: str, days: str, found: Sequence[Acts], *, one_person: bool, least_first: bool) -> str:
    """小周11月报价 3 次,2 家客户:…; of several, a line each, the most first."""
    total, customers = sum(one.count for one in found), {name for one in found for name in one.customers}
    how = f"({HOW_COUNTED[act]})" if act in HOW_COUNTED else ""
    if not total:
        return f"{whose}{days}{NAMES[act]} 0 次{how}。"
    head = f"{whose}{days}{NAMES[act]} {total} 次,{len(customers)} 家客户{how}"
    if one_person:
        names = [name for one in found for name in one.customers]
        more = f"……还有 {len(names) - CUSTOMERS} 家" if len(names) > CUSTOMERS else ""
        return f"{head}:{'、'.join(names[:CUSTOMERS])}{more}"
    ordered = found[::-1] if least_first else found
    lines = [f"·{one.name}:{one.count} 次" + (f",{len(one.customers)} 家" if one.count else "") for one in ordered]
    return "\n".join([f"{head}:", *lines[:MOST]])

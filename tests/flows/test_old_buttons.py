"""Buttons of an older release: those whose parameters still fit go on working, the others say that it is over."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import col, select
from testing import Company

from storage.conversations import Outbox

REPORT = "刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟"


def as_stored_before(company: Company, label: str, choice: dict[str, Any], **values: Any) -> None:
    """The newest message with the button `label` has `choice` in its place, and `values`."""
    with company.db.write() as session:
        rows = session.exec(select(Outbox).order_by(col(Outbox.id).desc())).all()
        row = next(row for row in rows if any(own["label"] == label for own in row.choices))
        row.choices = [{"label": label, **choice} if own["label"] == label else own for own in row.choices]
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


@pytest.mark.parametrize(
    "choice",
    [
        {"opens": "undo", "params": {"journal": 1}},
        {"opens": "undo", "params": {"run": "1"}},
        {"opens": "take_back", "params": {"run": 1}},
        {"opens": "close_deal", "params": {"deal": 1}},
        {},
    ],
    ids=["another parameter", "another type", "a flow that is gone", "a flow no button opens", "opens nothing"],
)
def test_a_button_that_no_longer_fits_is_closed(company: Company, choice: dict[str, Any]) -> None:
    rep = company.member("小周").says(REPORT)
    rep.hears("已记录")
    as_stored_before(company, "撤回", choice)
    rep.taps("撤回").hears("^那个问题已经结束了。$")
    rep.says("撤回").hears("已撤回")


def test_one_in_a_message_that_may_not_have_arrived_is_offered_again_and_closed(company: Company) -> None:
    rep = company.member("小周").says(REPORT)
    rep.hears("已记录")
    as_stored_before(company, "撤回", {"opens": "undo", "params": {"journal": 1}}, status="maybe")
    rep.says("你好").hears("不确定你收到没有", "已记录", choices=["撤回", "谁拍板"])
    rep.hears("你好")
    rep.taps("撤回").hears("^那个问题已经结束了。$")


def test_words_that_were_kept_in_a_button_are_read_by_the_flow_it_names(company: Company) -> None:
    rep = company.member("小周").says("帮助")
    rep.hears("跟客户聊完")
    as_stored_before(company, "今天我该跟谁", {"opens": "customer_info", "params": {"said": "联创现在什么情况"}})
    rep.taps("今天我该跟谁").hears("苏州联创", "仓储系统")

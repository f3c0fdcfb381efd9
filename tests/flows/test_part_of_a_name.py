"""A customer is found by a telling part of its name; a part that several have, or another company's name, is not."""

from __future__ import annotations

import pytest
from testing import Company

from sales.names import parts

LIST = """客户名称,负责人,产品,金额,阶段
绍兴兰亭古镇印染总厂,小周,分拣设备,36万,报价
嘉兴“月河客栈”酒店,小周,电梯,20万,线索
宁波慈城古县城文旅公司,小吴,电梯,20万,线索
"""


@pytest.fixture
def filled(company: Company) -> Company:
    boss = company.member("老板").sends("客户.csv", content=LIST.encode())
    boss.hears("新客户 3 家")
    boss.taps("导入").hears("导好了")
    company.ignore()
    return company


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("兰亭古镇什么情况", "绍兴兰亭古镇印染总厂"),
        ("看下兰亭古镇到哪一步了", "绍兴兰亭古镇印染总厂"),
        ("月河客栈现在什么情况", "嘉兴“月河客栈”酒店"),
        ("慈城古县城谁在跟", "宁波慈城古县城文旅公司"),
        ("把慈城古县城转给小周", "宁波慈城古县城文旅公司转给小周跟了"),
    ],
)
def test_by_a_part(filled: Company, words: str, says: str) -> None:
    filled.member("老板").says(words).hears(says)
    filled.ignore()


@pytest.mark.parametrize("words", ["兰亭书法学院什么情况", "古镇什么情况", "新月河酒楼什么情况"])
def test_another_name_is_not_taken_for_it(filled: Company, words: str) -> None:
    boss = filled.member("老板").says(words)
    assert boss.company.take("老板") is not None
    heard = filled.transcript().splitlines()[-3:]
    assert not any("金额" in line or "36 万元" in line for line in heard), heard


def test_not_another_teams(filled: Company) -> None:
    filled.member("小郑").says("兰亭古镇什么情况").hears("", never=["印染总厂"])


def test_of_too_many_none_is_looked_for(filled: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within a turn there is no time for all names of a large company."""
    monkeypatch.setattr(parts, "MOST_IN_SCOPE", 2)
    filled.member("老板").says("兰亭古镇什么情况").hears("", never=["印染总厂"])
    filled.ignore()

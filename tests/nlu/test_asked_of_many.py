"""Questions about many deals or people at once are told from reports, from questions about one customer and from each
other; the periods that figures are compared with; one of a list by its place."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from nlu.asking import Ago, against
from nlu.asking.overviews import Overview, overview_asked, part_asked, teams_named
from nlu.asking.places import LAST, Place, place_in_list
from sales.period import Period

TEAMS = ("川渝组", "云贵组")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
ASKED: dict[Overview, list[str]] = {
    "undecided": [
        "还有几单没找到能拍板的人", "哪些客户我们还没见到决策人",
        "哪几单到现在拍板的都没露面", "没搞清楚谁拍板的客户有哪些",
        "报价阶段有几单没决策人", "客户决策链没理清的单子有哪些", "拍板人待定的项目列出来",
    ],
    "refused": [
        "最近谁总被拒绝", "哪几家拒绝拜访", "罗倩上周被拒了几次",
        "这周谁约客户被拒了", "拜访被拒次数", "哪家不愿意见我们",
        "上个月碰了几次壁",
    ],
    "speed": ["谁跟进得最慢", "跟得最慢的是哪位", "谁跟进不及时", "每人的跟进时效", "大家跟进速度排一下", "谁最拖拉"],
    "effective": ["谁的有效动作占比最低", "每个人的有效动作占比", "有效动作率排名"],
    "teams": [
        "川渝组和云贵组哪个跟得好", "川渝和云贵比一下", "两组对比",
        "哪个组反应最快", "各组有效动作占比", "云贵比川渝差在哪",
        "把两个组比一比",
    ],
    "support": [
        "谁在等我支持", "现在有谁需要支持", "有人等我批吗",
        "待我处理的支持请求", "我还欠谁的支持没回", "哪些单子需要我支持",
    ],
    "acts": ["邓凯这个月报了几次价", "谁电话打得最少", "组里这周拜访几次", "谁演示最多", "我们组打了几通电话"],
    "parts": ["邓凯的单子按产品分", "手上的按预计成交月份排", "谁的单子总额最大", "我的单子主要在哪个阶段"],
}  # fmt: skip
OTHERS = (
    "贝院长不是拍板的人", "他们那边没人拍板", "没有拍板人怎么推进单子",
    "哪些客户拍板人是老板", "谁还没拍板", "这周约见被拒",
    "贝院长拒绝见面 说没空", "哪些客户拒绝了报价", "拒绝见面怎么办",
    "客户反应最慢", "产品部回得最慢", "谁去跟进一下皓贝",
    "谁跟单最多", "川渝组今天怎么样", "两个组的漏斗比一下", "哪个组签得最多", "各组超时多少单", "川渝组和云贵组都去",
    "我需要支持", "支持哪些付款方式", "等我回来再说", "客户要我支持",
    "报价多少合适", "皓贝报价多少", "拜访一次", "电话打不通",
    "按产品看", "哪个产品丢得最多", "提醒我问问谁被拒绝了",
)  # fmt: skip


@pytest.mark.parametrize(("asked", "text"), [(kind, text) for kind, texts in ASKED.items() for text in texts])
def test_a_question_about_many(asked: Overview, text: str) -> None:
    assert overview_asked(text, TEAMS) == asked


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_none(text: str) -> None:
    assert overview_asked(text, TEAMS) is None


def test_teams_by_their_names_or_parts_of_them() -> None:
    assert teams_named("云贵和川渝组比一下", TEAMS) == ("云贵组", "川渝组")
    assert part_asked("单子按预计月份排") == "month" and part_asked("谁的单子总额最大") == "person"


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("本周跟两周前比", Ago(2, 0, False)),
        ("和三个月前比", Ago(0, 3, False)),
        ("跟上个月同期比", Ago(0, 1, True)),
        ("上上周这个时候呢", Ago(2, 0, True)),
        ("跟上上周比", "2026-W46"),
        ("跟前一周比", "before"),
        ("两周前拜访过皓贝", None),
    ],
)
def test_what_figures_are_compared_with(text: str, compared: object) -> None:
    assert against(text, NOW) == compared


@pytest.mark.parametrize(
    ("period", "weeks", "months", "earlier"),
    [
        ("2026-11-23 2026-11-29", 2, 0, "2026-11-09 2026-11-15"),
        ("2026-11-23 2026-11-29", 0, 1, "2026-10-26 2026-11-01"),
        ("2026-11-01 2026-11-30", 0, 1, "2026-10-01 2026-10-31"),
        ("2026-03-31 2026-03-31", 0, 1, "2026-02-28 2026-02-28"),
    ],
)
def test_the_same_so_long_ago(period: str, weeks: int, months: int, earlier: str) -> None:
    assert days(period).earlier(weeks, months) == days(earlier)


def days(said: str) -> Period:
    first, last = said.split()
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("第二个下午跟", Place(2, "下午跟")),
        ("第三个呢", Place(3)),
        ("最后一个", Place(LAST)),
        ("再下一家", Place(1, relative=True)),
        ("上一个呢", Place(-1, relative=True)),
        ("下一步", None),
        ("上一条", None),
        ("第二次去", None),
    ],
)
def test_one_of_a_list_by_its_place(text: str, place: Place | None) -> None:
    assert place_in_list(text) == place

"""What is no action of the day: another day's, somebody else's, a plan, a wish. A colleague stands as M."""

from __future__ import annotations

import pytest

from nlu.actions import flaw


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("昨天去了远帆送样", "another_day"),
        ("前天陪祁总看了车间", "another_day"),
        ("上周五见的鲍工", "another_day"),
        ("昨晚请祁总吃饭了", "another_day"),
        ("MM今天拿下了远帆", "another_person"),
        ("我同事去了远帆", "another_person"),
        ("我们主管约到了祁总", "another_person"),
        ("老板让我明天去远帆", "planned"),
        ("主管安排我后天讲方案", "planned"),
        ("明天去远帆送样", "planned"),
        ("还没去呢 明天去", "planned"),
        ("希望祁总下周能签", "wished"),
        ("打算约祁总吃饭", "wished"),
        ("要是祁总能来就好了", "wished"),
        ("约到祁总周四当面演示", None),
        ("昨天报的价祁总今天认了", None),
        ("昨天的投诉处理好了", None),
        ("MM陪我见了祁总", None),
        ("和MM一起去了远帆", None),
        ("祁总今天同意试机", None),
        ("祁总让我去车间看了机器", None),
        ("想办法约到了祁总", None),
        ("敲定下周二验收", None),
        ("下周一的演示约好了", None),
    ],
)
def test_what_is_no_action_of_today(words: str, why: str | None) -> None:
    assert flaw(words) == why

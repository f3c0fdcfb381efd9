"""A key point that wants something done is met by what does it, not by who has its words."""

from __future__ import annotations

import pytest

from coaching.coverage import coverage
from coaching.replies import Reply
from config import concepts
from knowledge.embedding.word_vectors import WordVectors


def met(point: str, words: str) -> float:
    """How far the words meet the point."""
    return coverage([point], [Reply(1, "", words)], concepts.load(), WordVectors().queries)[0].degree


@pytest.mark.parametrize(
    ("point", "does", "only_speaks_of_it"),
    [
        ("给出同类客户的案例", "城西那家面粉厂去年装的,您打电话问问", "我们的案例很多"),
        ("约上门看现场", "要不周四上午我过去转转", "现场环境对设备有影响"),
        ("提出先试用一个月", "先搬一台去,三十天不顺手我拉走", "试过的都说好"),
        ("问谁最后拍板", "除了您,还有哪位要过目?", "拍板快的客户都有优惠"),
        ("约定下次见面的时间", "那就礼拜三下午两点,我到您办公室", "下次有空再聊"),
        ("理解客户担心换系统麻烦", "旧数据搬来搬去,搁我也头疼", "换了就好了"),
    ],
)
def test_what_does_it_meets_a_point_better_than_what_has_its_words(
    point: str, does: str, only_speaks_of_it: str
) -> None:
    assert met(point, does) > max(0.39, met(point, only_speaks_of_it))

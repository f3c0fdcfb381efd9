"""A deal won or lost as people tell it: with the news that came, with gossip beside it, with the sum behind it."""

from __future__ import annotations

import pytest
from testing import Company


@pytest.mark.parametrize(
    "words", ["刚通知我 联创签了 最后三十六万", "采购那边通知我联创签下来了 36万", "联创签了 36万 我老婆都替我高兴"]
)
def test_news_of_a_win_is_a_win(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("恭喜成交", "36 万元")


@pytest.mark.parametrize("words", ["鼎新丢了 他们厂长买了亲戚家的设备", "鼎新那单黄了 他们老板用了小舅子家的货"])
def test_a_loss_with_gossip_beside_it_is_a_loss(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("已记丢单")


@pytest.mark.parametrize(
    "words", ["鼎新丢了吗 他老板亲戚也做这个", "听说鼎新丢了 老板投了亲戚的厂", "薛总手机丢了 他老婆骂了他一顿"]
)
def test_what_is_asked_heard_or_of_other_things_ends_no_deal(company: Company, words: str) -> None:
    company.member("小周").says(words)
    company.ignore()
    company.member("小周").says("鼎新现在什么情况").hears("需求确认")


@pytest.mark.parametrize("words", ["算丢给竞品吧", "竞品", "算竞品的", "主要还是竞品抢了"])
def test_why_a_deal_was_lost_is_said_behind_it(company: Company, words: str) -> None:
    rep = company.member("小周").says("鼎新丢了")
    rep.hears("已记丢单")
    rep.says(words).hears("丢单的原因", "竞品", kind="receipt")


@pytest.mark.parametrize("words", ["三十六万五", "最后签的三十六万五", "不对 是三十六万五", "合同一共36.5万"])
def test_the_sum_is_said_behind_a_win(company: Company, words: str) -> None:
    rep = company.member("小周").says("联创签了")
    rep.hears("恭喜成交")
    rep.says(words).hears("36.5 万元", kind="receipt")


@pytest.mark.parametrize("words", ["首付十万", "他们预算十万"])
def test_another_sum_behind_a_win_is_not_its_own(company: Company, words: str) -> None:
    rep = company.member("小周").says("联创签了")
    rep.hears("恭喜成交")
    rep.says(words)
    company.ignore()
    rep.says("联创现在什么情况").hears("成交 36 万元", never=["成交 10 万元"])


@pytest.mark.parametrize("words", ["先别记啊 我怀疑薛总在给别人打工", "这句别记,我就是发发牢骚", "先别记"])
def test_what_is_said_off_the_record_is_not_written(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("不记", never=["帮不上", "没听懂"])

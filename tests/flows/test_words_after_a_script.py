"""What is said after a script was found is about it, and is never logged of a customer; what nothing else answers is
looked for in the library. The company's library lies in tests/company-library.jsonl."""

from __future__ import annotations

import pytest
from sqlmodel import select
from testing import Company

from knowledge import importing
from knowledge.items import Item
from storage.deals import FollowUp

KILN = (
    Item("k1", "问:辊道窑停一次要多久", "冷窑二十小时,点火到能烧又要三十小时。", "faq"),
    Item("k2", "嫌窑具贵:按一窑摊", "一块板烧三百窑,摊下来一窑两毛钱。", "script", industry=("陶瓷",)),
    Item("k3", "嫌窑具贵:先换一层试", "您先换最上面一层,烧坏我赔。", "script", industry=("耐火",)),
)  # fmt: skip


@pytest.fixture
def kiln(company: Company) -> Company:
    with company.db.write() as session:
        importing.put(session, KILN, company.clock.now())
    return company


@pytest.mark.parametrize("words", ["辊道窑停一次多久", "辊道窑停一次要多长时间", "搜一下 辊道窑停一次"])
def test_a_question_as_people_type_it_is_answered_from_the_library(kiln: Company, words: str) -> None:
    kiln.member("小周").says(words).hears("冷窑二十小时", never=["帮不上", "没听懂"])


@pytest.mark.parametrize("words", ["今天天气怎么样", "食堂几点开门", "讲个笑话"])
def test_what_the_library_has_no_answer_to_is_said_so(kiln: Company, words: str) -> None:
    kiln.member("小周").says(words).hears("帮不上|没听懂", never=["【"])


def test_a_place_full_words_and_short_ones(kiln: Company) -> None:
    rep = kiln.member("小周").says("客户嫌窑具贵怎么回")
    rep.hears("【嫌窑具贵")
    rep.says("第二条").hears("【嫌窑具贵")
    rep.says("发全文").hears("^(一块板烧三百窑|您先换最上面一层)", never=["【"])
    rep.says("太长了 短点").hears("^(一块板烧三百窑|您先换最上面一层)", never=["【"])


def test_another_trade_and_what_nobody_wrote_is_wanted(kiln: Company) -> None:
    rep = kiln.member("小周").says("客户嫌窑具贵怎么回")
    rep.hears("【嫌窑具贵")
    rep.says("只要耐火的").hears("先换最上面一层", r"\(按 耐火 挑的\)")
    rep.says("那钢铁的呢").hears(r"没有合适话术\(钢铁\)", choices=["不限行业和角色", "记到悬赏"])
    rep.says("记到悬赏").hears("记到悬赏了")


def test_there_is_none_of_a_kind_that_is_asked_for(kiln: Company) -> None:
    kiln.member("小周").says("有没有嫌贵的案例视频").hears("库里没有合适的视频", never=["【"])


@pytest.mark.parametrize("words", ["换一条", "再来两条", "发全文", "就用这条了"])
def test_words_about_a_script_are_no_record_while_one_is_open(kiln: Company, words: str) -> None:
    rep = kiln.member("小周")
    rep.says("刚跟联创孙总通完电话").hears("异议是哪一类")
    rep.says("嫌窑具贵怎么回").says(words)
    kiln.ignore("小周")
    with kiln.db.read() as session:
        assert [kept.said for kept in session.exec(select(FollowUp))] == ["刚跟联创孙总通完电话"]  # and nothing else


@pytest.mark.parametrize("words", ["换一条", "再来一条", "再来两条"])
def test_without_a_script_they_are_asked_about(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("想要哪种话术", never=["补进", "考试"])


def test_who_asks_for_words_tells_of_no_contact(kiln: Company) -> None:
    rep = kiln.member("小周")
    rep.says("薛总嫌窑具贵 有啥说法").hears(r"没有合适话术\(零售\)", never=["听到的是", "已记录"])


@pytest.mark.parametrize("words", ["我们这边的数据能不能上传省里的平台", "办入网要啥手续"])
def test_a_question_is_no_script_that_is_given(company: Company, words: str) -> None:
    company.member("小周").says(words).hears(".", never=["原话", "交给"])

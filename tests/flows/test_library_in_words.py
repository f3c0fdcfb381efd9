"""What buttons of the script library do, words do too."""

from __future__ import annotations

import pytest
from flows.test_giving_scripts import SCRIPT, given
from flows.test_import_scripts import BOSS, GOOD, table
from flows.test_learning_path import set_required
from testing import Company

OTHER = "您别急着定,先拿一家店试一个月,电费单说话"


def two_wait(company: Company) -> None:
    given(company)
    given(company, "小吴", OTHER)
    reviewer = company.member("赵琳")
    reviewer.hears("小周交了话术")
    reviewer.hears("小吴交了话术")


@pytest.mark.parametrize("words", ["小周的通过", "小周那条通过了", "通过小周的", "第一条通过"])
def test_one_of_several_is_approved_by_name(company: Company, words: str) -> None:
    two_wait(company)
    company.member("赵琳").says(words).hears("进库了", r"小周 \+50 分")
    company.member("小周").hears("通过了你的")


def test_one_of_several_is_returned_with_its_reason(company: Company) -> None:
    two_wait(company)
    company.member("赵琳").says("第二条退回,太长了").hears("退回小吴了")
    company.member("小吴").hears("退回了", "太长了")


def test_a_verdict_is_no_reason(company: Company) -> None:
    two_wait(company)
    reviewer = company.member("赵琳")
    reviewer.says("小吴的退回").hears("为什么退回")
    reviewer.says("小周的通过").hears("进库了", r"小周 \+50 分")
    company.member("小周").hears("通过了你的")
    reviewer.hears("为什么退回")


@pytest.mark.parametrize("words", ["必学的有哪些", "我必学的有哪些", "有哪些必学的", "必学内容有哪些"])
def test_the_path_is_asked_for(company: Company, words: str) -> None:
    set_required(company, "赵琳", "s5", "s1")
    company.member("阿新").says(words).hears("新人必学 2 条", "· 1.")


@pytest.mark.parametrize("words", ["看完了", "这条看完了", "学完了,下一条", "学会了"])
def test_an_item_is_learnt_in_words(company: Company, words: str) -> None:
    set_required(company, "赵琳", "s5", "s1")
    rep = company.member("阿新").says("必学")
    rep.hears("必学第 1 条")
    rep.says(words).hears("学完了,1/2")
    rep.hears("必学第 2 条")


@pytest.mark.parametrize("words", ["悬赏", "有什么悬赏", "有哪些悬赏的话术", "悬赏的话术有哪些", "现在有啥悬赏"])
def test_what_is_wanted_is_asked_for(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("悬赏|缺")


@pytest.mark.parametrize(
    "words",
    [f"交一条话术 比停机不比价:{SCRIPT}", f"我有一条话术,比停机不比价:{SCRIPT}", f"交一条话术\n比停机不比价:{SCRIPT}"],
)
def test_a_title_that_is_said_is_kept(company: Company, words: str) -> None:
    company.member("小周").says(words).hears("【比停机不比价】", SCRIPT)


def test_words_with_a_colon_are_no_title(company: Company) -> None:
    words = "交一条话术:客户问:你们比别家贵多少,我就说按三年算账"
    company.member("小周").says(words).hears(".", never=["【客户问】"])


@pytest.mark.parametrize("words", ["刚导的话术撤掉", "把刚才导入的话术撤了", "刚导进来的话术不要了"])
def test_an_import_is_taken_back_in_words(company: Company, words: str) -> None:
    boss = table(company.member(BOSS), GOOD)
    boss.hears("新增 1 条")
    boss.taps("导入").hears("导好了")
    boss.says(words).hears("1 条,整批撤回", choices=["整批撤回", "不撤"])
    boss.taps("整批撤回").hears("已整批撤回:1 条")


@pytest.mark.parametrize(
    "words",
    [
        "把司机不会用新车那条下架",
        "下架司机不会用新车",
        "司机那条话术下架",
        "司机不会用新车这条下架吧",
        "把司机那条话术撤下来",
    ],
)
def test_an_item_is_retired_by_part_of_its_title(company: Company, words: str) -> None:
    boss = company.member("老板")
    boss.says(words).hears("司机不会用新车")

"""A reminder is changed, put in other words, made to repeat or taken away by what is said next, whatever the reason."""

from __future__ import annotations

import pytest
from testing import Company, Person


def with_two(company: Company) -> Person:
    """小周 with a reminder about 鼎新 for Thursday and, set last, one about 联创's contract for tomorrow."""
    rep = company.member("小周")
    rep.says("周四上午十点提醒我给薛总寄样品").hears("寄样品")
    rep.says("明天上午十点提醒我改合同").hears("改合同")
    return rep


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("改成周三下午四点吧 明天在外地", r"周三\(11月25日\)下午四点提醒你:改合同"),
        ("还是挪到后天吧 明天全天培训走不开", r"周三\(11月25日\)上午十点提醒你:改合同"),
        ("样品那个改到周五下午三点", r"周五\(11月27日\)下午三点提醒你:给薛总寄样品"),
        ("把刚才薛总那个挪到周五", r"周五\(11月27日\)上午十点提醒你:给薛总寄样品"),
        ("合同那个改成每周二下午五点", r"每周二下午五点提醒你:改合同.*下一次是明天\(11月24日\)下午五点"),
    ],
)
def test_it_is_moved_with_its_reason_or_by_name(company: Company, said: str, heard: str) -> None:
    with_two(company).says(said).hears(f"改好了,{heard}", choices=["撤回"], kind="receipt")


def test_what_is_put_in_other_words_takes_the_place_of_the_first(company: Company) -> None:
    rep = with_two(company).says("不对 我的意思是后天提醒我打印图纸")
    rep.hears(r"改好了,周三\(11月25日\)上午十点提醒你:打印图纸\(原来是明天.*改合同\)", kind="receipt")
    rep.says("我设了哪些提醒").hears("2 条", never=["改合同"])


@pytest.mark.parametrize(
    "said", ["撤回提醒 不用了 法务会弄", "取消刚才的提醒 同事办了", "提醒不用了 已经改完了", "取消提醒"]
)
def test_the_one_just_set_goes_whatever_the_reason(company: Company, said: str) -> None:
    rep = with_two(company).says(said)
    rep.hears("取消了,不再提醒:.*改合同", choices=["撤回"], kind="receipt")
    rep.says("我设了哪些提醒").hears("1 条.*\n1. .*寄样品")


@pytest.mark.parametrize("said", ["取消第2条", "删掉第二个吧", "第2条帮我删了"])
def test_one_of_the_list_goes_by_its_number(company: Company, said: str) -> None:
    rep = with_two(company)
    rep.says("看看提醒").hears("2 条")
    rep.says(said).hears("取消了,不再提醒:.*寄样品", kind="receipt")


@pytest.mark.parametrize("said", ["就这条", "对 就是它", "是这个"])
def test_the_only_one_that_is_left_is_meant_by_a_yes(company: Company, said: str) -> None:
    rep = company.member("小周")
    rep.says("周四上午十点提醒我给薛总寄样品").hears("寄样品")
    rep.says("报销的提醒不要了").hears("没有对得上的提醒")
    rep.says(said).hears("取消了,不再提醒:.*寄样品", kind="receipt")


def test_more_to_think_of_joins_the_reminder(company: Company) -> None:
    rep = with_two(company).says("到时候顺便提醒我带公章")
    rep.hears(r"加上了,明天\(11月24日\)上午十点提醒你:改合同,带公章", kind="receipt")


def test_what_to_think_of_at_a_step_is_said_before_it(company: Company) -> None:
    rep = company.member("小周")
    rep.says("刚跟鼎新薛总通完电话,挺感兴趣,周四下午三点我过去演示").hears("下一步:周四.*下午三点")
    rep.says("到时候提醒我带样机").hears(r"周四\(11月26日\)下午两点提醒你:带样机", kind="receipt")


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("定金20% 后天到账 后天下午提醒我问问", r"周三\(11月25日\)下午两点提醒你:问定金20%到账"),
        ("打样费周五结 下周一上午提醒我查一下", r"周一\(11月30日\)上午十点提醒你:查打样费周五结"),
        ("后天一早再去 提醒我", r"周三\(11月25日\)上午九点提醒你:再去"),
    ],
)
def test_the_message_says_what_to_be_reminded_of(company: Company, said: str, heard: str) -> None:
    company.member("小周").says(said).hears(f"好,{heard}", kind="receipt")


def test_whole_days_end_at_a_time_that_people_would_name(company: Company) -> None:
    rep = company.member("小周").says("鼎新先缓一天")
    rep.hears(r"好,杭州鼎新.*周四\(11月26日\)上午九点半再提醒你", choices=["撤回"], kind="receipt")


def test_where_nothing_is_to_be_put_off_what_comes_is_told(company: Company) -> None:
    rep = company.member("小周").says("先缓两天吧")
    rep.hears(r"没有要缓的提醒。接下来到时限的:\n·.*鼎新.*到时限\n", "说名字和缓几天", choices=["到时提醒我"])

"""What a leader says instead of tapping, and asks about the team."""

from __future__ import annotations

import pytest
from testing import Company, Person


@pytest.fixture
def alerted(company: Company) -> Person:
    """The supervisor, who was told of 鼎新 (小周's)."""
    company.until("2026-11-25 14:32")
    boss = company.member("赵琳")
    boss.hears("鼎新", kind="alert")
    company.ignore("小周")
    return boss


def test_more_time_in_words(company: Company, alerted: Person) -> None:
    alerted.says("再给三天").hears("杭州鼎新.*先缓到周六.*11月28日", choices=["撤回"])
    company.member("小周").hears("赵琳给杭州鼎新超市有限公司多留了三天")


def test_another_customer_named_is_meant(company: Company, alerted: Person) -> None:
    alerted.says("海川再给两天").hears("宁波海川.*先缓到")
    company.member("小吴").hears("多留了两天")


def test_taking_it_over_in_words(company: Company, alerted: Person) -> None:
    alerted.says("我来跟").hears("杭州鼎新.*由你自己跟了")
    company.member("小周").hears("接过去自己跟了")
    company.until("2026-11-25 14:45")
    alerted.hears("鼎新", kind="nudge")


def test_handing_it_over_in_words(company: Company, alerted: Person) -> None:
    alerted.says("转给小吴").hears("杭州鼎新.*转给小吴跟了")
    company.member("小周").hears("转给小吴跟了")
    company.member("小吴").hears("转给你跟")
    company.until("2026-11-25 14:45")
    company.ignore("小吴")


def test_sending_its_owner(company: Company, alerted: Person) -> None:
    alerted.says("让他明天上午去一趟").hears("已转告小周:.*去一趟", "11月26日")
    company.member("小周").hears("赵琳交代你", "杭州鼎新", choices=["办好了", "有问题"])


def test_with_two_deals_in_the_alert_it_is_asked_which(company: Company) -> None:
    company.member("小周").says("跟联创孙总通了电话,嫌贵").hears("已记录")
    company.member("小周").says("跟安宁温主任通了电话,仓储系统嫌贵").hears("已记录")
    company.until("2026-11-26 15:32")
    company.ignore()
    boss = company.member("赵琳").says("再给两天")
    boss.hears(
        "说的是哪一单",
        choices=["苏州联创电子有限公司·仓储系统·方案报价·36 万元", "上海安宁医院·仓储系统·方案报价·50 万元"],
    )
    boss.says("2").hears("上海安宁.*先缓到")
    company.member("小周").hears("上海安宁.*多留了两天")


def test_a_reps_same_words_are_a_snooze(company: Company) -> None:
    company.until("2026-11-25 09:40")
    rep = company.member("小周")
    rep.hears("鼎新", kind="nudge")
    rep.says("鼎新再给两天").hears("再提醒你", never=["先缓到"])


def test_what_somebody_did(company: Company) -> None:
    company.member("小周").says("跟鼎新薛总通了电话,他挺感兴趣").hears("已记录")
    company.member("小周").says("联创孙总没接电话").hears("已记录")
    boss = company.member("赵琳").says("小周今天干了啥")
    boss.hears("小周今天.*跟了 2 次,2 家客户,其中 1 次没找到人", "杭州鼎新.*薛总", "挺感兴趣", "苏州联创")
    boss.says("小吴这周跟了几次").hears("小吴.*还没记过跟进")
    boss.says("小郑今天干了啥").hears("小郑的跟进只有他自己和主管能看")
    company.member("老板").says("小周今天干了啥").hears("跟了 2 次")


def test_what_somebody_has_in_hand(company: Company) -> None:
    company.until("2026-11-25 09:30")
    company.ignore()
    boss = company.member("赵琳").says("小周手上几单")
    boss.hears("小周手上 4 单,合计 107 万元,超时 1 单", r"杭州鼎新.*超时", "上海安宁医院:仓储系统·方案报价·50 万元")


def test_a_rep_asks_about_a_colleague(company: Company) -> None:
    company.member("小周").says("小吴今天干了啥").hears("小吴的跟进只有他自己和主管能看")


def test_figures_of_a_team_there_are_none_yet(company: Company) -> None:
    company.member("赵琳").says("我们组这周跟进及时率排名").hears("^东区.*平均跟进时效还没有数据")


@pytest.mark.parametrize(
    "words",
    ["鼎新给小吴吧 小周最近单太多", "鼎新归小吴 小周让出来", "鼎新从小周转给小吴", "鼎新还是给小吴,小周手上单多"],
)
def test_whom_a_customer_goes_to_is_named_behind_the_verb(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("鼎新.*小吴", kind="receipt")
    company.member("小吴").hears("鼎新", kind="receipt")
    company.member("小周").hears("鼎新", kind="receipt")

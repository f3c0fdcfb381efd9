"""What is said after an order: by whoever was told, and by the leader, who takes it back or puts it right."""

from __future__ import annotations

import pytest
from testing import Company, Person


def ordered(company: Company, what: str = "今天给海川侯总回个电话") -> Person:
    company.member("赵琳").says(f"让小吴{what}").hears("已转告小吴")
    rep = company.member("小吴")
    rep.hears("赵琳交代你")
    return rep


@pytest.mark.parametrize("words", ["刚打完 他说月底再定", "打过了 他嫌价格高", "问过了,说月底给信"])
def test_a_report_after_an_order_is_about_its_customer_and_tells_the_leader(company: Company, words: str) -> None:
    rep = ordered(company).says(words)
    rep.hears("已经告诉赵琳.*办好了")
    rep.hears("宁波海川", never=["哪家客户"])
    if "嫌" not in words:
        rep.says("暂无异议").hears("已记录")
    company.member("赵琳").hears("小吴办好了:.*侯总.*" + words)


def test_who_was_not_reached_is_recorded_and_the_leader_hears(company: Company) -> None:
    rep = ordered(company).says("打过了 他不在")
    rep.hears("已经告诉赵琳")
    rep.hears("没联系上", "计时没变")
    company.member("赵琳").hears("小吴回你", "打过了 他不在")


@pytest.mark.parametrize("words", ["我没答应他啊", "让小周去吧", "凭啥要我打", "明天给你"])
def test_what_is_said_to_an_order_reaches_who_gave_it(company: Company, words: str) -> None:
    ordered(company).says(words).hears("已经告诉赵琳")
    company.member("赵琳").hears("小吴回你.*侯总.*" + words)


@pytest.mark.parametrize("words", ["小李你把标书打印两份", "我手上几单", "你会干什么"])
def test_what_is_not_said_to_an_order_is_not_passed_on(company: Company, words: str) -> None:
    ordered(company).says(words).hears("", never=["已经告诉赵琳"])


@pytest.mark.parametrize("words", ["算了 别跟他说了", "先别打了", "不用告诉小吴了"])
def test_an_order_is_taken_back(company: Company, words: str) -> None:
    rep = ordered(company)
    company.member("赵琳").says(words).hears("已撤回")
    rep.hears("不算数了")


@pytest.mark.parametrize("words", ["不是小吴 是小周", "说错了 是小周"])
def test_an_order_goes_to_somebody_else(company: Company, words: str) -> None:
    rep = ordered(company)
    boss = company.member("赵琳").says(words)
    boss.hears("已撤回")
    boss.hears("已转告小周:给海川侯总回个电话.*今天.*之内")
    rep.hears("不算数了")
    company.member("小周").hears("赵琳交代你", "今天.*之内")


@pytest.mark.parametrize("words", ["改成明天", "明天吧"])
def test_an_order_is_put_on_another_day(company: Company, words: str) -> None:
    rep = ordered(company)
    boss = company.member("赵琳").says(words)
    boss.hears("已撤回")
    boss.hears(r"已转告小吴:给海川侯总回个电话\(明天")
    rep.hears("不算数了")
    rep.hears("给海川侯总回个电话", "时间:明天", "宁波海川")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("联创我想再降两个点 领导能批不", "最多一个点"),
        ("联创想要再便宜5000 赵姐能批吗", "可以"),
        ("安宁那边我想给他延一个月账期 行不行", "不行"),
        ("鼎新想申请个特价", "行 先报上来"),
    ],
)
def test_a_rep_asks_leave_and_hears_the_answer(company: Company, asked: str, answer: str) -> None:
    rep = company.member("小周").says(asked)
    rep.hears("已转告赵琳.*回了我告诉你", never=["已记录", "办好了"])
    boss = company.member("赵琳")
    boss.hears("小周请你定", "客户:")
    boss.says(answer).hears("已经告诉小周", never=["办好了"])
    rep.hears("赵琳回你.*" + answer)


def test_what_a_customer_asks_for_is_no_request_for_leave(company: Company) -> None:
    company.member("小周").says("联创孙总问能不能再便宜两个点").hears("", never=["已转告"])
    company.ignore()


@pytest.mark.parametrize("words", ["算了还给小周", "还是小周跟吧", "退回给他吧"])
def test_a_customer_just_handed_over_goes_back(company: Company, words: str) -> None:
    boss = company.member("赵琳").says("鼎新转给小吴")
    boss.hears("转给小吴跟了")
    boss.says(words).hears("已撤回.*鼎新")
    company.ignore()


def test_another_customer_was_meant_to_be_handed_over(company: Company) -> None:
    boss = company.member("赵琳").says("鼎新转给小吴")
    boss.hears("转给小吴跟了")
    boss.says("搞错了 不是鼎新 是联创转给小吴").hears("已撤回.*鼎新")
    boss.hears("苏州联创.*转给小吴跟了")
    company.ignore()


@pytest.mark.parametrize("words", ["好 转给他", "行 发吧", "嗯 告诉他吧"])
def test_a_question_whether_to_pass_on_is_answered_in_words(company: Company, words: str) -> None:
    rep = company.member("小吴").says("帮小周记一下 联创孙总刚打我电话了 说周五过去拿样机")
    rep.hears("要我把这句话转给小周吗")
    rep.says(words).hears("已转告小周")
    company.ignore()


def test_who_is_to_look_after_a_customer_gets_it(company: Company) -> None:
    company.member("赵琳").says("让小吴跟鼎新吧").hears("鼎新.*转给小吴跟了")
    company.ignore()


DONE = [
    "合同发了,办好了",
    "资料发过去了",
    "发侯总了",
    "好的,都齐了",
    "已经寄给他了",
    "报价单改好了 发您邮箱",
    "样本都带上了",
    "弄妥了领导",
    "催过了",
]


@pytest.mark.parametrize("words", DONE)
def test_that_it_is_done_reaches_who_wanted_it_and_is_no_record(company: Company, words: str) -> None:
    ordered(company, "把海川的资料发了").says(words).hears("已经告诉赵琳.*办好了", never=["已记录", "哪家客户"])
    company.member("赵琳").hears("小吴办好了:把海川的资料发了")


@pytest.mark.parametrize("words", ["去不了,侯总出差", "明天来不及,车限号", "我没空,下午有会"])
def test_that_it_cannot_be_done_reaches_who_wanted_it(company: Company, words: str) -> None:
    ordered(company, "明天去趟海川").says(words).hears("已经告诉赵琳", never=["已记录", "哪一单"])
    company.member("赵琳").hears(f"有问题:{words}", choices=["回小吴"])


@pytest.mark.parametrize("words", ["带哪些啊", "几点到合适", "就我一个人去吗", "要不要带样机"])
def test_a_question_back_is_answered_by_who_wanted_it(company: Company, words: str) -> None:
    rep = ordered(company, "带资料去趟海川").says(words)
    rep.hears("赵琳回了我告诉你")
    boss = company.member("赵琳")
    boss.hears(f"小吴回你.*{words}", choices=["回小吴"])
    boss.says("行 按上次那样就可以").hears("已经告诉小吴")
    rep.hears("赵琳回你「带资料去趟海川」:行 按上次那样就可以", choices=["办好了", "有问题"])
    rep.taps("办好了").hears("已经告诉赵琳")
    boss.hears("小吴办好了")


def test_a_yes_to_what_a_colleague_proposes_goes_back(company: Company) -> None:
    rep = ordered(company, "明早九点来开会").says("我送孩子,九点四十到行不")
    rep.hears("赵琳回了我告诉你", never=["办好了"])
    boss = company.member("赵琳")
    boss.hears("九点四十到行不", choices=["回小吴"])
    boss.says("行").hears("已经告诉小吴:行")
    rep.hears("赵琳回你.*:行")


def test_thanks_for_what_a_colleague_said_go_nowhere(company: Company) -> None:
    ordered(company, "明天去趟海川").says("去不了,侯总出差").hears("已经告诉赵琳")
    boss = company.member("赵琳")
    boss.hears("有问题")
    boss.says("好的").hears(never=["已经告诉"])
    boss.taps("回小吴").hears("怎么回小吴")
    boss.says("那你先打个电话").hears("已经告诉小吴")
    company.member("小吴").hears("赵琳回你.*那你先打个电话")


@pytest.mark.parametrize("words", ["没呢,侯总说周五", "还没呢 得月底", "拿到了"])
def test_yes_or_no_to_what_was_asked_goes_back(company: Company, words: str) -> None:
    company.member("赵琳").says("问问小吴海川的立项书拿到没").hears("已转告小吴")
    rep = company.member("小吴")
    rep.hears("赵琳交代你")
    rep.says(words).hears("已经告诉赵琳", never=["哪一单", "异议"])
    company.member("赵琳").hears(words)


@pytest.mark.parametrize("what", ["执照收到了", "安装队要提前三天通知", "厂家下周放假"])
def test_a_fact_is_to_be_known_not_done(company: Company, what: str) -> None:
    boss = company.member("赵琳").says(f"转告小吴,{what}")
    boss.hears(f"已转告小吴:{what}", never=["办好了我告诉你"])
    rep = company.member("小吴")
    rep.hears(what, choices=["知道了", "有问题"])
    rep.says("收到").hears("赵琳知道你收到了", never=["办好了"])
    boss.hears(f"小吴知道了:{what}")


@pytest.mark.parametrize("what", ["把报价单改了", "报价先别发", "明天九点来开会"])
def test_what_is_to_be_done_is_no_fact(company: Company, what: str) -> None:
    company.member("赵琳").says(f"转告小吴,{what}").hears("办好了我告诉你")
    company.member("小吴").hears(what, choices=["办好了", "有问题"])


def test_a_report_of_another_customer_after_an_order_is_recorded(company: Company) -> None:
    rep = company.member("小周")
    company.member("赵琳").says("让小周把鼎新的资料发了").hears("已转告小周")
    rep.hears("赵琳交代你")
    rep.says("刚跟联创孙总打完电话,挺感兴趣").hears("听到的是:苏州联创", never=["已经告诉赵琳"])

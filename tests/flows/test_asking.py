"""What a person may ask, and what is answered honestly where there is no answer."""

from __future__ import annotations

from testing import Company


def test_todays_list(company: Company) -> None:
    rep = company.member("小周").says("联创孙总电话里嫌贵,今天下午三点再去一趟")
    rep.hears("已记录")
    rep.says("今天我该跟谁").hears("联创", "下午三点", "再去一趟", choices=["记跟进·联创"])


def test_an_empty_list_says_so(company: Company) -> None:
    company.member("阿新").says("今天我该跟谁").hears("没有要跟的单子")


def test_a_supervisor_sees_the_team_with_names(company: Company) -> None:
    company.until("2026-11-25 10:00")
    company.ignore("小周", "小吴", "小郑")
    company.member("赵琳").says("今天我该跟谁").hears("鼎新", "小周")
    company.ignore()


def test_overdue_deals_in_scope(company: Company) -> None:
    company.until("2026-11-25 10:00")
    company.ignore()
    company.member("赵琳").says("哪些单子超时了").hears("鼎新", "小周", never=["米果"])
    company.member("小吴").says("哪些单子超时了").hears("没有超时的单子")
    company.ignore()


def test_somebody_elses_customer_is_as_if_it_were_not_there(company: Company) -> None:
    company.member("小吴").says("联创现在什么情况").hears("没有「联创」", never=["孙总", "36", "报价"])


def test_what_is_not_there_yet_is_said_honestly(company: Company) -> None:
    company.member("老板").says("恒泰的库存还有多少").hears("库存我还查不了")


def test_what_is_not_its_work_is_said_so(company: Company) -> None:
    company.member("小周").says("帮我订一张去上海的高铁票").hears("帮不上")


def test_help_and_hello(company: Company) -> None:
    rep = company.member("小周").says("帮助")
    rep.hears("直接说给我听", choices=["今天我该跟谁", "记一条跟进"])
    rep.says("早上好").hears("小周,你好")


def test_a_stranger_is_told_how_to_join_and_only_that(company: Company) -> None:
    company.member("路人").says("联创现在什么情况").hears("邀请码", never=["孙总", "小周"])


def test_next_week_is_not_called_missed(company: Company) -> None:
    rep = company.member("小周").says("联创孙总电话里嫌贵,周四下午三点再去一趟")
    rep.hears("已记录")
    rep.says("鼎新薛总微信上挺感兴趣,下周二送样机过去").hears("已记录")
    rep.says("下周我要跟谁").hears("鼎新", r"12月1日\)送样机", never=["联创", "过了还没记"])
    rep.says("这周我要跟谁").hears("联创", r"周四\(11月26日\)", never=["样机"])


def test_what_is_late_is_not_counted_to_a_day_to_come(company: Company) -> None:
    company.until("2026-11-25 10:00")
    company.ignore()
    rep = company.member("小周").says("明天下午三点提醒我看样机")
    rep.hears("看样机")
    rep.says("明天我要跟谁").hears(
        r"明天\(11月26日\)要跟 3 件:\n.*\n.*\n.*看样机\n眼下先要跟的还有 1 件:\n.*鼎新.*超时"
    )
    company.ignore()


def test_a_leader_reads_whose_each_is_and_looks_by_one_tap(company: Company) -> None:
    company.until("2026-11-25 10:00")
    company.ignore()
    boss = company.member("赵琳").says("明天我要跟谁")
    boss.hears(r"联创.*\(小周\):方案报价.*到时限", choices=["看看·鼎新"])
    boss.taps("看看·鼎新").hears("杭州鼎新超市有限公司", "需求确认")
    boss.says("哪些单子超时了").hears("鼎新", choices=["看看·鼎新"])
    company.ignore()


def test_an_overdue_deal_is_logged_by_one_tap(company: Company) -> None:
    company.until("2026-11-25 10:00")
    company.ignore()
    rep = company.member("小周").says("哪些单子超时了")
    rep.hears("鼎新", choices=["记跟进·鼎新"])
    rep.taps("记跟进·鼎新").hears("跟杭州鼎新超市有限公司怎么聊的")
    rep.says("取消").hears("不弄了")
    company.ignore()


def test_thanks_are_answered_shortly(company: Company) -> None:
    company.member("小周").says("谢谢").hears("^不客气", never=["你好"], choices=[])


def test_a_promise_of_an_overdue_deal_is_one_thing(company: Company) -> None:
    rep = company.member("小周").says("鼎新薛总电话里挺感兴趣,明天下午三点去演示")
    rep.hears("已记录")
    company.until("2026-11-25 14:00")
    company.ignore()
    rep.says("今天我该跟谁").hears(r"要跟 1 件:\n.*鼎新.*超时.*说好昨天", never=["过了还没记"])
    company.ignore()


def test_what_comes_to_its_limit_soon_is_listed_by_its_time(company: Company) -> None:
    rep = company.member("小周").says("哪些快到期了")
    rep.hears(
        r"有 1 单:\n1\. .*鼎新.*周三\(11月25日\)上午九点二十到时限", choices=["记跟进·鼎新"], never=["米果", "联创"]
    )
    company.member("小吴").says("有什么快超时的单子").hears("这两天没有要到时限的")


def test_a_new_hire_sees_a_lead_that_nobody_has_touched(company: Company) -> None:
    rep = company.member("阿新").says("新线索:温州东瓯纽扣,郝经理,预算6万")
    rep.hears("新线索记好了")
    rep.says("今天我该跟谁").hears(r"还没联系过的线索 1 件:\n1\. 温州东瓯纽扣.*明天", choices=["记跟进·东瓯纽扣"])


def test_several_overdue_deals_are_a_short_line_each_and_one_button_each(company: Company) -> None:
    rep = company.member("小周")
    company.until("2026-11-26 12:00")
    company.ignore()
    rep.says("刚跟鼎新薛总通完电话,挺感兴趣").hears("鼎新", kind="receipt")
    rep.says("刚跟联创孙总通完电话,他嫌贵").hears("联创", kind="receipt")
    company.until("2026-11-30 10:00")  # three limits fall on the weekend
    company.ignore("赵琳", "老板", "小郑", "小吴", "顾强")
    rep.hears(
        r"有 3 单超时了.*\n1\. 安宁 合同审批超时 .*\n2\. 鼎新 需求确认超时 .*\n3\. 联创 方案报价超时",
        choices=["已跟进·安宁", "已跟进·鼎新", "已跟进·联创", "逐个处理"],
        never=["有限公司"],
    )
    company.ignore()

"""What people say of the clock in their own words: let it rest, let it go on, when does it come again."""

from __future__ import annotations

import pytest
from testing import Company

HELD, GOES_ON = "先缓到", "不缓了,时限从现在重新计时"


@pytest.mark.parametrize(
    "words",
    ["鼎新恢复", "鼎新可以动了", "解除鼎新的暂停", "鼎新解冻吧", "薛总回来了 鼎新正常催", "鼎新的暂停取消", "鼎新照常"],
)
def test_a_leader_lets_a_deal_go_on_that_rests(company: Company, words: str) -> None:
    boss = company.member("赵琳").says("鼎新先不催 薛总出国到下周五")
    boss.hears(HELD)
    company.member("小周").hears("多留了")
    boss.says(words).hears(GOES_ON)
    company.member("小周").hears("不再缓着")


@pytest.mark.parametrize(
    "words", ["鼎新恢复了没", "鼎新要不要恢复", "薛总说鼎新可以恢复了", "先别恢复鼎新", "鼎新可以动了吗"]
)
def test_what_only_asks_lets_nothing_go_on(company: Company, words: str) -> None:
    boss = company.member("赵琳").says("鼎新先不催 薛总出国到下周五")
    boss.hears(HELD)
    company.member("小周").hears("多留了")
    boss.says(words).hears("", never=[GOES_ON])


def test_a_rep_does_not_lift_what_a_leader_held(company: Company) -> None:
    company.member("赵琳").says("鼎新冻结到12月10号").hears(HELD)
    rep = company.member("小周")
    rep.hears("多留了")
    rep.says("鼎新恢复跟进").hears("主管让先缓着,到.*12月10日", "请主管说一声")
    rep.says("鼎新还催我吗").hears("主管让先缓着", "那之前不催")


@pytest.mark.parametrize(
    "words",
    [
        "鼎新要不要缓一缓 下周三再说",
        "鼎新是不是该缓缓 下周三再联系",
        "鼎新缓到下周三行不行",
        "鼎新先不催 到下周三合适吗",
    ],
)
def test_whether_to_put_off_is_a_question(company: Company, words: str) -> None:
    for name in ("小周", "赵琳"):
        member = company.member(name).says(words)
        member.hears("还没缓", choices=["缓到12月2日"], never=["再提醒你", HELD])
    company.member("小周").taps("缓到12月2日").hears("12月2日.*再提醒你")


def test_when_it_comes_again_is_what_was_set(company: Company) -> None:
    rep = company.member("小周").says("鼎新缓到下周三")
    rep.hears("再提醒你")
    rep.says("还催我吗").hears("缓到周三.12月2日.上午九点再提醒")
    rep.says("鼎新啥时候提醒我").hears("没有单独设的提醒", "鼎新.*缓到周三.12月2日.")


def test_an_old_question_takes_no_act_of_its_own(company: Company) -> None:
    rep = company.member("小周").says("钱工调走了")
    rep.hears("哪家客户")
    company.advance("3h")
    rep.says("鼎新薛总电话里嫌贵").hears("已记录", "鼎新", never=["钱工"])
    rep.hears("还等你一句:「钱工调走了」是哪家客户")
    rep.says("鼎新薛总刚微信说要样册").hears("鼎新", never=["钱工", "还等你"])


def test_a_ticket_is_no_answer_to_whose_a_record_is(company: Company) -> None:
    rep = company.member("小周").says("钱工调走了")
    rep.hears("哪家客户")
    rep.says("让法务出个新合同给联创 他们要月结 周四前").hears("已交给法务", never=["听到的是"])
    rep.hears("还等你一句")
    company.member("法务小何").hears("工单")


@pytest.mark.parametrize(
    "words",
    [
        "需要支持 薛总三次都不见,换个人去行不行",
        "需要支持,鼎新薛总想见领导",
        "赵姐能不能陪我去一趟鼎新",
        "能不能请领导出面 跟鼎新薛总吃个饭",
        "要个折扣权限 鼎新 95折",
    ],
)
def test_support_for_a_deal_in_time_reaches_the_superior(company: Company, words: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("已经告诉赵琳了", never=["已记录", "不用处理"])
    boss = company.member("赵琳")
    boss.hears("小周需要支持:.*\n杭州鼎新超市有限公司·仓储系统,在需求确认,12 万元", choices=["回他一句", "看看情况"])
    boss.says("95折可以,再低找老板").hears("已经回给小周:95折可以,再低找老板")
    rep.hears("赵琳回你杭州鼎新超市有限公司的支持请求:95折可以,再低找老板")


def test_an_answer_goes_to_who_asked_only(company: Company) -> None:
    company.member("小吴").says("能不能请领导出面 见见海川侯总").hears("已经告诉赵琳")
    boss = company.member("赵琳")
    boss.hears("小吴需要支持")
    company.member("小周").says("赵姐能不能陪我去一趟鼎新").hears("已经告诉赵琳")
    boss.hears("小周需要支持")
    boss.says("海川周四下午我过去 你先约时间").hears("已经回给小吴")
    company.member("小吴").hears("赵琳回你宁波海川.*周四下午我过去 你先约时间")


def test_what_was_arranged_is_told_to_who_wanted_to_know(company: Company) -> None:
    company.member("老板").says("鼎新现在什么情况").hears("鼎新")
    company.member("老板").says("让赵琳今天给我个说法").hears("已转告赵琳")
    boss = company.member("赵琳")
    boss.hears("给我个说法", "客户:杭州鼎新")
    boss.says("已经安排小吴周四上门").hears("已经告诉老板:已经安排小吴周四上门")
    company.member("老板").hears("赵琳回你.*已经安排小吴周四上门")


@pytest.mark.parametrize(
    ("words", "rival"),
    [
        ("联创孙总电话里说在跟冰山比价 冰山报32万", "冰山"),
        ("拜访联创孙总 他在用海尔的系统 想对比一下", "海尔"),
        ("联创孙总微信说竞争对手是东杰 要对比", "东杰"),
    ],
)
def test_a_rival_that_was_named_is_not_asked_for(company: Company, words: str, rival: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("已记录")
    rep.hears(f"第一次提到竞品.*问清和{rival}比的是什么", never=["哪家"])


def test_a_rival_that_was_not_named_is_asked_for(company: Company) -> None:
    rep = company.member("小周").says("联创孙总电话里说还在跟别家比价")
    rep.hears("已记录")
    rep.hears("第一次提到竞品.*问清比的是哪家")


@pytest.mark.parametrize(
    ("words", "rival"),
    [
        ("联创没戏了 孙总选了东杰 价格低两万", "选了东杰"),
        ("联创流失了 输给冰山", "输给冰山"),
        ("联创黄了 被东杰抢走了", "被东杰抢"),
    ],
)
def test_to_whom_a_deal_was_lost_is_kept(company: Company, words: str, rival: str) -> None:
    rep = company.member("小周").says(words)
    rep.hears("已记丢单", rival)
    rep.says("联创为什么丢的").hears(rival)


def test_a_promised_file_that_came_ends_its_promise(company: Company) -> None:
    rep = company.member("小周").says("联创孙总电话通了 技术协议今天下午四点给")
    rep.hears("异议")
    rep.taps("暂无异议").hears("已记录", "下一步:今天.*下午四点")
    rep.sends("技术协议.pdf", "联创的技术协议").hears("存好了")
    company.until("2026-11-23 16:30")  # nobody is reminded


def test_nobody_is_asked_to_let_in_what_was_let_in(company: Company) -> None:
    company.until("2026-11-23 10:30")
    rep = company.member("小吴").says("海川推合同审批 请主管放行")
    rep.hears("已经请赵琳")
    company.member("赵琳").says("海川放行 客户急").hears("放行原因:客户急", "方案确认 → 合同审批")
    company.advance("3m")
    rep.hears("赵琳放行了")


def test_a_win_says_what_its_way_lacked_and_takes_it(company: Company) -> None:
    rep = company.member("小周").says("联创签了,36万")
    rep.hears("恭喜成交.*36 万元\n路上还差:技术协议、客户内部立项文件、拍板人", choices=["撤回"])
    rep.sends("技术协议.pdf", "联创的技术协议").hears("存好了")
    rep.says("安宁的能耗终端签了").hears("恭喜成交", never=["立项文件"])


def test_who_has_most_deals_over_their_limit(company: Company) -> None:
    company.until("2026-11-27 11:00")
    company.ignore()
    boss = company.member("赵琳").says("这周超时最多的是谁")
    boss.hears("现在超时的 .* 单:\n·小周 \\d 单")


def test_how_a_figure_is_computed(company: Company) -> None:
    boss = company.member("赵琳").says("有效动作占比怎么算的")
    boss.hears("有效动作占比 = 报了有效动作的人天 ÷ 该报的人天")
    rep = company.member("小周").says("联创健康度")
    rep.hears("健康度 .* 分")
    rep.says("怎么算的").hears("健康度 = 知道的项", "刚才那个:.*联创.*健康度")
    rep.says("运费怎么算").hears("", never=["健康度"])


@pytest.mark.parametrize(
    "words",
    [
        "帮我问下赵琳 联创报价能不能做到33万",
        "联创能不能给账期 帮我问问领导",
        "请示下主管 联创33万能不能做",
        "帮我问问领导联创能不能缓几天",
    ],
)
def test_a_leader_who_is_asked_for_a_rep_hears_it_with_the_deal_and_answers(company: Company, words: str) -> None:
    rep, leader = company.member("小周"), company.member("赵琳")
    rep.says(words).hears("^已经告诉赵琳了")
    leader.hears("小周", "联创", words[-4:])
    leader.says("可以 但安装费另算")
    rep.hears("可以 但安装费另算")
    company.ignore()


def test_what_a_customer_asks_or_a_colleague_is_asked_is_put_to_no_leader(company: Company) -> None:
    rep = company.member("小周")
    rep.says("联创孙总说要问下领导").hears(never=["告诉赵琳"])
    rep.says("帮我问下小吴 鼎新啥情况").hears(never=["告诉赵琳"])
    company.ignore()


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("联创需要支持,客户要求降价", "可以降五万,但要全款"),
        ("联创需要支持 孙总想见领导", "最多降一个点 别的不行"),
        ("联创那单需要支持:客户要延保", "不行 我们没有这个先例"),
    ],
)
def test_support_asked_for_with_its_reason_is_answered_and_nothing_is_recorded(
    company: Company, asked: str, answer: str
) -> None:
    rep, leader = company.member("小周"), company.member("赵琳")
    rep.says(asked).hears("^已经告诉赵琳了")
    leader.hears("小周需要支持", "联创")
    leader.says(answer).hears("已经回给小周", never=["已记录"])
    rep.hears("赵琳回你.*支持请求", answer[:6])


def test_a_price_and_days_put_nothing_off(company: Company) -> None:
    company.member("小周").says("联创 33 45天").hears(never=["再提醒你"])
    company.member("小周").says("联创缓2天").hears("苏州联创.*再提醒你")


def test_a_leader_takes_a_deal_on_with_what_they_will_do(company: Company) -> None:
    company.member("赵琳").says("联创我来处理,明天我陪小周去").hears(never=["办不了", "已记录"])
    company.ignore()

"""What was just recorded is put right, loses one of its values, is replaced or is taken back, in everyday words."""

from __future__ import annotations

import pytest
from testing import Company, Person


def with_win(company: Company) -> Person:
    """小周 has just won 联创."""
    rep = company.member("小周")
    rep.says("联创签了,36万").hears("恭喜成交.*36 万元")
    return rep


def with_record(company: Company, said: str = "刚拜访了鼎新薛总,同意了,嫌贵,周四下午去送样") -> Person:
    """小周 has just reported a visit to 鼎新."""
    rep = company.member("小周")
    rep.says(said).hears("已记录")
    return rep


@pytest.mark.parametrize(
    ("said", "to"),
    [
        ("等等是34万5 抹了零头", "34.5 万元"),
        ("其实是35.2", "35.2 万元"),
        ("说错了是33不是36", "33 万元"),
        ("哎不对 应该是35万", "35 万元"),
    ],
)
def test_the_sum_just_won_is_put_right(company: Company, said: str, to: str) -> None:
    with_win(company).says(said).hears(rf"改好了。.*联创.*36 万元 → {to}", choices=["撤回"], kind="receipt")


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("没同意啊 他就是看看", "情况:价格敏感,同意了 → 价格敏感"),
        ("把同意了去掉", "情况:价格敏感,同意了 → 价格敏感"),
        ("哪有嫌贵", "情况:价格敏感,同意了 → 同意了"),
        ("下一步先去掉", r"下一步:周四\(11月26日\)下午两点.* → 没记"),
        ("不是周四 就是月底再说吧", r"下一步:周四\(11月26日\)下午两点.* → 没记"),
        ("26号他出差 那改27号", r"→ 周五\(11月27日\)下午两点"),
    ],
)
def test_a_value_of_the_newest_record_is_taken_away_or_moved(company: Company, said: str, changed: str) -> None:
    rep = with_record(company)
    rep.says(said).hears("改好了", changed, kind="receipt")


def test_what_the_record_does_not_say_is_not_taken_away(company: Company) -> None:
    with_record(company, "刚拜访了鼎新薛总,周四下午去送样").says("把同意了去掉").hears("没有这一项,不用改")


def test_a_value_is_taken_away_while_a_question_waits(company: Company) -> None:
    rep = company.member("小周")
    rep.says("刚跟联创孙总通完电话,他同意了").hears("同意了", "异议")
    rep.says("哪有同意 他就是问问").hears("异议", never=["情况:同意了"])
    rep.taps("暂无异议").hears("已记录", never=["同意了,"])


@pytest.mark.parametrize(
    "said", ["撤了吧", "刚那个不算", "删了", "发错了", "当我没说", "还没定呢 撤回", "不是跟进啊 是跟领导请示 撤了吧"]
)
def test_the_newest_record_is_taken_back(company: Company, said: str) -> None:
    rep = with_record(company)
    rep.says(said).hears("已撤回:.*鼎新.*送样", kind="receipt")
    rep.says("鼎新什么情况").hears("还没有跟进记录")


def test_the_reason_for_taking_a_move_back_names_nothing(company: Company) -> None:
    company.open_gates()
    rep = company.member("小周")
    rep.says("联创推进到方案确认").hears("已推进")
    rep.says("报价单人家还没看呢 撤回").hears("已撤回:.*方案报价 → 方案确认", kind="receipt")


def test_a_reminder_is_taken_back_with_its_reason(company: Company) -> None:
    rep = with_record(company)
    rep.says("明天上午十点提醒我寄合同").hears("提醒你:寄合同")
    rep.says("撤回提醒 不用了 助理会寄").hears("取消了,不再提醒:.*寄合同", kind="receipt")
    rep.says("鼎新什么情况").hears("送样")


def test_what_was_not_recorded_twice_is_not_taken_back_at_once(company: Company) -> None:
    rep = with_record(company)
    rep.says("撤回刚才那条重复的").hears(
        "能撤的只有这条", choices=["跟进·杭州鼎新超市有限公司「刚拜访了鼎新薛总,同意了…」", "都不动"]
    )
    rep.says("都不动").hears("都没动")


def test_what_was_meant_takes_the_place_of_what_was_set(company: Company) -> None:
    rep = company.member("小周")
    rep.says("周四上午提醒我给孙总发资料").hears("提醒你")
    rep.says("我的意思是周三上午九点提醒我准备资料").hears("改好了,周三.*上午九点提醒你:准备资料")
    rep.says("我设了哪些提醒").hears("1 条")


def test_a_reminder_is_not_replaced_by_one_that_says_only_when(company: Company) -> None:
    rep = company.member("小周")
    rep.says("周四上午提醒我给孙总发资料").hears("提醒你")
    rep.says("不是周四是周五上午提醒我").hears(never=["已撤回", "做什么"])


def test_a_hand_over_of_the_wrong_customer_is_put_back(company: Company) -> None:
    boss = company.member("赵琳")
    boss.says("把鼎新转给小吴").hears("鼎新.*转给小吴")
    company.member("小吴").hears("转给你跟了")
    company.member("小周").hears("不用再盯")
    boss.says("哎发错了 不是鼎新 是联创转给小吴").hears("已撤回:.*鼎新")
    boss.hears("联创.*转给小吴")
    company.member("小吴").hears("不算数了")
    company.member("小吴").hears("联创.*转给你跟了")
    company.member("小周").hears("不算数了")
    company.member("小周").hears("联创.*不用再盯")


def test_a_loss_said_wrongly_is_reopened_and_what_he_said_is_kept(company: Company) -> None:
    rep = company.member("小周")
    rep.says("鼎新丢了").hears("已记丢单")
    rep.says("记错了没丢 薛总说还能谈").hears("重新打开了.*鼎新")
    company.member("赵琳").hears("重新打开")
    rep.hears("已记录", "鼎新", "还能谈", never=["没丢"])


def test_words_about_another_product_do_not_go_into_the_record(company: Company) -> None:
    rep = company.member("小周")
    rep.says("刚跟温主任聊了能耗终端的合同,没问题").hears("已记录", "能耗终端")
    rep.says("仓储系统那个温主任还是嫌贵").hears("已记录", "仓储系统", "价格敏感")


def test_what_is_to_stay_is_not_taken_back(company: Company) -> None:
    rep = with_record(company)
    rep.says("不算 先记着")
    company.ignore()
    rep.says("鼎新什么情况").hears("送样")


def test_the_day_of_a_contact_put_right_leaves_what_is_next(company: Company) -> None:
    rep = company.member("小周").says("鼎新今天见了薛总 下周一给答复")
    rep.hears("已记录", "下一步:周一")
    rep.says("不是今天 昨天见的").hears("改好了", "下一步:周一", "昨天", never=["没记"])

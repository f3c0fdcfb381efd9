"""Whom a drill is with, and what the bot is told and asked in the middle of it."""

from __future__ import annotations

import pytest
from sqlmodel import func, select
from testing import Company, Person

from storage.coaching import DrillAppeal
from storage.deals import FollowUp, Reminder

GOOD = "我理解,换谁都要问一句。请问您现在用的是哪家的,几年了?周三上午我带着算好的账过去"


def began(company: Company, words: str = "陪练一下,校长嫌贵") -> Person:
    """Somebody has begun a drill and heard the customer's first line."""
    rep = company.member("小周")
    rep.says(words).hears("我来当客户")
    rep.hears("客户:", choices=["提示一下", "结束"])
    return rep


@pytest.mark.parametrize(
    ("words", "heard", "note"),
    [
        ("陪练 瓷砖店老板说别家便宜", "我来当客户:建材的老板", ""),
        ("陪我练个养猪场老板", "我来当客户:养猪场的老板", "没有养猪场的现成场景"),
        ("练一下 汽修厂厂长嫌贵", "我来当客户:汽修厂的厂长", "没有汽修厂的现成场景"),
        ("陪练,客户是医院采购,没预算", "我来当客户:医院的采购", "医院的现成场景里没有采购"),
        ("给我来个客户 酒店工程总监 冷淡 预算60万", "我来当客户:酒店的工程总监,预算 60 万元,冷淡", ""),
        ("陪练 业委会说要过业主大会", "我来当客户:物业园区的业委会主任", ""),
        ("最难的", "我来当客户:.*强势", ""),
    ],
)
def test_the_customer_is_who_was_asked_for(company: Company, words: str, heard: str, note: str) -> None:
    rep = company.member("小周")
    rep.says(words).hears(f"^{note}.*\n{heard}" if note else f"^{heard}", never=["没有正好"])
    rep.hears("客户:")


def test_ones_own_deal_is_practised(company: Company) -> None:
    rep = company.member("小周")
    rep.says("从我手上的单子里挑一个练").hears("哪一单", choices=["…"])
    rep.says("第一个").hears("我来当客户:", "你卖的是")
    rep.hears("客户:")
    rep.says("不练了").hears("一句还没练")
    rep.says("陪练").hears("想练哪种客户", choices=["…"])
    rep.says("就用鼎新薛总那单").hears("我来当客户:杭州鼎新超市有限公司的薛总", "你卖的是仓储系统", "12 万元")
    rep.hears("客户:")


def test_a_question_about_whom_is_not_put_again_in_a_later_drill(company: Company) -> None:
    rep = company.member("小周")
    rep.says("陪练").hears("想练哪种客户", choices=["…"])
    rep.says("陪练 校长嫌贵").hears("我来当客户:K12教育的校长")
    rep.hears("客户:")
    rep.says("结束").hears("一句还没练")


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("这次目标是什么来着", "目标:"),
        ("刚才聊到哪儿了", "你说了 0 句"),
        ("他这话什么意思", "他卡在「价格敏感」上"),
        ("给个示范", "可以这样说:「"),
        ("客户刚才问的啥", "客户刚才说的是这句"),
        ("撤回", "你还没说呢"),
    ],
)
def test_the_bot_answers_and_the_line_is_put_again(company: Company, words: str, heard: str) -> None:
    rep = began(company)
    rep.says(words).hears(heard, "客户:", choices=["提示一下", "结束"])
    rep.says(GOOD).hears("客户:")


def test_a_reply_is_taken_back(company: Company) -> None:
    rep = began(company)
    rep.says("贵有贵的道理").hears("客户:")
    rep.says("上一句重说").hears("客户:")
    rep.says(GOOD).hears("客户:")
    rep.says("看看现在多少分").hears("分 · ")
    rep.taps("看对话").hears("小周:我理解", never=["贵有贵的道理"])


def test_a_drill_waits_and_goes_on(company: Company) -> None:
    rep = began(company)
    rep.says(GOOD).hears("客户:")
    rep.says("等下来电话了").hears("先停在这儿", choices=["接着练", "结束"])
    company.advance("90m")
    rep.says("我回来了").hears("客户:", choices=["提示一下", "结束"])
    rep.says("算了,先不练了").hears("分 · 中途结束")


def test_another_customer_in_the_middle(company: Company) -> None:
    rep = began(company)
    rep.says("换个客户,简单点的").hears("我来当客户:K12教育")
    rep.hears("客户:")
    rep.says(GOOD).hears("客户:")
    rep.says("换一个").hears("分 · ", choices=["…"])


def test_nobody_practises_for_somebody_else(company: Company) -> None:
    leader = company.member("赵琳")
    leader.says("给小吴安排一个陪练 客户是医院的").hears("各练各的", choices=["提醒小吴去练"])
    leader.taps("提醒小吴去练").hears("已转告小吴")
    company.member("小吴").hears("抽空做一次陪练")


def test_words_after_a_drill_are_not_logged_without_a_tap(company: Company) -> None:
    rep = began(company)
    rep.says(GOOD).hears("客户:")
    rep.says("结束").hears("分 · ")
    rep.says("好,那周三八点见,我带样机过去").hears("没记到真客户上", choices=["是真客户,记成跟进", "再练一次"])
    rep.says("刚给联创孙总打完电话,嫌贵,周三再去").hears("已记录", "联创")


def test_what_is_to_be_written_down_later_is_not_logged(company: Company) -> None:
    rep = company.member("小周")
    with company.db.read() as session:
        before = session.exec(select(func.count()).select_from(FollowUp)).one()
    rep.says("刚跟联创孙总聊完 他要再降5个点 晚点记").hears("好,先不记", choices=["现在就记"])
    rep.says("陪练一下,校长嫌贵").hears("我来当客户")
    rep.hears("客户:")
    rep.says("晚点记").hears("先停在这儿", choices=["接着练", "结束"])
    rep.says("结束").hears("一句还没练")
    with company.db.read() as session:
        assert session.exec(select(func.count()).select_from(FollowUp)).one() == before
    rep.taps("现在就记").hears("已记录", "联创")


def test_whom_one_is_to_meet_is_practised_on_and_no_reminder_is_set(company: Company) -> None:
    rep = company.member("小周")
    rep.says("明天要去见薛总,先陪我练一遍").hears("我来当客户:杭州鼎新超市有限公司的薛总")
    rep.hears("客户:")
    rep.says("结束").hears("一句还没练")
    rep.says("明天要去见苗主任,先陪我练一遍").hears("你的客户里没对上「苗主任」", "我来当客户:.*苗主任")
    rep.hears("客户:")
    rep.says("结束").hears("一句还没练")
    with company.db.read() as session:
        assert session.exec(select(Reminder)).first() is None


def test_who_addresses_a_customer_after_a_drill_logs_nothing_without_a_tap(company: Company) -> None:
    rep = began(company)
    rep.says(GOOD).hears("客户:")
    rep.says("结束").hears("分 · ")
    rep.says("我的申诉咋样了").hears("你没有申诉过")
    rep.says("价格好说,我给您便宜两千").hears("没记到真客户上", choices=["是真客户,记成跟进", "再练一次"])


def practised(company: Company) -> Person:
    """A rep whose drill has just been scored."""
    rep = company.member("小周")
    rep.says("陪我练一个医院设备科主任").hears("我来当客户")
    rep.hears("客户:")
    rep.says("您现在用的那台一年停几次,每次停多久").hears("客户:")
    rep.says("就这样吧 出分").hears("分 · ")
    return rep


def test_a_card_is_asked_about_in_few_words_right_after_it(company: Company) -> None:
    rep = practised(company)
    rep.says("哪句最好").hears("做得好的|还没有过线")
    rep.says("合规多少").hears("合规")
    rep.says("举个例子").hears("参考说法|:")
    rep.says("我那句哪里踩线了").hears("丢分|没有哪句")


def test_the_reason_in_the_first_sentence_is_the_reason_and_few_words_settle_it(company: Company) -> None:
    rep, leader = practised(company), company.member("赵琳")
    rep.says("这个分不对 我问了停几次").hears("理由写的是「我问了停几次」")
    leader.hears("有异议:「我问了停几次」")
    leader.says("改成80 合适吗").hears(".", never=["改成 80 分"])
    leader.says("改成80 他问得对").hears("改成 80 分")
    rep.hears("改成 80 分", "他问得对")


@pytest.mark.parametrize("words", ["对", "结果呢", "我最近练得咋样"])
def test_a_yes_or_a_question_is_no_reason(company: Company, words: str) -> None:
    rep = practised(company)
    rep.says("我不服这个分").hears("哪里打得不对")
    rep.says(words)
    company.ignore("小周", "赵琳")
    with company.db.read() as session:
        assert session.exec(select(DrillAppeal)).all() == []


def test_a_score_that_was_kept_is_not_called_changed(company: Company) -> None:
    rep, leader = practised(company), company.member("赵琳")
    rep.says("这个分不对 我问了停几次").hears("人工复核")
    leader.hears("有异议")
    leader.says("不改,没问到预算").hears("维持")
    rep.hears("维持")
    rep.says("我的陪练").hears("申诉后维持", never=["申诉后改的"])


def test_a_real_call_told_in_a_drill_is_recorded(company: Company) -> None:
    rep = company.member("小周")
    rep.says("拿鼎新这单练一下").hears("我来当客户")
    rep.hears("客户:")
    rep.says("薛总刚打电话来 说价格可以谈 让我周四下午去他办公室").hears("鼎新")
    company.ignore("小周")


@pytest.mark.parametrize(
    "words", ["不练了 给我打分", "完了 打个分吧", "卡壳了 提示一下", "先停一下 电话来了", "客户刚啥意思"]
)
def test_more_words_to_the_bot_are_not_said_to_the_customer(company: Company, words: str) -> None:
    rep = company.member("小周")
    rep.says("陪我练一个医院设备科主任").hears("我来当客户")
    rep.hears("客户:")
    rep.says(words).hears("一句还没练|可以往这几点|停在这|接着练|卡在|暂停")

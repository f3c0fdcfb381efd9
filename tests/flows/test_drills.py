"""Drills in chat: a customer to practise on, a card, a person who looks at it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select
from testing import Company, Person, Verbatim

from storage.coaching import Drill, DrillRecording, ExamRecording
from storage.deals import Opportunity
from storage.people import Member

GOOD = "我理解,换谁都要问一句。请问您现在用的是哪家的,几年了?保修和备机每台值多少钱,我给您列出来,周三上午我带过去"
CARD = r"分 · "


def drilled(company: Company, name: str = "小周") -> Person:
    """Somebody has held a short drill."""
    person = company.member(name)
    person.says("陪练一下,客户是医院护理部主任,预算80万,很强势")
    person.hears("我来当客户:医院的护理部主任,预算 80 万元,强势")
    person.hears("客户:", choices=["提示一下", "结束"])
    person.says(GOOD).hears("客户:")
    person.taps("结束").hears(CARD, "中途结束", choices=["专练价值呈现", "再来一次", "换个客户", "看对话", "分数不对"])
    return person


def test_a_drill_from_the_first_word_to_the_card(company: Company) -> None:
    rep = company.member("小周")
    rep.says("陪练").hears("想练哪种客户", choices=["…"])
    rep.says("K12校长嫌贵").hears("我来当客户:K12教育的校长")
    rep.hears("客户:")
    rep.says("我们的东西就是好").hears("客户:")
    rep.says("给个提示").hears("可以往这几点上说", choices=["提示一下", "结束"])
    rep.says("买不起就别买").hears("客户:")
    rep.says("随便你").hears("客户:")
    rep.hears(CARD, "客户没答应下一步")
    rep.taps("看对话").hears("客户:", "小周:随便你")


def test_what_is_said_to_the_customer_is_no_report(company: Company) -> None:
    rep = company.member("小周")
    rep.says("陪练一下,校长嫌贵").hears("我来当客户")
    rep.hears("客户:")
    rep.says("刚跟你们总务主任通过电话,他说周三下午可以过去看看").hears("客户:")
    rep.says("明天上午九点提醒我给您回电话,行吗").hears("客户:")
    rep.says("刚跟联创孙总打完电话,嫌贵,周三再去").hears("已记录", "联创")
    rep.hears("还等你一句", "客户:")
    rep.says("结束").hears(CARD)
    rep.taps("看对话").hears("通过电话", "九点提醒我")


def test_what_is_said_before_the_customer_has_answered_follows_the_answer(company: Company) -> None:
    rep = company.member("小周")
    rep.says("陪练一下,校长嫌贵").hears("我来当客户")
    rep.hears("客户:")
    rep.says_at_once("请问您现在用的是哪家的?", "保修几年?", "结束")
    rep.hears("客户:")
    rep.hears("客户:")
    rep.hears(CARD, "中途结束")
    rep.taps("看对话").hears("小周:请问您现在用的是哪家的.*\n.*客户:.*\n.*小周:保修几年")


def test_hints_never_end_a_drill(company: Company) -> None:
    rep = company.member("小周")
    rep.says("陪练一下,校长嫌贵").hears("我来当客户")
    rep.hears("客户:")
    for _ in range(6):
        rep.taps("提示一下").hears("可以往这几点上说")
    rep.says(GOOD).hears("客户:")
    rep.taps("结束").hears(CARD)


def test_a_drill_is_kept_with_whom_the_customer_was_played_as(company: Company) -> None:
    drilled(company)
    with company.db.read() as session:
        persona = session.exec(select(Drill)).one().persona
    assert persona == {"industry": "医院", "buyer_role": "护理部主任", "budget": 800_000, "temper": "强势"}


def test_a_drill_is_spoken(company: Company) -> None:
    rep = company.member("小周")
    company.hearing = Verbatim()
    rep.says("陪练一下,校长嫌贵").hears("打字、发语音都可以", choices=["同意保留录音", "只留文字"])
    rep.hears("客户:")
    rep.speaks(GOOD).hears("听到:「我理解")
    rep.hears("客户:")
    assert files(company) == 0  # nobody agreed to keep it
    rep.speaks("结束").hears("听到:「结束」")
    rep.hears(CARD)
    with company.db.read() as session:
        drill = session.exec(select(Drill)).one()
    assert drill.turns[0]["seconds"] > 0 and "语速" in drill.card["dimensions"]


def files(company: Company) -> int:
    """How many recordings lie in the media store."""
    return len([*company.media_folder.rglob("*.ogg")])


def spoken(company: Company) -> Person:
    """Somebody agreed to have recordings kept, and has held a drill by voice."""
    company.hearing = Verbatim()
    rep = company.member("小周")
    rep.says("陪练一下,校长嫌贵").hears("只有你和带你的主管能听,180 天后自动删", "删掉陪练录音")
    rep.hears("客户:")
    rep.taps("同意保留录音").hears("从现在起", "180 天", kind="receipt")
    rep.hears("还等你一句", "客户:")
    rep.speaks(GOOD).hears("听到")
    rep.hears("客户:")
    rep.says("结束").hears(CARD)
    return rep


def test_recordings_are_kept_with_the_drill_and_played(company: Company) -> None:
    rep, leader = spoken(company), company.member("赵琳")
    assert files(company) == 1
    rep.says("陪练一下,校长嫌贵").hears("我来当客户", choices=[])  # asked once
    rep.hears("客户:")
    rep.says("结束").hears("一句还没练")
    listed = leader.says("看看小周的陪练").hears("小周最近练了 1 次")
    leader.taps(listed.buttons[0][0]).hears(CARD, choices=["看对话", "听录音"])
    shown = leader.taps("听录音").hears("录音 1 段", "小周:我理解")
    assert shown.file is not None and shown.file.endswith(".ogg")
    company.member("小吴").says("看看小周的陪练").hears("只有本人和主管能看")


def test_recordings_are_deleted_alone_or_with_the_drill(company: Company) -> None:
    rep = spoken(company)
    rep.says("删掉我的陪练录音").hears("找不回来", choices=["都删掉", "只删陪练录音", "先留着"])
    rep.taps("只删陪练录音").hears("删掉了 1 段陪练录音,文字和成绩都还在", kind="receipt")
    assert files(company) == 0
    rep.taps("看对话").hears("小周:我理解", choices=["看评分", "…"], never=["听录音"])


def test_recordings_go_with_the_drill_and_after_their_time(company: Company) -> None:
    rep = spoken(company)
    rep.says("删掉我的陪练记录").hears("都删掉")
    rep.taps("都删掉").hears("删掉了 1 条", kind="receipt")
    assert files(company) == 0
    rep.says("陪练一下,校长嫌贵").hears("我来当客户")
    rep.hears("客户:")
    rep.speaks(GOOD).hears("听到")
    rep.hears("客户:")
    assert files(company) == 1
    company.advance("181d")
    assert files(company) == 0
    company.ignore(*(message.to for message in company.unheard()))


def test_whether_recordings_are_kept_is_changed_in_words(company: Company) -> None:
    rep = spoken(company)
    rep.says("以后别留我的录音了").hears("只留文字", kind="receipt")
    rep.says("再来一次").hears("我来当客户")
    rep.hears("客户:")
    rep.speaks("我们公司二十年了").hears("听到")
    rep.hears("客户:")
    assert files(company) == 1
    rep.says("录音留着吧").hears("180 天", kind="receipt")
    rep.hears("还等你一句")
    rep.speaks("您现在一年要花多少钱").hears("听到")
    rep.hears("客户:")
    assert files(company) == 2
    rep.says("结束").hears(CARD)


def test_a_file_that_something_else_holds_stays(company: Company) -> None:
    rep = spoken(company)
    with company.db.write() as session:
        media = session.exec(select(DrillRecording.media)).one()
        member = session.exec(select(Member).where(Member.name == "小周")).one()
        session.add(ExamRecording(member_id=member.id or 0, media=media, at=company.clock.now()))
    rep.says("删掉我的陪练录音").hears("找不回来")
    rep.taps("只删陪练录音").hears("删掉了 1 段", kind="receipt")
    assert files(company) == 1


def test_a_drill_that_nobody_goes_on_with_is_scored_as_far_as_it_went(company: Company) -> None:
    rep = company.member("小周")
    rep.says("陪练一下,校长嫌贵").hears("我来当客户")
    rep.hears("客户:")
    rep.says(GOOD).hears("客户:")
    company.advance("31m")
    rep.hears(CARD, "中途结束")
    rep.says("陪练一下,校长嫌贵").hears("我来当客户")
    rep.hears("客户:")
    company.advance("31m")
    rep.hears("一句还没练")


def test_once_more_and_another(company: Company) -> None:
    rep = drilled(company)
    rep.says("再来一次").hears("我来当客户:医院")
    rep.hears("客户:")
    rep.says("不练了").hears("一句还没练")
    rep.says("换个客户").hears("我来当客户:医院")
    rep.hears("客户:")
    rep.says("取消").hears("一句还没练")


def test_a_real_customer_is_practised_on(company: Company) -> None:
    rep = company.member("小周")
    rep.says("拿鼎新这单练一下").hears("我来当客户")
    rep.hears("客户:")
    rep.says("结束").hears("一句还没练")


def test_results_are_seen_by_oneself_and_who_leads(company: Company) -> None:
    rep, leader = drilled(company), company.member("赵琳")
    rep.says("我的陪练").hears("你最近练了 1 次", choices=["看护理部想换铃没预算", "再练一次"])
    leader.says("看看小周的陪练").hears("小周最近练了 1 次")
    leader.taps("看护理部想换铃没预算").hears(CARD, choices=["看对话"])
    leader.taps("看对话").hears("小周:我理解")
    leader.says("团队陪练").hears("小周:练了 1 次", choices=["看小周的"])
    company.member("小吴").says("看看小周的陪练").hears("只有本人和主管能看")
    rep.says("陪练排名").hears("没有开陪练排名", choices=["我的陪练"])


def test_a_person_looks_at_a_score_again(company: Company) -> None:
    rep, leader = drilled(company), company.member("赵琳")
    rep.taps("分数不对").hears("哪里打得不对")
    rep.says("我问了他用了几年").hears("请赵琳人工复核", kind="receipt")
    leader.hears("有异议", "我问了他用了几年", choices=["看对话", "维持原分", "改分"])
    leader.taps("改分").hears("改成多少分")
    leader.says("一百五").hears("0 到 100 的数")
    leader.says("75").hears("改成 75 分", kind="receipt")
    rep.hears("赵琳复核了", "75 分", kind="receipt")
    leader.taps("维持原分").hears("已经点过「改分」")
    rep.says("我要申诉").hears("一次陪练只复核一回")
    rep.says("我的陪练").hears("75 分,申诉后改的")


@pytest.mark.parametrize(
    ("words", "heard", "said_to_rep"),
    [
        ("维持原分,客户没答应", "维持 [0-9.]+ 分", "维持.*他说:「客户没答应」"),
        ("改成八十五分,他问到了年限", "改成 85 分", "改成 85 分.*「他问到了年限」"),
    ],
)
def test_an_appeal_is_settled_in_words(words: str, heard: str, said_to_rep: str, company: Company) -> None:
    rep, leader = drilled(company), company.member("赵琳")
    rep.taps("分数不对").hears()
    rep.says("我问了他用了几年").hears("请赵琳人工复核")
    leader.hears("有异议")
    leader.says(words).hears(heard, kind="receipt")
    rep.hears(said_to_rep, kind="receipt")
    leader.says(words).hears("没有等你定的陪练申诉")


def test_another_score_is_said_in_figures_or_words(company: Company) -> None:
    rep, leader = drilled(company), company.member("赵琳")
    rep.taps("分数不对").hears()
    rep.says("我问了他用了几年").hears("请赵琳人工复核")
    leader.hears("有异议")
    leader.taps("改分").hears("改成多少分")
    leader.says("八十").hears("改成 80 分", kind="receipt")
    company.ignore()


def test_a_leader_asks_how_the_team_practises(company: Company) -> None:
    rep, leader = drilled(company), company.member("赵琳")
    leader.says("我们组谁没练").hears("还没练过的:.*小吴", "小周:练了 1 次")
    leader.says("谁练得最差").hears("平均分最低的是小周")
    leader.says("平均分").hears("1 个人练了 1 次,平均")
    leader.says("看看组里谁练了").hears("小周:练了 1 次", "还没练过的")
    leader.says("小周这周练了几次").hears("小周最近练了 1 次")
    rep.says("小吴练得怎么样").hears("只有本人和主管能看")


def test_an_appeal_moves_on_to_who_leads_by_now(company: Company) -> None:
    rep, former, boss = drilled(company), company.member("赵琳"), company.member("老板")
    rep.taps("分数不对").hears("哪里打得不对")
    rep.says("我问了他用了几年").hears("请赵琳人工复核")
    former.hears("有异议")
    with company.db.write() as session:
        member = session.exec(select(Member).where(Member.name == "赵琳")).one()
        member.role = "rep"
        session.add(member)
    former.taps("维持原分").hears("不归你定,没有动")
    company.advance("2h30m")
    rep.hears("原来请赵琳定,现在转给老板了")
    boss.hears("有异议", "原来请赵琳看", choices=["看对话", "维持原分", "改分"])
    boss.taps("维持原分").hears(r"维持 \d+\.\d 分")
    rep.hears("老板复核了", r"维持 \d+\.\d 分")


def test_weights_are_fitted_monthly_shown_and_taken_back(company: Company) -> None:
    drilled(company)
    boss = company.member("老板")
    with company.db.write() as session:
        drill, member = (
            session.exec(select(Drill)).one(),
            session.exec(select(Member).where(Member.name == "小周")).one(),
        )
        deal = session.exec(select(Opportunity)).first()
        assert member.id is not None and deal is not None
        for number in range(30):
            won, at = number % 2 == 0, company.clock.now() - timedelta(days=number * 5)
            marks = {"score": 90.0 if won else 20.0, "weight": 0.15, "evidence": [], "advice": ""}
            card = {**drill.card, "dimensions": {**drill.card["dimensions"], "需求挖掘": marks}}
            if number:
                session.add(
                    Drill(**drill.model_dump(exclude={"id", "run_id", "card", "at"}), run_id=-number, card=card, at=at)
                )
            session.add(
                Opportunity(
                    customer_id=deal.customer_id,
                    owner_id=member.id,
                    stage="won" if won else "lost",
                    stage_entered_at=at,
                    clock_started_at=at,
                )
            )
    boss.says("陪练占比").hears("默认占比", "需求挖掘 15")
    company.advance("10d")
    company.advance("1d")
    told = [shown for shown in company.unheard() if shown.to == "老板" and "占比调了" in shown.text]
    assert len(told) == 1 and told[0].kind == "alert" and "30 单" in told[0].text and "需求挖掘 15 →" in told[0].text
    company.ignore()
    boss.says("陪练占比").hears("拟合的占比", choices=["改回默认"])
    boss.taps("改回默认").hears("改回默认占比了", kind="receipt")
    boss.says("把陪练权重恢复默认").hears("没有动")
    company.ignore()


def test_drills_are_deleted_by_who_held_them(company: Company) -> None:
    rep = drilled(company)
    rep.says("删掉我的陪练记录").hears("都删掉", choices=["都删掉", "先留着"])
    rep.taps("先留着").hears("没有删")
    rep.says("把我的陪练记录都删了").hears("找不回来")
    rep.taps("都删掉").hears("删掉了 1 条", kind="receipt")
    rep.taps("看对话").hears("看不了")
    rep.says("我的陪练").hears("还没练过", choices=["再练一次"])
    rep.says("删掉我的陪练记录").hears("你没有陪练记录")


def test_drills_are_kept_as_long_as_the_company_says(company: Company) -> None:
    rep = drilled(company)
    company.advance("181d")
    company.ignore(*(message.to for message in company.unheard()))
    rep.says("我的陪练").hears("还没练过", choices=["再练一次"])


def test_what_is_asked_about_a_score_is_answered_from_its_card(company: Company) -> None:
    rep = drilled(company)
    rep.says("看对话").hears("小周:我理解", choices=["看评分", "…"])
    rep.says("看评分").hears(CARD, choices=["专练价值呈现", "…"])
    rep.says("为啥这个分").hears("拉低的主要是", "价值呈现", choices=["专练价值呈现", "…"])
    rep.says("需求挖掘为什么低").hears("需求挖掘")
    rep.says("哪里说错了").hears("丢分|没有哪句说错")
    rep.says("应该怎么说").hears("价值呈现:", "参考说法:")
    rep.says("跟上次比").hears("还没有上次可比")
    rep.says("再来一次").hears("我来当客户")
    rep.hears("客户:")
    rep.says("绝对行业第一 赔你十倍").hears("客户:")
    rep.says("结束").hears(CARD, "踩线了:「绝对行业第一")
    rep.says("行业第一为啥不能说").hears("踩线:虚假承诺")
    rep.says("跟上次比").hears("上次 .* 分", "低了")
    company.member("小吴").says("为啥这个分").hears("还没练过")


@pytest.mark.parametrize("words", ["我的申诉咋样了", "申诉有结果了吗"])
def test_how_an_appeal_stands_is_said(words: str, company: Company) -> None:
    rep, leader = drilled(company), company.member("赵琳")
    rep.says(words).hears("你没有申诉过")
    rep.says("这个分不对").hears("哪里打得不对")
    rep.says("我问了他用的哪家的").hears("已请赵琳人工复核")
    leader.hears("我问了他用的哪家的")
    rep.says(words).hears("还在赵琳那里", "今天")
    leader.says("小周的申诉我看看").hears("我问了他用的哪家的", choices=["看对话", "维持原分", "改分"])
    leader.says("还有申诉没看吗").hears("我问了他用的哪家的", choices=["看对话", "维持原分", "改分"])
    company.member("顾强").says("还有申诉没看吗").hears("没有等你定的申诉")
    leader.taps("维持原分").hears("维持")
    rep.hears("赵琳复核了")
    rep.says(words).hears("有结果了:维持")
    leader.says("还有申诉没看吗").hears("没有等你定的申诉")


def test_an_exam_has_no_appeal_which_is_said(company: Company) -> None:
    rep = company.member("小周")
    rep.says("我要申诉考试").hears("考试没有申诉", "带给赵琳", choices=["看错题", "带话给赵琳"])
    rep.taps("带话给赵琳").hears("已转告赵琳")
    company.member("赵琳").hears("申诉考试")


def test_who_practised_in_a_time_and_in_a_team(company: Company) -> None:
    drilled(company)
    leader, boss = company.member("赵琳"), company.member("老板")
    for words in ("这周谁没练", "谁这周没练"):
        leader.says(words).hears("11月23日到11月29日没练的:小吴、阿新", "小周:练了 1 次", never=["小郑"])
    leader.says("谁上周没练").hears("没练的:小周、小吴、阿新")
    boss.says("东区陪练情况").hears("东区陪练情况", "小周:练了 1 次", never=["小郑"])
    boss.says("南区平均分").hears("南区还没有人练过")
    boss.says("按组看陪练").hears("东区:3 人里 1 人练过,共 1 次,平均", "南区:1 人里 0 人练过")
    leader.says("按组看陪练").hears("东区", never=["南区"])
    leader.says("南区陪练情况").hears("南区不归你看", never=["小郑"])


@pytest.mark.parametrize("words", ["把我刚才那次陪练删了", "把我那次低分的删了", "删掉今天那次"])
def test_one_drill_is_deleted_after_a_tap_that_names_it(words: str, company: Company) -> None:
    rep, leader = drilled(company), company.member("赵琳")
    rep.taps("分数不对").hears("哪里打得不对")
    rep.says("我问了他用的哪家的").hears("已请赵琳人工复核")
    seen = leader.hears("我问了他用的哪家的")
    rep.says(words).hears("删掉今天", "护理部", "找不回来", choices=["删掉", "先留着"])
    rep.says("先留着").hears("没有删")
    rep.says(words).hears("删掉今天")
    rep.says("删").hears("删掉了", "申诉也一起结束了", kind="receipt")
    with company.db.read() as session:
        assert session.exec(select(Drill)).first() is None
    company.until("2026-11-23 12:00")
    leader.hears("小周删掉了陪练", "不用再看了")
    leader.taps(seen.buttons[0][0]).hears("看不了")


@pytest.mark.parametrize(
    "words", ["要不要把刚才那次陪练删了", "先别删刚才那次陪练", "如果把刚才那次陪练删了呢", "把刚才那次陪练删了吗"]
)
def test_no_drill_is_deleted_unless_it_is_ordered(words: str, company: Company) -> None:
    drilled(company).says(words).hears(".", never=["找不回来", "删掉了"])
    with company.db.read() as session:
        assert session.exec(select(Drill)).first() is not None

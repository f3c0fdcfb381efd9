"""Who decides at a customer: taken from what reps say, with date and source, shown as a picture and in words."""

from __future__ import annotations

import json

import pytest
from sqlmodel import col, select
from testing import Company

from analytics import charts
from sales import decision_chain
from storage.conversations import Outbox
from storage.deals import Contact, Customer, DecisionClaim, FollowUp

LIANCHUANG, DINGXIN, ANNING = "苏州联创电子有限公司", "杭州鼎新超市有限公司", "上海安宁医院"
ASKS = "还没人说过谁拍板"


def claims(company: Company) -> list[tuple[str, str, str, bool, str]]:
    with company.db.read() as session:
        rows = session.exec(
            select(Contact.name, DecisionClaim.aspect, DecisionClaim.value, DecisionClaim.holds, DecisionClaim.said)
            .join(Contact, col(Contact.id) == col(DecisionClaim.contact_id))
            .order_by(col(DecisionClaim.id))
        )
        return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def deciders(company: Company, customer: str) -> tuple[str, ...]:
    with company.db.read() as session:
        key = session.exec(select(Customer.id).where(Customer.name == customer)).one()
        return decision_chain.holders(session, key or 0, "拍板人")


def pictured(company: Company) -> charts.Chart:
    with company.db.read() as session:
        row = session.exec(select(Outbox).where(col(Outbox.attachments).is_not(None)).order_by(col(Outbox.id).desc()))
        (attachment,) = (row.first() or Outbox()).attachments or ()
    return charts.from_json(json.loads(attachment["specification"]))


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        ("联创拍板的是孙总", ("孙总", "role", "拍板人", True)),
        ("联创那边最后还得听孙总的", ("孙总", "role", "拍板人", True)),
        ("钟经理只是个跑腿的", ("钟经理", "role", "拍板人", False)),
        ("采购那边钟经理卡得很严", ("钟经理", "role", "把关人", True)),
        ("钟经理是我们的人", ("钟经理", "attitude", "支持", True)),
        ("联创拍板的换人了,现在是钟经理", ("钟经理", "role", "拍板人", True)),
        ("钟经理是使用部门的", ("钟经理", "role", "使用者", True)),
        ("钟经理挺支持我们", ("钟经理", "attitude", "支持", True)),
        ("联创的孙总影响力8分", ("孙总", "influence", "8", True)),
        ("联创孙总影响力多大 7吧", ("孙总", "influence", "7", True)),
        ("联创拍板的是孙总的小舅子", ("孙总小舅子", "role", "拍板人", True)),
        ("联创决策人是孙总的弟弟孙二总", ("孙总弟弟孙二总", "role", "拍板人", True)),
        ("联创拍板是他们老板 集团的席董", ("席董", "role", "拍板人", True)),
        ("钟经理站海纳那边", ("钟经理", "attitude", "反对", True)),
    ],
)
def test_a_claim_by_itself_is_kept_and_no_contact_was_reported(
    company: Company, said: str, claim: tuple[str, str, str, bool]
) -> None:
    rep = company.member("小周")
    rep.says(said).hears(f"记到{LIANCHUANG}的决策链", claim[0], choices=["撤回", "决策链"], kind="receipt")
    assert claims(company) == [(*claim, said)]
    with company.db.read() as session:
        assert session.exec(select(FollowUp)).first() is None


@pytest.mark.parametrize("said", ["这个价是老顾点过头的", "分两次付是老顾答应的"])
def test_a_colleague_called_familiarly_in_what_is_added_is_no_contact(company: Company, said: str) -> None:
    rep = company.member("小周")
    rep.says("联创孙总今天打过电话,挺感兴趣,无异议").hears("已记录")
    rep.says(said)
    company.ignore()
    with company.db.read() as session:
        assert session.exec(select(Contact).where(Contact.name == "老顾")).first() is None


@pytest.mark.parametrize("said", ["拍板的其实是孙总他爱人 姓戴 戴总", "联创说了算的是孙总老婆戴总"])
def test_somebodys_wife_is_another_person(company: Company, said: str) -> None:
    rep = company.member("小周")
    rep.says("联创孙总今天打过电话,挺感兴趣,无异议").hears("已记录")
    rep.says(said).hears("戴总是拍板人", "新联系人:戴总", kind="receipt")
    assert claims(company) == [("戴总", "role", "拍板人", True, said)]


@pytest.mark.parametrize(
    "said", ["孙总是不是拍板的?", "应该是孙总拍板吧", "听说联创拍板的换成马总了", "问下孙总能不能拍板"]
)
def test_questions_guesses_and_hearsay_write_nothing(company: Company, said: str) -> None:
    company.member("小周").says(said)
    company.ignore()
    assert claims(company) == []
    with company.db.read() as session:
        assert session.exec(select(Contact).where(Contact.name == "马总")).first() is None


def test_a_follow_up_takes_them_along_and_adds_who_is_new(company: Company) -> None:
    rep = company.member("小周")
    rep.says("刚拜访了联创钟经理,他说了不算,拍板的是他们马总,嫌贵,周四再去")
    rep.hears("已记录", "新联系人:马总", "决策链:钟经理不是拍板人;马总是拍板人", never=[ASKS], choices=["撤回"])
    assert deciders(company, LIANCHUANG) == ("马总",)
    rep.says("撤回").hears("已撤回")
    assert claims(company) == [] and deciders(company, LIANCHUANG) == ()


def test_words_after_the_receipt_count_too(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,嫌贵,周三下午再去")
    rep.hears("已记录", ASKS)
    rep.says("他说了算,就是预算没下来").hears("补进刚才那条", "决策链:孙总是拍板人")
    assert deciders(company, LIANCHUANG) == ("孙总",)


def test_whoever_is_spoken_of_need_not_be_named(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,嫌贵,周三下午再去")
    rep.hears("已记录")
    rep.says("他能拍板").hears("孙总是拍板人")


def test_somebody_new_is_of_the_customer_under_discussion(company: Company) -> None:
    rep = company.member("小周").says("联创现在什么情况")
    rep.hears(LIANCHUANG)
    rep.says("拍板的是段院长").hears(f"记到{LIANCHUANG}", "新联系人:段院长")


def test_the_newest_claim_counts_and_what_contradicts_is_shown(company: Company) -> None:
    rep, leader = company.member("小周"), company.member("赵琳")
    rep.says("联创拍板的是孙总").hears("孙总是拍板人", never=["注意"])
    leader.says("联创孙总说了不算").hears("孙总不是拍板人", "注意:11月23日小周说的不一样:孙总是拍板人,先按最新的算")
    rep.hears("赵琳在苏州联创电子有限公司上记了一条跟进", choices=["谁拍板"])
    assert deciders(company, LIANCHUANG) == ()
    rep.says("联创拍板的是孙总").hears("注意:11月23日赵琳说的不一样")
    rep.says("联创最后得听钟经理的").hears("注意:孙总、钟经理都有人说是拍板人")
    company.advance("24h")
    company.ignore()
    rep.says("联创决策链").hears(
        f"^{LIANCHUANG}的决策链",
        "拍板人:孙总\n·11月23日小周:是拍板人「联创拍板的是孙总」\n·之前:11月23日赵琳:不是拍板人「联创孙总说了不算」",
        "拍板人:钟经理\n·11月23日小周:是拍板人「联创最后得听钟经理的」",
        "注意:孙总、钟经理都有人说是拍板人",
    )
    lanes = pictured(company).lanes  # type: ignore[union-attr]
    assert [(node.name, node.disputed, node.note) for node in lanes[0].nodes] == [
        ("孙总", True, "11月23日小周"),
        ("钟经理", True, "11月23日小周"),
    ]


@pytest.mark.parametrize(
    "asked", ["决策链", "联创决策链", "联创谁拍板", "联创那边都有谁", "孙总是不是拍板的", "联创的组织架构发我看看"]
)
def test_it_is_shown_as_a_picture_and_in_words(company: Company, asked: str) -> None:
    rep = company.member("小周").says("联创拍板的是孙总,影响力9,支持我们")
    rep.hears("记到")
    shown = rep.says(asked).hears("拍板人:孙总\\(影响力 9,支持\\)", "还没分角色:钟经理", choices=[])
    assert shown.image and company.media.has(shown.image)
    lanes = pictured(company).lanes  # type: ignore[union-attr]
    assert [(lane.role, [node.name for node in lane.nodes]) for lane in lanes] == [
        ("拍板人", ["孙总"]),
        ("未分角色", ["钟经理"]),
    ]


def test_somebody_elses_customer_stays_unknown(company: Company) -> None:
    company.member("小吴").says("联创决策链").hears("没有「苏州联创电子有限公司」|没有「联创」")


def test_that_nobody_decides_is_said_once_in_a_while_and_taken_in_one_tap(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,嫌贵,周三下午再去")
    rep.hears("已记录", ASKS, choices=["撤回", "谁拍板"])
    rep.says("刚拜访了联创钟经理,觉得功能不够,周五再聊").hears("已记录", never=[ASKS], choices=["撤回"])
    company.until("2026-12-01 10:00")
    company.ignore()
    rep.says("今天去联创见了孙总,嫌贵,周五再去").hears("已记录", ASKS, choices=["撤回", "谁拍板"])
    rep.taps("谁拍板").hears("谁拍板", choices=["孙总", "钟经理", "还不清楚"])
    rep.says("可能是个姓段的").hears("拿不准先不记", choices=["孙总", "钟经理", "还不清楚"])
    rep.taps("孙总").hears("记下了,苏州联创电子有限公司拍板的是孙总", choices=["撤回", "决策链"])
    assert claims(company) == [("孙总", "role", "拍板人", True, "谁拍板?孙总")]
    rep.taps("撤回").hears("已撤回:苏州联创电子有限公司的拍板人")
    assert claims(company) == [] and deciders(company, LIANCHUANG) == ()


def test_it_is_not_said_before_a_quote_and_when_a_deal_comes_there(company: Company) -> None:
    rep = company.member("小周").says("刚跟鼎新薛总打完电话,挺感兴趣,下周一发方案")
    rep.hears("已记录", never=[ASKS])
    rep.says("鼎新推进到方案报价").hears("已推进", ASKS, choices=["撤回", "谁拍板"])
    rep.says("鼎新现在什么情况").hears(f"{ASKS}。$", choices=["记一条跟进", "谁拍板"])
    rep.taps("谁拍板").hears("谁拍板")
    rep.says("白总").hears("记下了", "拍板的是白总")
    rep.says("鼎新现在什么情况").hears("白总\\(拍板人\\)", never=[ASKS], choices=["记一条跟进", "决策链"])


def test_an_unknown_answer_writes_nothing(company: Company) -> None:
    rep = company.member("小周").says("联创谁拍板")
    rep.hears(ASKS, choices=["谁拍板"])
    rep.taps("谁拍板").hears("谁拍板")
    rep.taps("还不清楚").hears("问到了说一句")
    assert claims(company) == []


def test_a_consultant_belongs_to_two_customers_and_is_another_in_each(company: Company) -> None:
    rep = company.member("小周")
    rep.says("联创的孙总也是鼎新的顾问").hears(f"孙总是{LIANCHUANG}和{DINGXIN}两边的联系人")
    rep.says("联创拍板的是孙总").hears(f"记到{LIANCHUANG}的决策链")
    rep.says("鼎新的孙总影响力3").hears(f"记到{DINGXIN}的决策链")
    rep.says("鼎新决策链").hears(f"孙总\\(影响力 3;也是{LIANCHUANG}的联系人\\)", never=["拍板人:孙总"])
    assert deciders(company, LIANCHUANG) == ("孙总",) and deciders(company, DINGXIN) == ()
    company.until("2026-11-23 17:00")
    company.ignore()
    rep.says("孙总挺支持我们").hears("是哪一家", choices=[LIANCHUANG, DINGXIN])
    rep.taps(DINGXIN).hears(f"记到{DINGXIN}的决策链了:孙总态度支持")
    company.member("小吴").says("鼎新决策链").hears("没有")


def test_what_a_world_says_of_contacts_are_claims_of_the_import(company: Company) -> None:
    with company.db.write() as session:
        contact = session.exec(select(Contact).where(Contact.name == "温主任")).one()
        contact.role, contact.influence = "使用者", 6
        session.add_all(decision_chain.imported([contact], company.clock.now()))
    company.member("小周").says("安宁决策链").hears("使用者:温主任\\(影响力 6\\)\n·11月23日导入:是使用者,影响力 6")


def test_a_lead_keeps_who_decides(company: Company) -> None:
    rep = company.member("小周").says("新线索:佛山恒泰瓷砖,拍板的是王总,预算大概30万")
    rep.hears("佛山恒泰瓷砖")
    assert deciders(company, "佛山恒泰瓷砖") == ("王总",)


@pytest.mark.parametrize(
    ("words", "new"),
    [
        ("联创孙总离职了 新厂长姓游", "游厂长"),
        ("联创孙总换人了 现在是贺总", "贺总"),
        ("联创的孙总退休了 换成季总负责", "季总"),
    ],
)
def test_who_comes_in_somebodys_place_plays_their_part(company: Company, words: str, new: str) -> None:
    rep = company.member("小周").says("联创拍板的是孙总")
    rep.hears("拍板人")
    rep.says(words).hears(f"加上了{new}", f"孙总的拍板人改成{new}", choices=["撤回"])
    assert deciders(company, LIANCHUANG) == (new,)


def test_another_contact_takes_nothing_from_who_is_there(company: Company) -> None:
    rep = company.member("小周").says("联创拍板的是孙总")
    rep.hears("拍板人")
    rep.says("联创加个联系人苗主任").hears("加上了苗主任", never=["改成"])
    assert deciders(company, LIANCHUANG) == ("孙总",)


def test_whether_somebody_has_weight_is_a_question(company: Company) -> None:
    company.member("小周").says("联创的钟经理不是老板亲戚吗 他说话管用吗")
    company.ignore()
    assert claims(company) == []


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("联创拍板的欧阳院长", "欧阳院长"),
        ("联创拍板是集团的贾总", "贾总"),
        ("联创招标是设备科说了算", "设备科"),
        ("联创他们拍板是院长办公会 没有单独一个人", "院长办公会"),
        ("联创最后由董事会定夺", "董事会"),
    ],
)
def test_a_body_or_a_name_without_is_decides(company: Company, words: str, who: str) -> None:
    company.member("小周").says(words)
    company.ignore()
    assert deciders(company, LIANCHUANG) == (who,)


def test_who_decides_is_said_of_the_customer_under_discussion(company: Company) -> None:
    rep = company.member("小周").says("联创现在什么情况")
    rep.hears("联创")
    rep.says("拍板的欧阳院长").hears("欧阳院长是拍板人", kind="receipt")
    rep.says("招标是设备科说了算").hears("设备科是拍板人", kind="receipt")


@pytest.mark.parametrize("words", ["联创招标是设备科说了算吗", "听说联创招标是设备科说了算", "联创设备科说了不算"])
def test_a_body_asked_or_heard_of_decides_nothing(company: Company, words: str) -> None:
    company.member("小周").says(words)
    company.ignore()
    assert deciders(company, LIANCHUANG) == ()


def test_who_is_listened_to_is_asked(company: Company) -> None:
    rep = company.member("小周").says("联创孙总听钟经理的")
    rep.hears("钟经理是拍板的.*分量", choices=["钟经理拍板", "钟经理只是有影响", "先不记"], never=["已记录"])
    assert claims(company) == []
    rep.taps("钟经理只是有影响").hears("钟经理是影响者")
    assert [claim[:4] for claim in claims(company)] == [("钟经理", "role", "影响者", True)]
    rep.says("鼎新薛总听他老婆的").hears("薛总老婆")
    rep.taps("先不记").hears("先不记")


@pytest.mark.parametrize(
    "said",
    [
        "听说联创拍板的是孙总的老婆",
        "联创如果拍板的是孙总老婆呢",
        "联创要不要写拍板的是孙总老婆",
        "联创先别记 拍板的是孙总老婆",
        "「联创拍板的是孙总老婆」",
        "联创拍板的是孙总老婆吗",
        "联创孙总听钟经理的吗",
    ],
)
def test_words_that_only_weigh_who_decides_write_nothing(company: Company, said: str) -> None:
    company.member("小周").says(said)
    company.ignore()
    assert claims(company) == []

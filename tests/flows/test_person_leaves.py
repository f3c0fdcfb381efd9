"""Somebody leaves: what is theirs is shared out, shown and confirmed; their access ends, and the takers hear once."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company

from storage.background import Timer
from storage.deals import Customer, Opportunity
from storage.people import Identity, Member


def owners(company: Company) -> dict[str, str]:
    """Customer → owner, and whether its deals are the same person's."""
    with company.db.read() as session:
        names = {member.id: member.name for member in session.exec(select(Member))}
        found = {customer.id: (customer.name, customer.owner_id) for customer in session.exec(select(Customer))}
        for deal in session.exec(select(Opportunity)):
            assert found[deal.customer_id][1] == deal.owner_id
        return {name: names[owner] for name, owner in found.values()}


def test_everything_goes_to_whoever_is_named_in_one_conversation(company: Company) -> None:
    rep, boss = company.member("小周"), company.member("老板")
    rep.says("后天上午十点提醒我给鼎新送样品").hears("提醒")
    rep.says("后天上午十点提醒我交体检表").hears("提醒")
    company.member("赵琳").says("让小周明天把鼎新的合同发我").hears("已转告小周")
    company.ignore()
    boss.says("小周离职了,客户都交给小吴")
    boss.hears(
        "小周离职,这样交接",
        "上海安宁医院\\(2 单,59 万元\\) → 小吴",
        "鼎新.* → 小吴",
        choices=["确认", "改一家", "不办了"],
    )
    boss.taps("确认").hears("小周已停用", "3 家客户、4 单都交接好了", "1 条提醒撤了", "解绑", choices=["撤回"])
    taker = company.member("小吴")
    taker.hears("小周离职了,老板把 3 家客户、4 单转给你跟", "1 条提醒也转过来了", kind="receipt")
    taker.hears_nothing()
    assert set(owners(company).values()) == {"小吴", "小郑"}
    rep.says("你好").hears("你好,我是销伴")
    company.until("2026-11-25 10:20")
    heard = [shown.text for shown in company.simulation.screens.shown if shown.to == "小吴"]
    assert any("送样品" in text for text in heard) and not any("体检" in text for text in heard)
    assert any("合同发我" in text for text in heard)  # what he had been told to do
    assert not [shown for shown in company.simulation.screens.shown if shown.to == "小周"][4:]
    with company.db.read() as session:
        gone = session.exec(select(Member).where(Member.name == "小周")).one()
        assert not session.exec(select(Identity).where(Identity.member_id == gone.id)).all()
    company.ignore()


def test_evenly_and_a_single_customer_elsewhere(company: Company) -> None:
    boss = company.member("老板").says("小周不干了")
    boss.hears("小周名下有 3 家客户、4 单在跟", choices=["阿新", "小吴", "平均分给组里"])
    boss.taps("平均分给组里")
    preview = boss.hears("这样交接")
    assert preview.text.count("→ 阿新") + preview.text.count("→ 小吴") == 3 and "→ 小吴" in preview.text
    boss.taps("改一家").hears("改哪一家", choices=["上海安宁医院", "苏州联创电子有限公司", "杭州鼎新超市有限公司"])
    boss.taps("上海安宁医院").hears("给谁")
    boss.says("小吴").hears("安宁.*→ 小吴")
    boss.taps("确认").hears("办好了")
    assert owners(company)["上海安宁医院"] == "小吴"
    company.ignore()


def test_not_confirmed_nothing_happens(company: Company) -> None:
    before = owners(company)
    boss = company.member("老板").says("小周离职了,客户给小吴和阿新")
    boss.hears("这样交接")
    boss.taps("不办了").hears("什么也没动")
    assert owners(company) == before
    company.member("小周").says("鼎新现在什么情况").hears("鼎新")


def test_it_is_taken_back_whole(company: Company) -> None:
    before = owners(company)
    boss = company.member("老板").says("小周离职了,客户给小吴")
    boss.hears("这样交接")
    boss.taps("确认").hears("办好了")
    company.ignore("小吴")
    boss.says("撤回").hears("撤回")
    company.ignore("小吴")
    assert owners(company) == before
    company.member("小周").says("鼎新现在什么情况").hears("鼎新")
    company.member("赵琳").hears("小周离职了,老板办的交接:\n·小吴:3 家客户、4 单", kind="receipt")
    company.member("赵琳").hears("老板撤回了这条,不算数了:「小周离职了")


def test_a_day_to_come(company: Company) -> None:
    boss = company.member("老板").says("小周下周五走,客户给小吴")
    boss.hears("12月4日.*走。现在就交接", choices=["现在就办", "到那天提醒我"])
    boss.taps("到那天提醒我").hears("12月4日.*提醒你办小周的交接")
    company.until("2026-12-04 09:10")
    heard = [shown.text for shown in company.simulation.screens.shown if shown.to == "老板"]
    assert any("小周今天走,办交接" in text for text in heard)
    company.ignore()


def test_a_supervisor_leaves_and_somebody_takes_the_team(company: Company) -> None:
    boss = company.member("老板").says("赵琳离职了")
    boss.hears("赵琳是主管,组里谁接任", choices=["小周", "小吴", "阿新", "先空着"])
    boss.taps("小吴").hears("赵琳离职,这样交接", "组里由小吴接任主管")
    boss.taps("确认").hears("赵琳已停用")
    company.member("小吴").hears("请你接任主管")
    company.until("2026-11-25 14:40")
    company.ignore("小周")
    company.member("小吴").hears("鼎新", kind="alert")


def test_a_supervisors_place_is_left_empty_by_a_tap(company: Company) -> None:
    boss = company.member("老板").says("赵琳离职了")
    boss.hears("组里谁接任")
    boss.taps("先空着").hears("赵琳离职", "确认吗", never=["接任主管"])
    boss.taps("确认").hears("赵琳已停用")


def test_the_last_administrator_stays(company: Company) -> None:
    company.member("老板").says("老板离职了").hears("没有动")


@pytest.mark.parametrize("who", ["赵琳", "小周", "法务小何"])
def test_others_may_not(company: Company, who: str) -> None:
    before = owners(company)
    company.member(who).says("小吴离职了,客户给小周").hears("", never=["这样交接"])
    assert owners(company) == before
    company.ignore()


def test_a_supervisor_may_where_policy_says_so(company: Company) -> None:
    company.policy = company.policy.model_copy(update={"supervisors_let_go": True})
    company.restart()
    company.member("赵琳").says("小吴离职了,客户给小周").hears("这样交接")
    company.member("赵琳").says("取消").hears("")
    company.member("赵琳").says("小郑离职了").hears("经理或管理员")


def test_what_was_got_meanwhile_is_not_lost(company: Company) -> None:
    boss = company.member("老板").says("小周离职了,客户给小吴")
    boss.hears("这样交接")
    company.member("小周").says("新线索:宁波海潮瓷砖,王经理").hears("新线索记好了")
    boss.taps("确认").hears("刚刚变了", never=["办好了"])
    with company.db.read() as session:
        assert session.exec(select(Member).where(Member.name == "小周")).one().active


def test_no_timer_is_left_that_only_they_would_hear(company: Company) -> None:
    boss = company.member("老板").says("小周离职了,客户给小吴")
    boss.hears("这样交接")
    boss.taps("确认").hears("办好了")
    company.ignore()
    with company.db.read() as session:
        gone = session.exec(select(Member).where(Member.name == "小周")).one()
        assert not session.exec(select(Timer.kind).where(col(Timer.member_id) == gone.id)).all()


def test_a_contact_of_a_customer_who_leaves_is_no_colleague(company: Company) -> None:
    company.member("老板").says("鼎新的薛总离职了").hears("", never=["这样交接", "谁离职"])


def test_tickets_go_along_and_those_in_hand_to_whoever_serves_the_department(company: Company) -> None:
    company.member("小周").says("鼎新要改违约条款,请法务看一下")
    company.ignore()
    boss = company.member("老板").says("小周离职了,客户都交给小吴")
    boss.taps("确认")
    company.ignore()
    company.member("法务小何").says("要改哪一条?").hears("已经问小吴")
    taker = company.member("小吴")
    taker.hears("法务小何问你")
    taker.says("工单1,第七条").hears("已经回法务法务小何")
    company.ignore()
    boss.says("法务小何离职了").hears("这样交接")
    boss.taps("确认").hears("法务小何已停用")
    company.until("2026-11-23 10:30")
    company.member("赵琳").hears("工单1", "第七条", kind="nudge")  # nobody else serves it: the owner's supervisor does
    company.ignore()


def test_each_customer_goes_to_whom_it_was_said_to_go(company: Company) -> None:
    boss = company.member("老板").says("小周走了,鼎新给小吴,安宁和联创给阿新")
    boss.hears("上海安宁医院.* → 阿新", "联创.* → 阿新", "鼎新.* → 小吴")
    boss.says("对").hears("小周已停用")
    assert owners(company)["杭州鼎新超市有限公司"] == "小吴" and owners(company)["上海安宁医院"] == "阿新"
    company.ignore()


@pytest.mark.parametrize(
    ("words", "aning"),
    [
        ("小吴接鼎新和联创,安宁给阿新", "阿新"),
        ("鼎新小吴 安宁阿新 联创小吴", "阿新"),
        ("鼎新、联创都给小吴,剩下的给阿新", "阿新"),
        ("安宁给阿新,其他的交给小吴", "阿新"),
        ("都给小吴", "小吴"),
        ("让小吴接吧", "小吴"),
        ("他的客户给小吴", "小吴"),
    ],
)
def test_who_takes_what_is_answered_in_words(company: Company, words: str, aning: str) -> None:
    boss = company.member("老板").says("小周离职了")
    boss.hears("交给谁")
    boss.says(words).hears("鼎新.* → 小吴", f"安宁.* → {aning}", "联创.* → 小吴")
    boss.says("就这样办吧").hears("小周已停用")
    assert owners(company)["上海安宁医院"] == aning
    company.ignore()


def test_what_was_not_given_to_anybody_is_asked_for(company: Company) -> None:
    boss = company.member("老板").says("小周离职了,鼎新给小吴")
    boss.hears("还有.*安宁.*联创.*交给谁", never=["鼎新"])
    boss.says("阿新吧").hears("鼎新.* → 小吴", "安宁.* → 阿新")
    boss.says("先不办了").hears("什么也没动")


@pytest.mark.parametrize("words", ["不对,安宁也给小吴", "安宁还是给小吴", "都给小吴"])
def test_the_plan_is_changed_in_words(company: Company, words: str) -> None:
    boss = company.member("老板").says("小周离职了,安宁给阿新,其余给小吴")
    boss.hears("安宁.* → 阿新")
    boss.says(words).hears("安宁.* → 小吴", choices=["确认", "改一家", "不办了"])
    boss.taps("改一家").hears("改哪一家")
    boss.says("鼎新给阿新").hears("鼎新.* → 阿新", "安宁.* → 小吴")
    boss.says("嗯").hears("小周已停用")
    company.ignore()


def test_an_order_to_somebody_changes_no_plan(company: Company) -> None:
    boss = company.member("老板").says("小周离职了,都给小吴")
    boss.hears("这样交接")
    boss.says("让小吴明天来一趟").hears("已转告小吴")
    company.ignore("小吴")
    boss.hears("确认吗")
    boss.says("确认").hears("小周已停用")
    company.ignore()


@pytest.mark.parametrize(
    "words", ["办离职 小周", "给小周办离职", "把小周停用", "小周今天起调走了 不在公司了", "小周走了,他的活谁接"]
)
def test_said_otherwise(company: Company, words: str) -> None:
    company.member("老板").says(words).hears("小周名下有 3 家客户")


@pytest.mark.parametrize("words", ["小周走了吗", "小周是不是离职了", "听说小周要离职", "小周想离职", "小周走一趟鼎新"])
def test_what_says_nothing_for_certain_begins_nothing(company: Company, words: str) -> None:
    company.member("老板").says(words).hears("", never=["名下有 3 家", "这样交接"])
    company.ignore()


@pytest.mark.parametrize("words", ["要是小周走了他的客户怎么办", "有人离职怎么办"])
def test_how_it_is_done(company: Company, words: str) -> None:
    company.member("老板").says(words).hears("某某离职了")


def test_who_leads_the_team_is_said_with_it(company: Company) -> None:
    boss = company.member("老板").says("赵琳离职了,小吴顶上当主管")
    boss.hears("组里由小吴接任主管", never=["谁接任"])
    boss.says("是的").hears("赵琳已停用")
    company.ignore()


@pytest.mark.parametrize("words", ["让小吴接", "小吴吧", "就小吴顶上"])
def test_or_answered_in_words(company: Company, words: str) -> None:
    before = owners(company)
    boss = company.member("老板").says("赵琳也走了,东区谁管")
    boss.hears("组里谁接任")
    boss.says(words).hears("组里由小吴接任主管")
    assert owners(company) == before
    boss.says("不办").hears("什么也没动")


def test_nobody_yet_in_words(company: Company) -> None:
    boss = company.member("老板").says("赵琳离职了")
    boss.hears("组里谁接任")
    boss.says("先空着吧").hears("赵琳离职", never=["接任主管"])


def test_it_is_taken_back_because_nobody_left(company: Company) -> None:
    boss = company.member("老板").says("小周离职了,都给小吴")
    boss.hears("这样交接")
    boss.says("对").hears("已停用")
    company.ignore("小吴")
    boss.says("搞错了,小周没走").hears("已撤回:离职交接")
    company.ignore("小吴")
    company.member("小周").says("鼎新现在什么情况").hears("鼎新")
    company.member("赵琳").hears("小周离职了,老板办的交接:\n·小吴:3 家客户、4 单", kind="receipt")
    company.member("赵琳").hears("老板撤回了这条,不算数了:「小周离职了")


@pytest.mark.parametrize(
    "words", ["小周回来上班了", "小周又回来了", "恢复小周的账号", "怎么让小周再进来", "给小周发个邀请码"]
)
def test_how_somebody_comes_back(company: Company, words: str) -> None:
    boss = company.member("老板").says("小周离职了,都给小吴")
    boss.hears("这样交接")
    boss.says("确认").hears("已停用")
    company.ignore("小吴")
    boss.says(words).hears("xiaoban invite 小周", "加入 邀请码")
    company.member("赵琳").hears("小周离职了,老板办的交接:\n·小吴:3 家客户、4 单", kind="receipt")


def test_somebody_who_is_there_gets_a_code(company: Company) -> None:
    company.member("老板").says("给小周发个邀请码").hears("小周的邀请码")


def test_the_tickets_are_named(company: Company) -> None:
    company.member("小周").says("鼎新要改违约条款,请法务看一下")
    company.ignore()
    boss = company.member("老板").says("法务小何离职了")
    boss.hears("工单1 → ")
    boss.says("先由赵琳接").hears("工单1 → 赵琳")
    boss.says("先不办").hears("什么也没动")
    boss.says("小周走了,都给小吴").hears("提过的 1 张工单跟着客户走")
    boss.says("确认").hears("1 张工单也跟着转了")
    company.member("小吴").hears("他提的工单1也归你")
    company.member("赵琳").hears("小周离职了,老板办的交接:\n·小吴:3 家客户、4 单", kind="receipt")


def test_a_rep_hears_who_does_it(company: Company) -> None:
    company.member("小吴").says("我要离职了,客户给阿新").hears("要经理或管理员来办.找老板.,没有动")

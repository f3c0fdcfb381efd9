"""A card is answered once: its other buttons, and the same one again, change nothing then and are answered by one
sentence. What was taken back, or came to nothing, may be answered again; other things a message offers go on."""

from __future__ import annotations

from sqlmodel import col, select
from testing import Company

from bot.channels.web import entries
from bot.messaging import sends
from storage.conversations import Conversation, Outbox
from storage.deals import Customer
from storage.people import Member

LEAD = "新线索:温州远航电缆,贾总,要两条分拣线"
OVER = "^这里你已经点过「{}」了,没有再动。要改主意,直接说一句。$"


def owner(company: Company, name: str) -> str:
    with company.db.read() as session:
        rows = session.exec(select(Member.name).join(Customer).where(col(Customer.name).contains(name)))
        return rows.one()


def spent(company: Company, person: str) -> set[str]:
    """The labels of a person's buttons that the page shows as no longer to be pressed."""
    with company.db.read() as session:
        rows = session.exec(
            select(Outbox).join(Conversation).join(Member).where(Member.name == person).order_by(col(Outbox.id))
        ).all()
        closed = entries.spent(session, rows)
        return {button.label for row in rows for button in sends.buttons(row) if button.data in closed}


def test_a_lead_is_given_by_one_tap_and_not_to_another_by_the_next(company: Company) -> None:
    boss = company.member("赵琳").says(LEAD)
    boss.hears("新线索记好了", choices=["交给阿新", "交给小吴", "交给别人", "撤回"])
    assert not spent(company, "赵琳")
    boss.taps("交给小吴").hears("转给小吴跟了")
    company.ignore("小吴")
    assert {"交给阿新", "交给小吴", "交给别人"} <= spent(company, "赵琳")
    boss.taps("交给阿新").hears(OVER.format("交给小吴"))
    boss.taps("交给小吴").hears(OVER.format("交给小吴"))
    company.member("阿新").hears_nothing()
    assert owner(company, "远航") == "小吴"
    boss.says("把远航转给阿新").hears("转给阿新跟了")  # words may
    company.ignore("小吴", "阿新")


def test_what_was_taken_back_is_open_again(company: Company) -> None:
    boss = company.member("赵琳").says(LEAD)
    boss.hears("新线索记好了")
    boss.taps("交给小吴").hears("转给小吴跟了")
    company.ignore("小吴")
    boss.says("撤回").hears("已撤回")
    company.ignore("小吴")
    assert "交给阿新" not in spent(company, "赵琳")
    boss.taps("交给阿新").hears("转给阿新跟了")
    company.ignore("阿新")
    assert owner(company, "远航") == "阿新"


def test_what_was_begun_and_dropped_is_open_still(company: Company) -> None:
    boss = company.member("赵琳").says(LEAD)
    boss.hears("新线索记好了")
    boss.taps("交给别人").hears("交给谁")
    boss.says("取消").hears("不弄了")
    assert not spent(company, "赵琳") & {"交给阿新", "交给小吴"}
    boss.taps("交给小吴").hears("转给小吴跟了")
    company.ignore("小吴")


def test_an_order_is_answered_once(company: Company) -> None:
    boss, rep = company.member("赵琳").says("让小周今天给联创回个电话"), company.member("小周")
    boss.hears("已转告小周")
    rep.hears("赵琳交代你", choices=["办好了", "有问题"])
    rep.taps("办好了").hears("已经告诉赵琳")
    boss.hears("办好了")
    rep.taps("有问题").hears(OVER.format("办好了"))
    boss.hears_nothing()
    assert {"办好了", "有问题"} <= spent(company, "小周")


def test_more_time_is_given_once_by_a_card_and_its_other_buttons_go_on(company: Company) -> None:
    company.until("2026-11-25 14:40")
    company.ignore()
    boss = company.member("赵琳").taps("再给两天")
    boss.hears("先缓到")
    company.ignore("小周")
    boss.taps("再给两天").hears(OVER.format("再给两天"))
    company.member("小周").hears_nothing()
    assert "再给两天" in spent(company, "赵琳") and "看看情况" not in spent(company, "赵琳")
    boss.taps("看看情况").hears("鼎新")

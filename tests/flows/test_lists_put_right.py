"""A customer list that is shown is put right in words, before anything of it is imported; and what is asked about
importing is answered."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company, Person

from bot import access
from sales import leads
from storage.deals import Customer, Opportunity
from storage.people import Member

BOSS, LEADER, REP, OTHER = "老板", "赵琳", "小周", "小吴"
HEADINGS = "客户名称,联系人,负责人,产品,金额,阶段"
ROWS = ("绍兴兰亭印染厂,骆总,小周,分拣设备,36万,报价", "嘉兴南湖粮油,管总,李纳,电梯,20万,线索", "湖州太湖渔具,,,,,")


def send(person: Person, *rows: str, headings: str = HEADINGS, name: str = "展会客户.csv", caption: str = "") -> Person:
    return person.sends(name, caption, "\n".join((headings, *rows)).encode())


def owners(company: Company) -> dict[str, str | None]:
    """Whose the customers are that were there after the company's own."""
    with company.db.read() as session:
        rows = session.exec(
            select(Customer.name, Member.name)
            .outerjoin(Member, col(Member.id) == col(Customer.owner_id))
            .order_by(col(Customer.id))
            .offset(5)
        )
        return dict(rows.all())


def imported(person: Person) -> Person:
    person.taps("导入").hears("导好了")
    person.company.ignore()
    return person


@pytest.mark.parametrize(
    "words",
    [
        "兰亭那家先别导,其他的导",
        "第2行不要",
        "除了兰亭印染厂都导进去",
        "把第二行去掉吧",
        "跳过第2行",
    ],
)
def test_a_line_is_left_out(company: Company, words: str) -> None:
    boss = send(company.member(BOSS), *ROWS)
    boss.hears("新客户 3 家")
    boss.says(words).hears("按你说的:第 2 行不导", "新客户 2 家")
    imported(boss)
    assert sorted(owners(company)) == ["嘉兴南湖粮油", "湖州太湖渔具"]


def test_whose_lines_are(company: Company) -> None:
    boss = send(company.member(BOSS), *ROWS)
    boss.hears(r"负责人还不是成员:李纳\(1 行\)")
    boss.says("李纳就是小吴,第4行给小周").hears("第 4 行给小周;「李纳」算小吴", never=["还不是成员"])
    imported(boss)
    assert owners(company) == {"绍兴兰亭印染厂": REP, "嘉兴南湖粮油": OTHER, "湖州太湖渔具": REP}


def test_lines_without_an_owner_are_given_to_somebody(company: Company) -> None:
    boss = send(company.member(BOSS), *ROWS)
    boss.hears("新客户 3 家")
    boss.says("没写负责人的怎么办").hears("先记在你名下")
    boss.says("没写负责人的都给小吴").hears("没写负责人的算小吴")
    imported(boss)
    assert owners(company)["湖州太湖渔具"] == OTHER


@pytest.mark.parametrize("words", ["兰亭金额是30万", "日期不要了", "那两行是一家的,36万那行为准", "王大锤是谁啊"])
def test_what_stands_in_cells_is_put_right_in_the_file(company: Company, words: str) -> None:
    boss = send(company.member(BOSS), *ROWS)
    boss.hears("新客户 3 家")
    boss.says(words)
    company.ignore()
    assert owners(company) == {}
    boss.says("对,导吧").hears("导好了:新客户 3 家")
    company.ignore()


@pytest.mark.parametrize("words", ["先不导,我改一下再发", "导错表了", "等我改好再发", "别导了"])
def test_it_is_not_imported_after_all(company: Company, words: str) -> None:
    boss = send(company.member(BOSS), *ROWS)
    boss.hears("新客户 3 家")
    boss.says(words).hears("没有导,什么也没动")
    assert owners(company) == {}


@pytest.mark.parametrize("words", ["哪几行有问题", "哪行不对啊", "兰亭多少钱", "没写负责人的怎么办", "导入要多久"])
def test_no_question_ends_it(company: Company, words: str) -> None:
    for name in (BOSS, REP):
        person = send(company.member(name), *ROWS)
        person.hears("共 3 行")
        for _ in range(3):
            person.says(words).hears("导吗|导入吗")
        person.taps("不导").hears("没有导")


def test_a_line_is_given_to_whoever_speaks(company: Company) -> None:
    rep = send(company.member(REP), ROWS[0], "湖州太湖渔具,,小吴,,,")
    rep.hears("负责人写的是「小吴」")
    rep.says("第3行给我").hears("第 3 行给小周", "新客户 2 家")


def test_a_list_takes_the_place_of_the_one_before(company: Company) -> None:
    boss = send(company.member(BOSS), *ROWS)
    boss.hears("新客户 3 家")
    send(boss, ROWS[0]).hears("新客户 1 家")
    boss.says("导").hears("导好了:新客户 1 家")
    company.ignore()
    boss.says("导入").hears("展会客户.csv", "新客户 1 家")


def test_orders_about_other_customers_are_carried_out_meanwhile(company: Company) -> None:
    leader = send(company.member(LEADER), *ROWS[:1])
    leader.hears("新客户 1 家")
    leader.says("把鼎新转给小吴").hears("转给小吴跟了")
    company.ignore()
    assert owners(company) == {}


def test_equal_problems_are_one_line_and_guesses_are_shown(company: Company) -> None:
    rows = [f"第{number}医院食堂,,小周,电梯,-5万,谈判中" for number in "一二三"]
    boss = send(company.member(BOSS), *rows, "桐乡丝绸厂,,小周,电梯,30万-50万,报价", "桐乡丝绸厂,,小周,电梯,8万,报价")
    boss.hears(
        "第 2、3、4 行:金额「-5万」看不懂",
        r"阶段「谈判中」→方案确认\(3 行\)",
        "金额「30万-50万」→40 万元",
        "第 6 行「桐乡丝绸厂」:同一家的「电梯」前面有过一行,会建成两单",
    )


def test_unusual_headings_are_explained_by_one_tap_or_in_words(company: Company) -> None:
    boss = send(company.member(BOSS), "绍兴兰亭印染厂,小周,好", headings="哪家单位啊,谁盯着,印象")
    boss.hears("表头和我认识的不一样", choices=["哪家单位啊", "谁盯着", "印象", "不导"])
    boss.says("谁盯着就是负责人,哪家单位啊是客户名称").hears("新客户 1 家", "绍兴兰亭印染厂·小周")
    send(boss, "绍兴兰亭印染厂,小周,好", headings="哪家单位啊,谁盯着,印象").hears("哪一列是客户名称")
    boss.taps("哪家单位啊").hears("新客户 1 家", "没分人")


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"\x89PNG\r\n\x1a\n....", "名片.csv", "这不是表格文件"),
        (b"PK\x03\x04 broken", "资料.xlsx", "打不开"),
        ("桐乡丝绸厂,小周,12万\n海宁皮革城,小吴,30万\n".encode(), "新的.csv", "没找到表头"),
    ],
)
def test_a_list_without_a_caption_is_not_filed_with_a_customer(
    company: Company, data: bytes, name: str, says: str
) -> None:
    company.member(BOSS).sends(name, content=data).hears(says)


def test_leads_that_nobody_has_yet_wait_to_be_handed_out(company: Company) -> None:
    leader = send(company.member(LEADER), "海宁皮革城,,,电梯,,线索", "桐乡丝绸厂,,,,,")
    leader.hears("新客户 2 家、商机 1 单", "没写负责人的 2 家先记在你名下")
    imported(leader)
    with company.db.read() as session:
        member = session.exec(select(Member.id).where(col(Member.name) == LEADER)).one()
        speaker = access.speaker(session, member or 0)
        assert speaker is not None
        assert [deal.customer for deal in leads.unassigned(session, access.deals(speaker))] == ["海宁皮革城"]
    leader.says("海宁皮革城给小周").hears("转给小周跟了")
    leader.says("桐乡丝绸厂转给小吴").hears("转给小吴跟了")
    company.ignore()
    with company.db.read() as session:
        assert session.exec(select(Opportunity).order_by(col(Opportunity.id).desc())).first().assigned_at  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("怎么批量导入客户", "直接发给我"),
        ("客户表要哪些列", "客户名称"),
        ("有导入模板吗", "模板"),
        ("刚才导了几家", "新客户 3 家"),
        ("这批客户都分给谁了", "小周 1 家、1 单"),
        ("哪几行没导", "第 3 行「嘉兴南湖粮油」:负责人「李纳」不是成员"),
    ],
)
def test_questions_about_importing(company: Company, words: str, says: str) -> None:
    boss = send(company.member(BOSS), *ROWS)
    boss.hears("新客户 3 家")
    boss.taps("只导没问题的" if "没导" in words else "导入").hears("导好了")
    company.ignore()
    boss.says(words).hears(says)


def test_whoever_got_customers_asks_which(company: Company) -> None:
    boss = send(company.member(BOSS), *ROWS)
    boss.hears("新客户 3 家")
    imported(boss)
    company.member(REP).says("我这次分到几家").hears("老板导的「展会客户.csv」分到你名下 1 家,商机 1 单:绍兴兰亭印染厂")


@pytest.mark.parametrize(
    "words",
    [
        "刚才导入的全撤了",
        "把今天导的表撤了",
        "导错了,全部撤回",
        "刚导的那批不要了",
        "撤回整个导入",
        "刚才导的那批还能撤吗",
    ],
)
def test_an_import_is_taken_back_in_words(company: Company, words: str) -> None:
    boss = send(company.member(BOSS), *ROWS)
    boss.hears("新客户 3 家")
    imported(boss)
    boss.says(words).hears("撤吗")
    boss.says("撤").hears("已撤回这批导入:客户 3 家")
    company.member("小周").hears("老板把导入的客户表撤回了,你名下少了:客户 1 家、商机 1 单")
    assert owners(company) == {}

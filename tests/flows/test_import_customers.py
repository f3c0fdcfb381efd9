"""A customer list is sent: shown first, imported whole or not at all, taken back whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select
from testing import Company, Person
from workbooks import workbook

from bot import access
from bot.admin.importing import READ, Imports, apart, imports
from bot.commands.customer_list import import_list
from config import policy as policies
from config.settings import Settings
from config.yaml_lines import ConfigError
from sales import importing
from storage.background import Timer
from storage.deals import Contact, Customer, Opportunity, Signal, StageChange
from storage.people import Member

HEADINGS = (
    "客户名称",
    "简称",
    "联系人",
    "职务",
    "行业",
    "大区",
    "负责人",
    "产品",
    "金额(万元)",
    "商机阶段",
    "进入阶段时间",
    "预计签约",
    "客户编码",
)
FULL = (
    "常州明远机械有限公司",
    "明远",
    "周总、吴工",
    "总经理",
    "机械",
    "华东",
    "小周",
    "分拣设备",
    "36",
    "报价",
    "2026/11/23",
    "12月底",
    "K1",
)
LEAD = ("无锡大发食品厂", "", "王总", "", "", "", "小吴", "", "", "", "", "", "K2")
UNASSIGNED = ("南通海安药房", "", "", "", "", "", "公海", "", "", "", "", "", "")
BOSS, LEADER, REP = "老板", "赵琳", "小周"
Rows = Sequence[Sequence[object]]


def send(person: Person, *rows: Sequence[object], name: str = "客户表.csv", caption: str = "") -> Person:
    """Send a list with the usual headings."""
    lines = [",".join(f'"{cell}"' for cell in row) for row in (HEADINGS, *rows)]
    return send_bytes(person, "\n".join(lines).encode("gb18030"), name, caption)


def send_bytes(person: Person, data: bytes, name: str, caption: str = "") -> Person:
    path = Path(person.company.db.engine.url.database or "").parent / name
    path.write_bytes(data)
    person.company.say(person.name, {"file": str(path), **({"caption": caption} if caption else {})})
    return person


def line(name: str, **cells: str) -> tuple[str, ...]:
    """A row by field, in the order of the headings."""
    places = (
        "short",
        "contact",
        "title",
        "industry",
        "region",
        "owner",
        "product",
        "amount",
        "stage",
        "entered",
        "close",
        "code",
    )
    return (name, *(cells.get(place, "") for place in places))


def count(company: Company, kind: type) -> int:
    with company.db.read() as session:
        counted = select(func.count()).select_from(kind)
        return session.exec(counted.where(col(Timer.kind) == "stage_nudge") if kind is Timer else counted).one()


def customer(company: Company, name: str) -> Customer:
    with company.db.read() as session:
        return session.exec(select(Customer).where(col(Customer.name) == name)).one()


def name_of(company: Company, member_id: int | None) -> str | None:
    with company.db.read() as session:
        return session.get_one(Member, member_id).name if member_id else None


def test_a_list_is_shown_then_imported(company: Company) -> None:
    boss = send(company.member(BOSS), FULL, LEAD, UNASSIGNED)
    boss.hears(
        "共 3 行", "新客户 3 家、联系人 3 位、商机 1 单",
        "第 2 行 常州明远机械有限公司·周总·小周·分拣设备·方案报价·36 万元",
        choices=["导入", "不导"], never=["有问题"],
    )  # fmt: skip
    assert count(company, Customer) == 5
    boss.taps("导入").hears("导好了:新客户 3 家、联系人 3 位、商机 1 单", choices=["撤回导入"], kind="receipt")
    company.member(REP).hears("老板导入了客户表,分到你名下:客户 1 家、商机 1 单", kind="receipt")
    company.member("小吴").hears("客户 1 家")
    known = customer(company, FULL[0])
    assert (known.industry, known.region, known.code, name_of(company, known.owner_id)) == ("机械", "华东", "K1", REP)
    assert customer(company, LEAD[0]).region == "华东", "its owner's team is there"
    assert customer(company, UNASSIGNED[0]).owner_id is None
    with company.db.read() as session:
        deal = session.exec(select(Opportunity).where(col(Opportunity.customer_id) == known.id)).one()
        people = session.exec(select(Contact).where(col(Contact.customer_id) == known.id)).all()
        change = session.exec(select(StageChange).where(col(StageChange.deal_id) == deal.id)).one()
    assert [(person.name, person.title) for person in people] == [("周总", "总经理"), ("吴工", None)]
    assert (deal.stage, deal.amount_fen, str(deal.expected_close)) == ("quote", 36_000_000, "2026-12-31")
    assert deal.stage_entered_at == datetime(2026, 11, 23, tzinfo=company.policy.zone) == change.at
    company.member(REP).says("明远现在什么情况").hears("常州明远机械有限公司", "分拣设备 36 万元:方案报价")


def test_the_limits_of_what_was_imported_work_at_once(company: Company) -> None:
    late = [line(f"苏州{n}号机械厂", owner=REP, product="电梯", stage="报价", entered="2026-11-10") for n in range(12)]
    soon = line("苏州联合机械厂", owner=REP, product="电梯", stage="报价", entered="2026-11-23 09:30")
    send(company.member(BOSS), *late, soon).hears("商机 13 单")
    company.member(BOSS).taps("导入").hears("导好了")
    company.member(REP).hears("客户 13 家")
    company.advance("15m")
    nudge = company.member(REP).hears("有 12 单超时了", kind="nudge", at="2026-11-23 10:")
    assert all(f"{n}号机械" in nudge.text for n in range(12))
    company.ignore(LEADER, BOSS)
    company.advance("73h")
    assert any("联合" in shown.text for shown in company.unheard() if shown.to == REP)
    company.ignore()


def test_what_is_wrong_is_named_by_line(company: Company) -> None:
    bad = line(
        "苏州甲机械厂", owner="李娜", product="电梯", amount="很多", stage="聊着呢", entered="2028-1-1", close="改天"
    )
    more = (
        line("", owner=REP), line("长" * 61, owner=REP), line("乙厂", owner=REP, code="K1"),
        line("常州明远机械有限责任公司", owner=REP), line("丙厂", product="电梯"), line("丁厂", owner="李娜"),
    )  # fmt: skip
    boss = send(company.member(BOSS), FULL, bad, *more)
    boss.hears(
        "有问题的 6 行,其中 3 行导不了", r"负责人还不是成员:李娜\(2 行\)",
        "第 3 行「苏州甲机械厂」:金额「很多」看不懂;阶段「聊着呢」不认识;预计成交「改天」看不懂;",
        "进入阶段时间「2028-1-1」还没到",
        "第 4 行:没有客户名称", r"第 5 行:客户名称太长\(最多 60 个字\)",
        "第 6 行「乙厂」:编码「K1」和第 2 行的「常州明远机械有限公司」一样,名称不一样",
        "第 7 行「常州明远机械有限责任公司」:和第 2 行的「常州明远机械有限公司」像是同一家",
        "没写负责人的 1 家先记在你名下",
        choices=["导入", "只导没问题的", "不导"],
    )  # fmt: skip
    boss.taps("只导没问题的").hears("新客户 2 家")
    company.member(REP).hears("客户 1 家、商机 1 单")
    boss.hears("李娜还不是成员,他们的客户这次没导", "xiaoban invite 李娜")
    assert count(company, Customer) == 7


def test_everything_brings_the_doubtful_lines_too(company: Company) -> None:
    boss = send(
        company.member(BOSS),
        FULL,
        line("常州明远机械有限责任公司", owner=REP),
        line("丁厂", owner="李娜", product="电梯"),
    )
    boss.hears("有问题的 2 行")
    boss.taps("导入").hears("新客户 3 家、联系人 2 位、商机 1 单")
    company.ignore(REP, BOSS)
    assert customer(company, "丁厂").owner_id is None


def test_the_same_spelling_is_the_same_customer_another_shop_is_not(company: Company) -> None:
    shops = ("(园区店)", "（园区店）", " (园区店) ", "(观前店)")
    names = [*(f"苏州花间茶饮{shop}" for shop in shops), "ＡＢＣ贸易", "ABC 贸易"]
    rows = [line(name, owner=REP, contact=f"{n}总") for n, name in enumerate(names)]
    boss = send(company.member(BOSS), *rows)
    boss.hears("新客户 3 家、联系人 6 位", never=["有问题"])
    boss.taps("导入").hears("导好了")
    company.ignore(REP)
    with company.db.read() as session:
        people = session.exec(
            select(Contact.name).join(Customer).where(col(Customer.name) == "苏州花间茶饮(园区店)")
        ).all()
    assert people == ["0总", "1总", "2总"]


def test_what_is_there_is_not_overwritten_only_filled(company: Company) -> None:
    known = line(
        "苏州联创电子 有限公司",
        owner=REP,
        industry="别的",
        contact="孙总、丁总",
        product="仓储系统",
        amount="1",
        code="L1",
    )
    boss = send(company.member(BOSS), known, line("联创", owner=REP, product="能耗终端", amount="9"))
    boss.hears("联系人 1 位、商机 1 单、给已有客户补空 1 家", "补空的只填原来没有的")
    boss.taps("导入").hears("导好了")
    company.member(REP).hears("商机 1 单")
    filled = customer(company, "苏州联创电子有限公司")
    assert (filled.industry, filled.code) == ("电子", "L1")
    boss = send(company.member(BOSS), known)
    boss.hears("没有要新导的", "没有新内容的 1 行不动", choices=[])


def test_nobody_loses_a_customer_by_an_import(company: Company) -> None:
    haichuan = line("宁波海川物流有限公司", owner=REP, product="电梯")
    company.member(BOSS)
    send(company.member(BOSS), haichuan).hears("没有要新导的", "已经是小吴的客户,不换负责人")
    send(company.member(REP), line("宁波海川物流", product="电梯")).hears("公司里已经有同事在跟这家", never=["小吴"])
    send(company.member("小郑"), line("新厂", owner=REP)).hears("负责人写的是「小周」,你只能导自己的客户")
    send(company.member(LEADER), line("新厂", owner="小郑")).hears("负责人「小郑」不是你组里的人")


def test_a_reps_customers_are_their_own(company: Company) -> None:
    rep = send(company.member(REP), line("新厂", product="电梯"), line("另一家厂", owner=REP))
    rep.hears("新客户 2 家、商机 1 单")
    rep.says("可以,导吧").hears("导好了")
    assert {name_of(company, customer(company, name).owner_id) for name in ("新厂", "另一家厂")} == {REP}


@pytest.mark.parametrize("name", ["阿新", "法务小何"])
def test_others_may_not_import(company: Company, name: str) -> None:
    send(company.member(name), FULL).hears("客户表要主管、经理或管理员来导")
    assert count(company, Customer) == 5


def test_whoever_does_not_sell_gets_no_customers(company: Company) -> None:
    send(company.member(BOSS), line("新厂", owner="法务小何")).hears("第 2 行「新厂」:负责人「法务小何」不是销售")


def test_no_is_no(company: Company) -> None:
    boss = send(company.member(BOSS), FULL)
    boss.hears("导入吗")
    boss.says("不导").hears("没有导,什么也没动")
    assert count(company, Customer) == 5


def test_excel_and_a_caption(company: Company) -> None:
    sheet: Rows = [["客户台账"], ["客户", "负责人", "税号"], ["新厂", "小周", 138], ["另一家厂", None, None]]
    data = workbook({"说明": [["看第二张表"]], "客户": sheet})
    boss = send_bytes(company.member(BOSS), data, "名单.xlsx", caption="客户表,导一下")
    boss.hears("共 2 行", "第 3 行 新厂·小周", "这些列用不上,不导:税号")
    boss.taps("导入").hears("新客户 2 家")
    company.ignore(REP)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "客户表.xlsx", "文件是空的"),
        (b"%PDF-1.7", "客户名单.csv", "这不是表格文件"),
        (b"PK\x03\x04 broken", "客户表.xlsx", "打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "客户表.xlsx", "加了密码"),
        (b"2026,3\n1,2\n", "客户表.csv", "没找到表头"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(company: Company, data: bytes, name: str, says: str) -> None:
    send_bytes(company.member(BOSS), data, name).hears(says)


def test_other_files_are_not_taken_for_lists(company: Company) -> None:
    quotation = workbook({"报价": [["序号", "名称", "单位", "数量", "金额"], [1, "电梯", "台", 2, 60]]})
    send_bytes(company.member(REP), quotation, "报价单.xlsx").hears("哪家客户")


def test_what_changes_between_preview_and_tap_is_seen(company: Company) -> None:
    boss = send(company.member(BOSS), FULL, LEAD)
    boss.hears("新客户 2 家")
    company.member("小吴").says("新线索:无锡大发食品厂,王总,预算3万").hears("无锡大发食品厂")
    boss.taps("导入").hears("刚才公司里的客户有变动", "新客户 1 家", "给已有客户补空 1 家")
    boss.taps("导入").hears("新客户 1 家")
    company.ignore(REP)


def test_an_import_is_taken_back_whole(company: Company) -> None:
    before = [count(company, kind) for kind in (Customer, Contact, Opportunity, StageChange, Timer)]
    boss = send(
        company.member(BOSS), FULL, LEAD, line("苏州联创电子有限公司", contact="丁总", code="L1", product="新品")
    )
    boss.hears("新客户 2 家")
    boss.taps("导入").hears("导好了")
    boss.says("撤回").hears("最近的一件是导入「客户表.csv」", choices=["撤回导入"])
    boss.taps("撤回导入").hears("客户 2 家、商机 2 单", choices=["整批撤回", "不撤"])
    boss.taps("整批撤回").hears("已撤回这批导入:客户 2 家、商机 2 单", never=["留下"])
    company.ignore(REP, "小吴")
    assert [count(company, kind) for kind in (Customer, Contact, Opportunity, StageChange, Timer)] == before
    assert customer(company, "苏州联创电子有限公司").code is None
    boss.says("把刚才导入的客户撤了").hears("没有可以撤回的导入")


def test_what_the_bot_has_noted_by_itself_keeps_nothing(company: Company) -> None:
    """The deal is over its limit, and with the nudge a signal is noted (nobody is known to decide)."""
    boss = send(company.member(BOSS), (*FULL[:10], "2026/11/18", *FULL[11:]))
    boss.hears("新客户 1 家")
    boss.taps("导入").hears("导好了")
    company.until("2026-11-23 11:00")
    with company.db.read() as session:
        assert session.exec(select(Signal)).all(), company.transcript()
    company.ignore()
    boss.says("撤回导入").hears("撤吗")
    boss.taps("整批撤回").hears("客户 1 家、商机 1 单", never=["留下"])
    company.ignore()


def test_what_somebody_has_worked_with_stays(company: Company) -> None:
    boss = send(company.member(BOSS), FULL, LEAD, UNASSIGNED)
    boss.hears("新客户 3 家")
    boss.taps("导入").hears("导好了")
    company.ignore(REP, "小吴")
    company.member("小吴").says("刚跟大发王总打完电话,挺感兴趣").hears("记")
    company.ignore("小吴")
    boss.says("撤回导入").hears("撤吗")
    boss.taps("整批撤回").hears("客户 2 家、商机 1 单", "留下 1 家,因为之后有人动过:无锡大发食品厂")
    assert count(company, Customer) == 6
    company.member(REP).hears("撤回了,你名下少了:客户 1 家、商机 1 单", kind="receipt")


def test_after_a_day_it_is_too_late_and_others_may_not(company: Company) -> None:
    rep = send(company.member(REP), line("新厂"))
    rep.hears("新客户 1 家")
    rep.taps("导入").hears("导好了")
    company.member("小吴").says("撤回导入").hears("没有可以撤回的导入")
    company.advance("25h")
    company.ignore()
    rep.says("撤回导入").hears("没有可以撤回的导入")


def test_whoever_has_other_rights_by_then_is_shown_what_they_may_import(company: Company) -> None:
    leader = send(company.member(LEADER), line("新厂", owner=REP), line("另一家厂", owner="小吴"))
    leader.hears("新客户 2 家")
    with company.db.write() as session:
        session.exec(select(Member).where(col(Member.name) == LEADER)).one().role = "rep"
    leader.taps("导入").hears("没有要新导的", "负责人写的是「小吴」,你只能导自己的客户")
    assert count(company, Customer) == 5


def test_the_switch_is_one_transaction_and_may_be_run_again(company: Company) -> None:
    imports, _, args = staged(company, FULL, LEAD)
    trigger = "CREATE TRIGGER stop BEFORE INSERT ON stagechange BEGIN SELECT RAISE(ABORT, 'killed'); END"
    with company.db.write() as session:
        session.execute(text(trigger))
    before = [count(company, kind) for kind in (Customer, Contact, Opportunity)]
    with pytest.raises(Exception, match="killed"):
        imports.bring_in(company.db, args)
    assert [count(company, kind) for kind in (Customer, Contact, Opportunity)] == before
    with company.db.write() as session:
        session.execute(text("DROP TRIGGER stop"))
    first = imports.bring_in(company.db, args)
    timers = count(company, Timer)
    assert imports.bring_in(company.db, args) == first and count(company, Customer) == 7
    assert count(company, Timer) == timers


def test_what_was_killed_before_all_limits_were_planned_goes_on_in_the_bot(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    imports, _, args = staged(company, FULL)

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Imports, "_plan_some", killed)
        imports.bring_in(company.db, args)
    before = count(company, Timer)
    company.simulation.settle()
    assert (count(company, Customer), count(company, Timer)) == (6, before + 1)


def test_whoever_was_taken_for_dead_stages_nothing_any_more(company: Company) -> None:
    _, import_id, _ = staged(company, FULL)
    with company.db.write() as session:
        dead = importing.take_over(session, import_id)
        importing.take_over(session, import_id)
    with pytest.raises(importing.Superseded), company.db.write() as session:
        importing.keep(session, dead, [])


def test_a_large_list_is_worked_on_in_a_process_of_its_own(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    here, import_id, args = staged(company, FULL)
    monkeypatch.setattr(imports, "LARGE_FILE", 0)
    work = Imports(here.policy, here.media, has_processes=True).work()[READ].run
    listed = company.media.put("客户名称,负责人\n新厂,小周\n另一家厂,\n".encode(), ".csv")
    assert work(company.db, {**args, "key": listed}) == {}
    with company.db.read() as session:
        assert importing.preview(session, import_id).everything.customers == 2
    with pytest.raises(apart.Ended, match="Invalid isoformat"):
        work(company.db, {**args, "key": listed, "at": ""})


def test_from_the_command_line_it_is_a_preview_unless_it_is_wanted(company: Company, tmp_path: Path) -> None:
    file, said = tmp_path / "客户.csv", list[str]()
    file.write_text("客户,负责人,产品\n新厂,小周,电梯\n丁厂,李娜,电梯\n", "gb18030")
    settings = Settings(_env_file=None, var=tmp_path)  # type: ignore[call-arg]
    import_list(company.db, file, None, settings, said.append, bring=None)
    assert "新客户 2 家、商机 1 单" in said[0] and "只是预览" in said[-1] and count(company, Customer) == 5
    import_list(company.db, file, LEADER, settings, said.append, bring="good")
    assert "新客户 1 家、商机 1 单" in said[-2] and "李娜还不是成员" in said[-1] and count(company, Customer) == 6
    with pytest.raises(ConfigError, match="没有叫「王五」的成员"):
        import_list(company.db, file, "王五", settings, said.append, bring=None)
    file.write_bytes(b"")
    with pytest.raises(ConfigError, match="文件是空的"):
        import_list(company.db, file, None, settings, said.append, bring="all")


def test_the_line_with_a_broken_character_is_named(company: Company, tmp_path: Path) -> None:
    file = tmp_path / "客户.csv"
    file.write_bytes("客户,负责人\n新厂,小周\n丁\0厂,小周\n".encode())
    settings = Settings(_env_file=None, var=tmp_path)  # type: ignore[call-arg]
    with pytest.raises(ConfigError, match="第 3 行有一个坏掉的字符"):
        import_list(company.db, file, None, settings, list[str]().append, bring="all")
    assert count(company, Customer) == 5


def test_the_same_command_finishes_what_a_killed_one_left(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, said = tmp_path / "客户.csv", list[str]()
    file.write_text("客户,负责人,产品\n新厂,小周,电梯\n丁厂,小周,电梯\n", "utf-8")
    settings = Settings(_env_file=None, var=tmp_path)  # type: ignore[call-arg]

    def killed(*_: object) -> int | None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Imports, "_plan_some", killed)
        with pytest.raises(KeyboardInterrupt):
            import_list(company.db, file, None, settings, said.append, bring="all")
    with company.db.read() as session:
        before = len(session.exec(select(Timer)).all())
    import_list(company.db, file, None, settings, said.append, bring="all")
    assert any("上次导入中断了,剩下 2 单的时限已经补上" in text for text in said)
    with company.db.read() as session:
        assert len(session.exec(select(Timer)).all()) > before


def staged(company: Company, *rows: Sequence[object]) -> tuple[Imports, int, dict[str, object]]:
    """A list that is read and waits, without a conversation."""
    now = company.clock.now()
    imports = Imports(policies.load(), company.media)
    with company.db.write() as session:
        by = access.speaker(session, access.administrator(session) or 0)
        assert by is not None
        import_id = importing.begin(session, by, "x.csv", now)
    data = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEADINGS, *rows)).encode()
    args = {"import": import_id, "member": by.member_id, "at": now.isoformat(), "only_good": False}
    assert imports.read(company.db, {**args, "key": company.media.put(data, ".csv")}) == {}
    return imports, import_id, args


@pytest.mark.parametrize("data", [b"," * 8_500_000, ("客户名称,联系人\n" + "大发,王总\n" * 100_200).encode()])
def test_what_no_list_can_be_is_refused_at_once(company: Company, data: bytes) -> None:
    boss = send_bytes(company.member(BOSS), data, "客户表.csv")
    boss.hears("表太大了:一次最多 100,000 行", never=["正在核对", "可以导"])


def test_only_what_has_no_problem_never_brings_a_doubtful_line(company: Company) -> None:
    boss = send(
        company.member(BOSS), line("济宁恒发链条厂", owner=REP, product="分拣设备", stage="线索", close="2026-02-30")
    )
    boss.hears("看不懂", choices=["导入", "不导"])
    boss.says("只导没问题的").hears("还没导", choices=["导入", "不导"])
    assert count(company, Customer) == 5


def test_a_product_by_the_end_of_its_name_is_the_deal_that_is_there(company: Company) -> None:
    boss = send(company.member(BOSS), line("济宁恒发链条厂", owner=REP, product="带式压滤机", stage="线索"))
    boss.hears("读好了")
    boss.taps("导入").hears("商机 1 单")
    company.member(REP).hears("商机 1 单")
    again = line("济宁恒发链条厂", owner=REP, product="压滤机", amount="38", contact="屠总13900001111")
    send(boss, again, name="再来一份.csv").hears(
        "「压滤机」就是已有的「带式压滤机」那单", "联系人 1 位", never=["商机 1 单"]
    )

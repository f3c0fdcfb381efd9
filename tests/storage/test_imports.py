"""An import from file to rows and back, on both databases."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from testing import WORLD, found

from bot import access
from bot.admin.importing import Imports
from config import policy as policies
from sales import importing
from storage.background import ImportRow, Timer
from storage.deals import Contact, Customer, CustomerAlias, Opportunity, StageChange
from storage.engine import Database
from storage.media import FolderStore
from storage.people import Member
from storage.rows import reserve
from storage.statements import table_of

KINDS = (Customer, CustomerAlias, Contact, Opportunity, StageChange, Timer)
LINES = 1_200
HEADING = "客户名称,简称,联系人,负责人,产品,金额,阶段,进入阶段时间,客户编码\n"


def counts(db: Database) -> list[int]:
    with db.read() as session:
        return [session.execute(select(func.count()).select_from(table_of(kind))).scalar_one() for kind in KINDS]


def test_keys_that_are_reserved_are_given_to_nobody_else(db: Database) -> None:
    with db.write() as session:
        first = list(reserve(session.connection(), table_of(Member), 3))
        second = list(reserve(session.connection(), table_of(Member), 2))
        member = Member(name="甲", role="rep")
        session.add(member)
        session.flush()
        assert len({*first, *second, member.id}) == 6 and (member.id or 0) > max(*first, *second)


def test_a_list_comes_and_goes(db: Database, tmp_path: Path) -> None:
    now, policy, media = found(db, WORLD, policies.load()), policies.load(), FolderStore(tmp_path)
    before = counts(db)
    imports = Imports(policy, media)
    rows = [f"镇江{n}号机械厂,{n}号厂,钱总,小周,电梯,36万,报价,2026/11/20,M{n}\n" for n in range(LINES)]
    rows.append("苏州联创电子有限公司,,丁总,小周,新品,1万,线索,,L1\n")
    with db.write() as session:
        by = access.speaker(session, access.administrator(session) or 0)
        assert by is not None
        import_id = importing.begin(session, by, "客户.csv", now)
    args = {"import": import_id, "member": by.member_id, "at": now.isoformat(), "only_good": False}
    data = (HEADING + "".join(rows)).encode("gb18030")
    assert imports.read(db, {**args, "key": media.put(data, ".csv")}) == {}
    assert counts(db) == before
    with db.read() as session:
        seen = importing.preview(session, import_id)
    assert (seen.everything.customers, seen.everything.deals, seen.bad_lines) == (LINES, LINES + 1, 0)
    done = imports.bring_in(db, args)
    assert done["counts"] == {
        "customers": LINES,
        "contacts": LINES + 1,
        "deals": LINES + 1,
        "filled": 1,
        "completed": 0,
    }
    timers = LINES + 1 + LINES  # limits, and moments of signals: a lead has none
    brought = [LINES, LINES, LINES + 1, LINES + 1, LINES + 1, timers]
    assert counts(db) == [old + new for old, new in zip(before, brought, strict=True)]
    with db.write() as session:
        importing.start(session, by, import_id, any_ones=False)
    owners = ((2, LINES, LINES + 1),)  # 小周 is the second member
    assert imports.take_back(db, args) == {
        "customers": LINES,
        "deals": LINES + 1,
        "kept": 0,
        "names": (),
        "owners": owners,
    }
    assert counts(db) == before
    again = imports.read(db, {**args, "key": media.put(data, ".csv")})
    assert again == {"refused": "gone"}


def test_rows_that_nothing_needs_any_more_are_deleted(db: Database, tmp_path: Path) -> None:
    now, policy, media = found(db, WORLD, policies.load()), policies.load(), FolderStore(tmp_path)
    imports, key = Imports(policy, media), media.put((HEADING + "新厂,,,,,,,,\n").encode(), ".csv")
    for _ in range(2):
        with db.write() as session:
            by = access.speaker(session, access.administrator(session) or 0)
            assert by is not None
            import_id = importing.begin(session, by, "客户.csv", now)
        args = {"import": import_id, "member": by.member_id, "at": now.isoformat(), "key": key}
        assert imports.read(db, args) == {}
        with db.write() as session:
            importing.drop(session, by, import_id)
    with db.read() as session:
        rows = table_of(ImportRow)
        assert session.execute(select(rows.c.import_id)).scalars().all() == [import_id]

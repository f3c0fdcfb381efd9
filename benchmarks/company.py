"""A company of a chosen size, made in code: what the benchmarks run on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice, product
from pathlib import Path

from bot.admin import importer
from config.collector import keep_loaded
from config.policy import Policy
from config.settings import settings
from config.world import World, WorldContact, WorldCustomer, WorldDeal, WorldMember, WorldTeam
from nlu.engine import EmbeddedEngine, load_engine
from storage.engine import Database, open_database
from storage.migrate import migrate

NOW = datetime.fromisoformat("2026-11-23T10:07:00+08:00")  # a Monday
CITIES = ("苏州", "杭州", "宁波", "佛山", "东莞", "无锡", "常州", "温州", "嘉兴", "南通")
FIRST = "恒瑞嘉宏鼎盛泰信德凯百利远博华锦腾昌汇丰隆源晟启和顺达诚铭翔"
TRADES = ("电子", "物流", "食品", "家居", "包装", "机械", "纺织", "建材")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
REPS_PER_TEAM = 10


def engine() -> EmbeddedEngine:
    """The engine as a running process has it."""
    loaded = load_engine(settings().cache)
    keep_loaded()
    return loaded


def world(customers: int, reps: int, overdue: int = 0) -> World:
    """A deal in 方案报价 with every customer, the first `overdue` for longer than their limit; customers go round the
    reps."""
    sellers = [f"销售{number:03}" for number in range(reps)]
    teams = [f"销售{number}部" for number in range(1, (reps - 1) // REPS_PER_TEAM + 2)]
    people = [WorldMember(name="总经理", role="manager")]
    people += [WorldMember(name=f"主管{team}", role="supervisor", team=team) for team in teams]
    people += [
        WorldMember(name=name, role="rep", team=teams[number // REPS_PER_TEAM]) for number, name in enumerate(sellers)
    ]
    names = islice(product(CITIES, FIRST, FIRST, TRADES), customers)
    buyers = [
        WorldCustomer(
            name=f"{city}{first}{second}{trade}有限公司",
            aliases=(f"{first}{second}{trade}", f"{city}{first}{second}"),
            industry=trade,
            region="华东",
            owner=sellers[number % reps],
            contacts=(WorldContact(name=f"{SURNAMES[number % len(SURNAMES)]}总"),),
        )
        for number, (city, first, second, trade) in enumerate(names)
    ]
    deals = [
        WorldDeal(
            customer=buyer.name,
            owner=buyer.owner or "",
            product_line="仓储系统",
            amount=360_000,
            stage="quote",
            stage_entered_at=NOW - timedelta(hours=80 if number < overdue else 1),
        )
        for number, buyer in enumerate(buyers)
    ]
    return World(
        now=NOW,
        teams=tuple(WorldTeam(name=name) for name in teams),
        members=tuple(people),
        customers=tuple(buyers),
        opportunities=tuple(deals),
    )


def disk() -> Path:
    """A folder on the disk where a company's database would be."""
    settings().var.mkdir(parents=True, exist_ok=True)
    return settings().var


def found(path: Path, world: World, policy: Policy) -> Database:
    """A SQLite database at `path` with the company of `world`, set up as in production."""
    db = open_database(f"sqlite:///{path}")
    migrate(db)
    with db.write() as session:
        importer.name_company(session, "基准测试", world.now, demo=False)
        importer.import_world(session, world, policy, world.now, importer.reachable_by_name)
    return db


def copied(source: Path, target: Path) -> Database:
    """The company as it is now, in another file."""
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
    return open_database(f"sqlite:///{target}")

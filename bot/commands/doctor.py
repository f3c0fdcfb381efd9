"""`doctor`: every credential and connection of the settings is tried, and what is wrong is said with what to do."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib.util import find_spec
from typing import Literal

import httpx
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from bot.channels.base import Lease
from bot.channels.checkup import Check, Fault, checks
from bot.channels.configured import LeaseOf
from bot.commands.models import problems
from bot.runtime.hearing import USUAL, choose_hearing
from bot.runtime.leases import NamedLease
from config import policy
from config.files import why_not
from config.settings import Settings
from config.yaml_lines import ConfigError
from knowledge.embedding.choosing import E5, choose, e5_folder, is_address
from storage.engine import Database, DatabaseError, open_database
from storage.media import MediaError, open_media
from storage.migrate import is_current
from storage.people import Company, Member
from storage.weights.catalogue import folder_of

SECONDS = 25.0  # for one check
State = Literal["✓", "!", "✗"]


@dataclass(frozen=True)
class Finding:
    """How one thing is: well, worth a look, or at fault."""

    state: State
    name: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.state} {self.name}:{self.sentence}"


class Advice(Exception):
    """It works, but not as it might."""


def examine(settings: Settings) -> Iterator[Finding]:
    """Each finding as soon as it is there."""
    yield _finding("公司的规矩", lambda: _policy(settings))
    if not settings.has_channel:
        yield Finding("!", "渠道", "一个都没配,跑起来是演示。要用自己的公司,先在 .env 里配一个,看 .env.example")
    else:
        yield from _company(settings)
    yield _finding("文件", lambda: _media(settings))
    yield _finding("按意思找话术", lambda: _meaning(settings))
    yield _finding("听语音", lambda: _hearing(settings))
    if settings.rasa_url:
        yield _finding("Rasa", lambda: _answers(settings.rasa_url or "", "Rasa", "XIAOBAN_RASA_URL"))


def verdict(findings: list[Finding]) -> str:
    """The last line."""
    wrong = sum(finding.state == "✗" for finding in findings)
    return f"有 {wrong} 处要处理,处理完再跑一遍。" if wrong else "能用。"


def _company(settings: Settings) -> Iterator[Finding]:
    """The database, and the platforms, which are not disturbed where a process is running on it."""
    try:
        db = _opened(settings)
    except Fault as fault:
        yield Finding("✗", "数据库", str(fault))
        yield from _platforms(settings, None if settings.db_url else _free, None)
        return
    try:
        yield _finding("数据库", lambda: _database(db))
        yield from _platforms(settings, _leases(db), db)
    finally:
        db.close()


def _platforms(settings: Settings, lease: LeaseOf | None, db: Database | None) -> Iterator[Finding]:
    for check in checks(settings, lease, db):
        yield _finding(check.name, partial(asyncio.run, _within_limit(check)))


async def _within_limit(check: Check) -> str:
    async with asyncio.timeout(SECONDS):
        return await check.run()


def _finding(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding("✓", name, look())
    except Advice as advice:
        return Finding("!", name, str(advice))
    except (Fault, ConfigError, DatabaseError, MediaError) as fault:
        return Finding("✗", name, str(fault))
    except TimeoutError:
        return Finding("✗", name, f"{SECONDS:.0f} 秒没有回应")


def _policy(settings: Settings) -> str:
    rules = policy.load(settings.policy)
    return f"{settings.policy},{len(rules.stages)} 个阶段"


def _opened(settings: Settings) -> Database:
    """The company's database, which is not created here. Raises Fault."""
    if not settings.db_url and not (settings.var / "xiaoban.db").exists():
        raise Fault("公司还没建,先 python -m bot init")
    try:
        db = open_database(settings.company_db)
        with db.engine.connect():
            return db
    except DatabaseError as error:
        raise Fault(str(error)) from None
    except DBAPIError as error:
        raise Fault(f"连不上:{next(iter(str(error.orig).splitlines()), '')}。看看 XIAOBAN_DB_URL") from None


def _database(db: Database) -> str:
    try:
        if not is_current(db):
            raise Advice("是别的版本建的,下次 run 会自动升级;升级前先备份")
        with db.read() as session:
            company = session.exec(select(Company)).first()
            admins = session.exec(select(Member.name).where(col(Member.admin), col(Member.active))).all()
    except DBAPIError as error:
        raise Fault(f"读不了:{next(iter(str(error.orig).splitlines()), '')}") from None
    if company is None:
        raise Fault("里面还没有公司,先 python -m bot init")
    if not admins:
        raise Advice(f"{company.name},还没有管理员")
    return f"{company.name},管理员 {'、'.join(admins)}"


def _leases(db: Database) -> LeaseOf | None:
    """The right to what one process at a time does; None where a process is running on this file."""
    if not db.is_sqlite:
        return partial(NamedLease, db) if is_current(db) else None
    try:
        db.hold()
    except DatabaseError:
        return None
    return _free


def _free(_name: str, _span: timedelta) -> Lease:
    return _Free()


class _Free:
    """Nobody else can be connected."""

    def take(self) -> bool:
        return True

    def give_up(self) -> None:
        pass


def _media(settings: Settings) -> str:
    if settings.media_url:
        store = open_media(settings.media_url, settings.media)
        try:
            return f"存取都行({store.place_of(store.put(b'doctor', '.txt'))})"
        except OSError as error:
            raise Fault(f"存不进 XIAOBAN_MEDIA_URL 那里:{why_not(error)}") from None
    try:
        settings.media.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.media):
            return str(settings.media)
    except OSError as error:
        raise Fault(f"{settings.media} 写不进去:{why_not(error)}。看看 XIAOBAN_VAR") from None


def _meaning(settings: Settings) -> str:
    chosen = choose(settings)
    if chosen.missing:
        raise Fault(chosen.missing)
    if settings.embedder is not None and is_address(settings.embedder):
        _answers(settings.embedder, "向量服务", "XIAOBAN_EMBEDDER")
    if settings.embedder is None and not e5_folder(settings.models).is_dir():
        raise Advice(f"先用自带的词向量;装上模型找得更准:python -m bot models get {E5}")
    if settings.embedder is None and (wrong := problems(E5, settings.models)):
        raise Fault(f"{'、'.join(wrong)}坏了或少了:python -m bot models get {E5}")
    return chosen.embedder.id


def _hearing(settings: Settings) -> str:
    if choose_hearing(settings) is None:
        return "关着(XIAOBAN_HEARING=off)"
    wanted = settings.hearing or ""
    if wanted.startswith(("http://", "https://")):
        return _answers(wanted, "转写服务", "XIAOBAN_HEARING")
    package = "whisper" if wanted.partition(":")[0] == "openai-whisper" else "faster_whisper"
    if find_spec(package) is None:
        raise Fault(f"少了 {package.replace('_', '-')} 这个包:pip install -e '.[speech]'")
    if not wanted and not folder_of(USUAL, settings.models).is_dir():
        raise Fault(f"模型不在,语音听不了:python -m bot models get {USUAL}(不想听就设 XIAOBAN_HEARING=off)")
    if not wanted and (wrong := problems(USUAL, settings.models)):
        raise Fault(f"{'、'.join(wrong)}坏了或少了:python -m bot models get {USUAL}")
    return wanted or USUAL


def _answers(url: str, what: str, variable: str) -> str:
    """Whether somebody is there at all; what is asked of them has its own credentials and errors."""
    try:
        httpx.get(url, timeout=10)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Fault(f"{what} {url} 没有回应({type(error).__name__})。看看它开着没有,{variable} 写对没有") from None
    return f"{what}在"

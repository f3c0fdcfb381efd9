"""`import` of a customer list (Excel, CSV): what it would bring, and bringing it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from bot import access
from bot.access import Speaker
from bot.admin.importing import Imports
from bot.wording import turn as turn_wording
from bot.wording.admin import importing as wording
from bot.wording.admin import outcome
from config import policy as policies
from config.settings import Settings
from config.yaml_lines import ConfigError
from sales import importing
from sales.importing import Counts
from scheduler.clock import SystemClock
from storage.engine import Database
from storage.media import MAX_BYTES, open_media
from storage.people import Member

WORLDS = (".yaml", ".yml")


def import_list(
    db: Database, file: Path, name: str | None, settings: Settings, say: Callable[[str], None], *, bring: str | None
) -> None:
    """Say what the list in `file` would bring, and bring it in if `bring` says what ("all", "good"). `name` is the
    member who imports, by default an administrator. Raises ConfigError."""
    policy, now = policies.load(settings.policy), SystemClock().now()
    if file.stat().st_size > MAX_BYTES:
        raise ConfigError(f"{file}: {wording.unreadable('too_large', 0)}")
    media = open_media(settings.media_url, settings.media)
    imports = Imports(policy, media, tell=say)
    if finished := imports.go_on(db):
        say(outcome.went_on(finished))
    with db.write() as session:
        by = _importer(session, name)
        import_id = importing.begin(session, by, file.name, now)
    args: dict[str, Any] = {"import": import_id, "member": by.member_id, "at": now.isoformat()}
    read = imports.read(db, {**args, "key": media.put(file.read_bytes(), file.suffix)})
    _check(file, read)
    with db.read() as session:
        found = importing.preview(session, import_id)
    say(wording.preview(policy, found))
    if bring is None or not found.everything.any:
        with db.write() as session:
            importing.drop(session, by, import_id)
        return say("只是预览,还没有导。导入加 --yes,只导没问题的行加 --only-good。" if found.everything.any else "")
    done = imports.bring_in(db, {**args, "only_good": bring == "good"})
    _check(file, done)
    say(wording.receipt(Counts(**done["counts"]), policy.imports.undo_hours))
    if found.owners:
        say(wording.next_step(found, left_out=bring == "good", administers=True))


def _importer(session: Session, name: str | None) -> Speaker:
    if name is None:
        member_id = access.administrator(session)
    else:
        member_id = session.exec(select(Member.id).where(col(Member.name) == name)).first()
    by = access.speaker(session, member_id) if member_id is not None else None
    if by is None:
        raise ConfigError(f"没有叫「{name}」的成员。" if name else "公司里还没有管理员,先运行 init。")
    return by


def _check(file: Path, result: Any) -> None:
    if "unreadable" in result:
        raise ConfigError(f"{file}: {wording.unreadable(result['unreadable'], result.get('line', 0))}")
    if "refused" in result:
        raise ConfigError(turn_wording.REASONS[result["refused"]])
    if "stale" in result:
        raise ConfigError("核对的时候公司里的客户有变动,什么也没导。再运行一次。")

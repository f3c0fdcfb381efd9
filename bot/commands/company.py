"""`init`, `invite`, `import`: a real company is founded, its people are invited, its customers are brought along."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from sqlmodel import Session, col, select

from bot.admin import importer, invitations
from config import policy as policies
from config.settings import Settings
from config.world import Role, read_world
from config.yaml_lines import ConfigError
from sales.names import members_changed
from scheduler.clock import SystemClock
from storage.engine import Database
from storage.people import Company, Member, Team


def found(db: Database, name: str, admin: str, teams: list[str], settings: Settings) -> str:
    """A new company with its teams and first administrator. Raises ConfigError if there is one already."""
    now = SystemClock().now()
    with db.write() as session:
        if session.get(Company, 1) is not None or not importer.is_empty(session):
            raise ConfigError("这个数据库里已经有一家公司了。要加人用 invite,要加客户用 import。")
        importer.name_company(session, name.strip(), now, demo=False)
        for team in teams:
            title, _, region = team.partition(":")
            session.add(Team(name=title.strip(), region=region.strip() or None))
        member = Member(name=admin.strip(), role="manager", admin=True)
        session.add(member)
        session.flush()
        members_changed(session)
        member_id = member.id
        assert member_id is not None
        code = invitations.invite(session, member_id, now)
    begun = f"{name}建好了。{admin}的邀请码:{code}(七天内有效)。在聊天里发「加入 {code}」就能开始。"
    begun += "\n客户表(Excel、CSV)直接在聊天里发给我就能导,先看再定;在这里导:xiaoban import 客户表.xlsx。"
    return begun + _link(member_id, settings)


def invite_member(db: Database, name: str, role: str | None, team: str | None, settings: Settings) -> str:
    """A code for a member, who is entered first where there is none of this name. Raises ConfigError."""
    now = SystemClock().now()
    with db.write() as session:
        member = session.exec(select(Member).where(col(Member.name) == name)).first()
        if member is not None and not member.active:  # back in the company
            member.active = True
            session.add(member)
            members_changed(session)
        member_id = member.id if member is not None else _enter(session, name, role, team)
        assert member_id is not None
        code = invitations.invite(session, member_id, now)
    return f"{name}的邀请码:{code}(七天内有效)。让他在聊天里发「加入 {code}」。" + _link(member_id, settings)


def _link(member_id: int, settings: Settings) -> str:
    """A line with the member's link to the page, where there is a page."""
    if settings.secret is None:
        return ""
    from bot.channels.web.links import link_for

    link = link_for(member_id, settings.secret.get_secret_value(), settings.home)
    return f"\n网页聊天的链接(30 天有效,只发给本人):{link}"


def import_company(db: Database, world: Path, policy_file: Path) -> str:
    """What is new in a world file is added. Raises ConfigError naming file, line and key."""
    company, policy = read_world(world), policies.load(policy_file)
    with db.write_at_leisure() as session:
        importer.name_company(session, world.stem, SystemClock().now(), demo=False)
        added = importer.import_world(session, company, policy, SystemClock().now())
    return f"导入好了:新增成员 {added.members} 位、客户 {added.customers} 家、商机 {added.deals} 单。"


def _enter(session: Session, name: str, role: str | None, team: str | None) -> int | None:
    if role not in get_args(Role):
        roles = "、".join(get_args(Role))
        raise ConfigError(f"还没有叫「{name}」的成员。要新建,加上 --role(可以是 {roles})。")
    found = session.exec(select(Team).where(col(Team.name) == team)).first() if team else None
    if team and found is None:
        raise ConfigError(f"没有叫「{team}」的团队。")
    member = Member(name=name, role=role or "", team_id=found.id if found else None)
    session.add(member)
    session.flush()
    members_changed(session)
    return member.id

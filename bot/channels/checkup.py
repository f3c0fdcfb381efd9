"""Whether the platforms that the settings name let us in: asked once, for `doctor`. Each answers in a sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.channels.configured import (
    LeaseOf,
    ilink_credentials,
    official_credentials,
    wecom_app_credentials,
    wecom_credentials,
)
from config.settings import Settings
from storage.engine import Database
from storage.migrate import is_current


class Fault(Exception):
    """What is wrong, and what to do about it, for a person."""


@dataclass(frozen=True)
class Check:
    """`run` says how it is, or raises Fault or ConfigError."""

    name: str
    run: Callable[[], Awaitable[str]]


def checks(settings: Settings, lease: LeaseOf | None, db: Database | None) -> list[Check]:
    """One for each platform that is configured. `lease` gives the right to what one process at a time does; None: a
    process is running, which has it. `db` is the company's, where it can be opened."""
    found = []
    if settings.telegram_token is not None:
        found.append(Check("Telegram", lambda: _telegram(settings)))
    if settings.wecom_bot_id or settings.wecom_bot_secret:
        found.append(Check("企业微信", lambda: _wecom(settings, lease)))
    if any(settings.wecom_app):
        found.append(Check("企业微信自建应用", lambda: _wecom_app(settings)))
    if any(settings.official):
        found.append(Check("微信公众号", lambda: _official(settings)))
    if settings.ilink_key is not None or (db is not None and _has_logins_without_key(db)):
        found.append(Check("个人微信", lambda: _ilink(settings, db)))
    return found


async def _telegram(settings: Settings) -> str:
    from bot.channels.telegram.checkup import examine

    assert settings.telegram_token is not None
    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    return await examine(settings.telegram_token.get_secret_value(), settings.telegram_base_url, proxy)


async def _wecom(settings: Settings, lease: LeaseOf | None) -> str:
    from bot.channels.wecom import link
    from bot.channels.wecom.checkup import examine

    held = lease(link.LEASE_NAME, link.SHARED) if lease is not None else None
    return await examine(*wecom_credentials(settings), settings.wecom_url, held)


async def _wecom_app(settings: Settings) -> str:
    from bot.channels.wecom_app.checkup import examine

    return await examine(wecom_app_credentials(settings), settings.home)


async def _official(settings: Settings) -> str:
    from bot.channels.official.checkup import examine

    return await examine(official_credentials(settings), settings.home)


def _has_logins_without_key(db: Database) -> bool:
    from bot.channels.ilink.checkup import logins_kept

    return is_current(db) and logins_kept(db) > 0


async def _ilink(settings: Settings, db: Database | None) -> str:
    from bot.channels.ilink.checkup import examine

    is_alone = not settings.model_copy(update={"ilink_key": None}).has_channel
    return await examine(ilink_credentials(settings), db, is_alone=is_alone)

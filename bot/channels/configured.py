"""The channels of platforms: which of them the settings start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.channels.base import Application, Channel, Lease
from config.settings import Settings
from config.yaml_lines import ConfigError

LeaseOf = Callable[[str, timedelta], Lease]  # by name, and how long it is held at a time


def platforms(app: Application, settings: Settings, lease: LeaseOf) -> list[tuple[str, Channel]]:
    """Each with the name that people know it by. Raises ConfigError where credentials are half there."""
    found: list[tuple[str, Channel]] = []
    if settings.telegram_token is not None:
        found.append(("Telegram", _telegram(app, settings.telegram_token.get_secret_value(), settings, lease)))
    if settings.wecom_bot_id or settings.wecom_bot_secret:
        found.append(("企业微信", _wecom(app, settings, lease)))
    return found


def _telegram(app: Application, token: str, settings: Settings, lease: LeaseOf) -> Channel:
    from bot.channels.telegram import polling
    from bot.channels.telegram.channel import TelegramChannel

    proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
    held = lease(polling.LEASE_NAME, polling.LEASE)
    return TelegramChannel(app, token, held, settings.telegram_base_url, proxy)


def _wecom(app: Application, settings: Settings, lease: LeaseOf) -> Channel:
    from bot.channels.wecom import link
    from bot.channels.wecom.channel import WeComChannel

    bot_id, secret = wecom_credentials(settings)
    is_alone = app.db.is_sqlite
    held = lease(link.LEASE_NAME, link.ALONE if is_alone else link.SHARED)
    return WeComChannel(app, bot_id, secret, held, settings.wecom_url, is_alone)


def wecom_credentials(settings: Settings) -> tuple[str, str]:
    """Id and secret. Raises ConfigError where one of them is missing."""
    secret = settings.wecom_bot_secret.get_secret_value() if settings.wecom_bot_secret else ""
    if not (settings.wecom_bot_id and secret):
        missing = "XIAOBAN_WECOM_BOT_SECRET" if settings.wecom_bot_id else "XIAOBAN_WECOM_BOT_ID"
        raise ConfigError(f"企业微信要 Bot ID 和 Secret 两样,还缺 {missing}。见 docs/channel-wecom.md。")
    return settings.wecom_bot_id, secret

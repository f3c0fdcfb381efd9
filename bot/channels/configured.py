"""The channels of platforms: which of them the settings start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.admin.qr_login import QrLogin
from bot.channels.base import Application, Channel, Lease
from config.settings import Settings
from config.yaml_lines import ConfigError

if TYPE_CHECKING:
    from bot.channels.ilink.credentials import Credentials as ILinkCredentials
    from bot.channels.official.credentials import Credentials as OfficialCredentials
    from bot.channels.wecom_app.credentials import Credentials

LeaseOf = Callable[[str, timedelta], Lease]  # by name, and how long it is held at a time


def platforms(app: Application, settings: Settings, lease: LeaseOf) -> list[tuple[str, Channel]]:
    """Each with the name that people know it by. Raises ConfigError where credentials are half there."""
    found: list[tuple[str, Channel]] = []
    if settings.telegram_token is not None:
        found.append(("Telegram", _telegram(app, settings.telegram_token.get_secret_value(), settings, lease)))
    if settings.wecom_bot_id or settings.wecom_bot_secret:
        found.append(("企业微信", _wecom(app, settings, lease)))
    if any(settings.wecom_app):
        found.append(("企业微信自建应用", _wecom_app(app, settings, lease)))
    if any(settings.official):
        found.append(("微信公众号", _official(app, settings, lease)))
    if settings.ilink_key is not None:
        found.append(("个人微信", _ilink(app, settings, lease)))
    return found


def qr_login(settings: Settings) -> QrLogin | None:
    """How somebody logs in by a code; None where no platform wants that."""
    if settings.ilink_key is None:
        return None
    from bot.channels.ilink.qr_login import QrLogin as ILinkLogin

    login = ILinkLogin(ilink_credentials(settings))
    return QrLogin(login.code, login.scanned)


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


def _wecom_app(app: Application, settings: Settings, lease: LeaseOf) -> Channel:
    from bot.channels.tencent import tokens
    from bot.channels.wecom_app import api
    from bot.channels.wecom_app.channel import WeComAppChannel

    return WeComAppChannel(app, wecom_app_credentials(settings), lease(api.LEASE_NAME, tokens.LEASE))


def _official(app: Application, settings: Settings, lease: LeaseOf) -> Channel:
    from bot.channels.official import api
    from bot.channels.official.channel import OfficialChannel
    from bot.channels.tencent import tokens

    return OfficialChannel(app, official_credentials(settings), lease(api.LEASE_NAME, tokens.LEASE))


def _ilink(app: Application, settings: Settings, lease: LeaseOf) -> Channel:
    from bot.channels.ilink import polling
    from bot.channels.ilink.channel import ILinkChannel

    return ILinkChannel(app, ilink_credentials(settings), lease(polling.LEASE_NAME, polling.LEASE))


def ilink_credentials(settings: Settings) -> ILinkCredentials:
    """The company's own key, and where WeChat is."""
    from bot.channels.ilink.credentials import Credentials

    key = settings.ilink_key.get_secret_value() if settings.ilink_key is not None else ""
    given = {"base_url": settings.ilink_url.rstrip("/")} if settings.ilink_url else {}
    return Credentials(key, **given)


def wecom_credentials(settings: Settings) -> tuple[str, str]:
    """Id and secret. Raises ConfigError where one of them is missing."""
    secret = settings.wecom_bot_secret.get_secret_value() if settings.wecom_bot_secret else ""
    if not (settings.wecom_bot_id and secret):
        missing = "XIAOBAN_WECOM_BOT_SECRET" if settings.wecom_bot_id else "XIAOBAN_WECOM_BOT_ID"
        raise ConfigError(f"企业微信要 Bot ID 和 Secret 两样,还缺 {missing}。见 docs/channel-wecom.md。")
    return settings.wecom_bot_id, secret


def wecom_app_credentials(settings: Settings) -> Credentials:
    """What the console of WeCom shows of the app. Raises ConfigError where one of the five is missing, or the key is
    none."""
    from bot.channels.wecom_app.credentials import Credentials
    from bot.channels.wecom_app.envelope import Envelopes

    names = ("CORP_ID", "AGENT_ID", "APP_SECRET", "CALLBACK_TOKEN", "CALLBACK_AES_KEY")
    missing = [f"XIAOBAN_WECOM_{name}" for name, value in zip(names, settings.wecom_app, strict=True) if not value]
    if missing:
        raise ConfigError(f"企业微信自建应用要五样,还缺 {'、'.join(missing)}。见 docs/channel-wecom-app.md。")
    corp, agent, *secrets = settings.wecom_app
    secret, token, key = (value.get_secret_value() for value in secrets if isinstance(value, SecretStr))
    try:
        Envelopes(token, key, str(corp))
    except ValueError:
        raise ConfigError(
            "XIAOBAN_WECOM_CALLBACK_AES_KEY 不对:应为 43 个字母和数字,"
            "在应用的「接收消息 → 设置API接收」里复制 EncodingAESKey。"
        ) from None
    given = {"base_url": settings.wecom_api_url.rstrip("/")} if settings.wecom_api_url else {}
    return Credentials(str(corp), int(str(agent)), secret, token, key, **given)


def official_credentials(settings: Settings) -> OfficialCredentials:
    """What the console of the account shows. Raises ConfigError where one of the first three is missing, or the key is
    none."""
    from bot.channels.official.credentials import Credentials
    from bot.channels.official.envelope import Envelopes

    names = ("APP_ID", "SECRET", "TOKEN")
    missing = [f"XIAOBAN_OFFICIAL_{name}" for name, value in zip(names, settings.official, strict=False) if not value]
    if missing:
        raise ConfigError(f"微信公众号要三样,还缺 {'、'.join(missing)}。见 docs/channel-official-account.md。")
    app_id, *secrets = settings.official
    secret, token, key = (each.get_secret_value() if isinstance(each, SecretStr) else "" for each in secrets)
    given = {"base_url": settings.official_api_url.rstrip("/")} if settings.official_api_url else {}
    credentials = Credentials(str(app_id), secret, token, key, **given)
    try:
        Envelopes(credentials)
    except ValueError:
        raise ConfigError(
            "XIAOBAN_OFFICIAL_AES_KEY 不对:应为 43 个字母和数字,"
            "在公众号后台「基本配置 → 服务器配置」里复制 EncodingAESKey;明文模式就不写。"
        ) from None
    return credentials

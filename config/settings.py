"""Settings of one installation, from the environment (XIAOBAN_…) and `.env`. See `.env.example`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.policy import SHIPPED as SHIPPED_POLICY
from config.yaml_lines import reason_of

PREFIX = "XIAOBAN_"
LOOPBACK = ("127.0.0.1", "::1")
OF_TESTS = frozenset({"XIAOBAN_CI", "XIAOBAN_SCREENSHOT"})  # variables of ours that are no settings


class SettingsError(Exception):
    """A variable is set to something it cannot be; each line of the message is one variable, for a person."""


class Settings(BaseSettings):
    """Every variable of `.env.example`. Secrets never show in a repr."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="forbid", env_ignore_empty=True
    )

    db_url: str | None = Field(default=None, repr=False)
    var: Path = Path("var")
    media_url: str | None = Field(default=None, pattern=r"^[a-z][a-z0-9+.-]*://\S+$", repr=False)
    policy: Path = SHIPPED_POLICY
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8765, ge=1, le=65535)
    web_url: str | None = Field(default=None, pattern=r"^https?://[^/\s]+/?$")
    web_proxy: str | None = Field(default=None, pattern=r"^[0-9a-fA-F.:, ]+$")
    secret: SecretStr | None = Field(default=None, min_length=16)
    telegram_token: SecretStr | None = None
    telegram_base_url: str | None = None
    telegram_proxy: SecretStr | None = None
    wecom_bot_id: str | None = None
    wecom_bot_secret: SecretStr | None = None
    wecom_url: str | None = Field(default=None, pattern=r"^wss?://\S+$")
    wecom_corp_id: str | None = None
    wecom_agent_id: int | None = Field(default=None, ge=1, le=2**31 - 1)
    wecom_app_secret: SecretStr | None = None
    wecom_callback_token: SecretStr | None = None
    wecom_callback_aes_key: SecretStr | None = None
    wecom_api_url: str | None = Field(default=None, pattern=r"^https?://[^\s?#]+$")
    official_app_id: str | None = None
    official_secret: SecretStr | None = None
    official_token: SecretStr | None = None
    official_aes_key: SecretStr | None = None
    official_api_url: str | None = Field(default=None, pattern=r"^https?://[^\s?#]+$")
    ilink_key: SecretStr | None = Field(default=None, min_length=16)
    ilink_url: str | None = Field(default=None, pattern=r"^https?://[^\s?#]+$")
    embedder: str | None = None
    embedder_model: str | None = None
    embedder_key: SecretStr | None = None
    hearing: str | None = None
    hearing_model: str | None = None
    hearing_key: SecretStr | None = None
    rasa_url: str | None = Field(default=None, validation_alias=AliasChoices("xiaoban_rasa_url", "rasa_url"))
    rasa_token: SecretStr | None = Field(
        default=None, validation_alias=AliasChoices("xiaoban_rasa_token", "rasa_token")
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def has_channel(self) -> bool:
        """Whether a real platform is configured; without one, `run` is the demo."""
        bots = (self.telegram_token, self.wecom_bot_id, self.wecom_bot_secret, self.ilink_key)
        return any((self.secret, *bots, *self.wecom_app, *self.official))

    @property
    def wecom_app(self) -> tuple[str | int | SecretStr | None, ...]:
        """What a self-built app of WeCom's needs: all five, or none."""
        known = (self.wecom_corp_id, self.wecom_agent_id, self.wecom_app_secret)
        return *known, self.wecom_callback_token, self.wecom_callback_aes_key

    @property
    def official(self) -> tuple[str | SecretStr | None, ...]:
        """What an Official Account of WeChat's needs, all three or none; and the key, without which it is in plain."""
        return self.official_app_id, self.official_secret, self.official_token, self.official_aes_key

    @property
    def company_db(self) -> str:
        """The address of the company's database."""
        return self.db_url or f"sqlite:///{self.var / 'xiaoban.db'}"

    @property
    def demo_db(self) -> str:
        """The address of the demo's."""
        return f"sqlite:///{self.var / 'demo.db'}"

    @property
    def home(self) -> str:
        """The address by which people open the page."""
        host = f"[{self.web_host}]" if ":" in self.web_host else self.web_host
        return (self.web_url or f"http://{host}:{self.web_port}").rstrip("/")

    @property
    def proxies(self) -> tuple[str, ...]:
        """The addresses of reverse proxies: what they say of whom they speak for is believed."""
        return *LOOPBACK, *(self.web_proxy or "").replace(",", " ").split()

    @property
    def media(self) -> Path:
        """Where files that came or go out are kept, unless `media_url` names another place."""
        return self.var / "media"

    @property
    def models(self) -> Path:
        """Where the weights of models lie."""
        return self.var / "models"

    @property
    def cache(self) -> Path:
        """What can be made anew at any time: the trained model, indexes."""
        return self.var / "cache"

    @property
    def local_examples(self) -> Path:
        """What was accepted from the use of the bot, in the form of nlu/data."""
        return self.var / "nlu.yml"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no log line may show."""
        channels = (self.secret, self.telegram_token, self.telegram_proxy, self.wecom_bot_secret)
        platforms = (*channels, *self.wecom_app[2:], *self.official[1:], self.ilink_key)
        hidden = (*platforms, self.embedder_key, self.hearing_key)
        return (
            *(secret.get_secret_value() for secret in hidden if isinstance(secret, SecretStr)),
            self.rasa_secret,
            *self._db_passwords,
        )

    @property
    def _db_passwords(self) -> tuple[str, ...]:
        """The password in the database's address, as it stands there and as it is meant."""
        found = re.match(r"[^/]*://[^:/]*:([^/]*)@", self.db_url or "")
        return (found[1], unquote(found[1])) if found else ()

    @property
    def rasa_secret(self) -> str:
        """The token of the Rasa server: as set, else as `make rasa` made it, else empty."""
        if self.rasa_token is not None:
            return self.rasa_token.get_secret_value()
        made = self.var / "rasa-token"
        return made.read_text("ascii").strip() if made.exists() else ""


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process. Raises SettingsError naming each variable that is wrong."""
    return read_settings()


def read_settings(**given: Any) -> Settings:
    """Settings from the environment and `.env`, but for what is `given`. Raises SettingsError."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError("\n".join(_place(fault) for fault in error.errors())) from None  # it quotes secrets
    except UnicodeDecodeError as error:
        raise SettingsError(f".env: 要存成 UTF-8 编码:{error.reason}") from error


def _place(fault: Any) -> str:
    name = str(fault["loc"][0]) if fault["loc"] else ".env"
    field = Settings.model_fields.get(name)
    variable = f"{PREFIX}{name}".upper() if field else name.upper()
    if field is None:
        return _unknown(variable)
    if name == "media_url":  # it may hold a key, and is not quoted
        return f"{variable}: 应为网址,例如 s3://xiaoban-media/files"
    if name == "web_proxy":
        return f"{variable}: 应为 IP 地址,多个用逗号隔开,写的是 {fault['input']!r}"
    if name == "wecom_agent_id":
        return f"{variable}: 应为应用的 AgentId,一个数,例如 1000002,写的是 {fault['input']!r}"
    if name == "wecom_url":
        return f"{variable}: 应为 wss:// 开头的地址,写的是 {fault['input']!r}"
    if fault["type"] == "string_pattern_mismatch":
        return f"{variable}: 应为网址,例如 https://chat.example.com,写的是 {fault['input']!r}"
    if fault["type"] == "too_short":  # a secret, which is not quoted
        return f"{variable}: 太短了,至少要 {fault['ctx']['min_length']} 个字符"
    return f"{variable}: {reason_of(fault)}"


def unknown_variables(environment: Iterable[str]) -> list[str]:
    """A sentence for each name in the environment that begins like one of ours and is none: it has no effect."""
    ours = {name.upper() for name in environment if name.upper().startswith(PREFIX)}
    return [_unknown(name) for name in sorted(ours - _known_variables() - OF_TESTS)]


def _known_variables() -> set[str]:
    return {f"{PREFIX}{name}".upper() for name in Settings.model_fields}


def _unknown(variable: str) -> str:
    near = get_close_matches(variable, _known_variables(), n=1, cutoff=0.75)
    meant = f"是不是 {near[0]}?" if near else "看看 .env.example 里是怎么写的"
    return f"{variable}: 没有这个设置,{meant}"

"""Settings of one installation, from the environment (XIAOBAN_…) and `.env`. See `.env.example`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.policy import SHIPPED as SHIPPED_POLICY


class Settings(BaseSettings):
    """Every variable of `.env.example`. Secrets never show in a repr."""

    model_config = SettingsConfigDict(
        env_prefix="XIAOBAN_", env_file=".env", env_file_encoding="utf-8", extra="forbid", env_ignore_empty=True
    )

    db_url: str | None = None
    var: Path = Path("var")
    policy: Path = SHIPPED_POLICY
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8765, ge=1, le=65535)
    web_hosts: str = ""
    secret: SecretStr | None = None
    telegram_token: SecretStr | None = None
    telegram_base_url: str | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def has_channel(self) -> bool:
        """Whether a real platform is configured; without one, `run` is the demo."""
        return self.telegram_token is not None or self.secret is not None

    @property
    def company_db(self) -> str:
        return self.db_url or f"sqlite:///{self.var / 'xiaoban.db'}"

    @property
    def demo_db(self) -> str:
        return f"sqlite:///{self.var / 'demo.db'}"


@lru_cache(maxsize=1)
def settings() -> Settings:
    return Settings()

"""What the administrator copies from WeCom's console."""

from __future__ import annotations

from dataclasses import dataclass

PUBLIC = "https://qyapi.weixin.qq.com"


@dataclass(frozen=True)
class Credentials:
    """Of one app. `base_url` is that of WeCom's API."""

    corp_id: str
    agent_id: int
    secret: str
    callback_token: str
    callback_aes_key: str
    base_url: str = PUBLIC

    @property
    def app(self) -> str:
        """What names the app among all."""
        return f"{self.corp_id}:{self.agent_id}"

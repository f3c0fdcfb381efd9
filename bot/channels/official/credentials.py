"""What the administrator copies from the console of the account."""

from __future__ import annotations

from dataclasses import dataclass

PUBLIC = "https://api.weixin.qq.com"


@dataclass(frozen=True)
class Credentials:
    """Of one account. Without `aes_key` messages come in plain. `base_url` is that of WeChat's API."""

    app_id: str
    secret: str
    token: str
    aes_key: str = ""
    base_url: str = PUBLIC

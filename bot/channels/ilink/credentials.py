"""Where iLink is, and by what is sealed what its logins bring."""

from __future__ import annotations

from dataclasses import dataclass, field

BASE_URL = "https://ilinkai.weixin.qq.com"


@dataclass(frozen=True)
class Credentials:
    """`key` is the company's own: WeChat knows nothing of it."""

    key: str = field(repr=False)
    base_url: str = BASE_URL

"""Signed links: by one a member opens the page, for 30 days, on any of their devices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

LINKED = "member:"
VALID = timedelta(days=30)


class Links:
    """Signs addresses with the installation's secret, and reads what it signed."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt="xiaoban.web.link")

    def sign(self, address: str) -> str:
        """The key of a link for `address`."""
        return self._serializer.dumps({"address": address})

    def address_in(self, key: str) -> str | None:
        """The address that `key` was made for; None if it is not ours or too old."""
        try:
            signed, at = self._serializer.loads(key, return_timestamp=True)  # not max_age: it refuses what is signed
        except BadData:  # by a clock that was set back since
            return None
        return str(signed["address"]) if datetime.now(UTC) - at <= VALID else None


def link_for(member_id: int, secret: str, base_url: str) -> str:
    """The link by which a member opens the page."""
    return f"{base_url.rstrip('/')}/?key={Links(secret).sign(f'{LINKED}{member_id}')}"

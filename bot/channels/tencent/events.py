"""What the fields of a message or an event have in common."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

LONGEST_KEY = 200  # characters of what tells an event from others


def words(fields: Mapping[str, Any], name: str) -> str:
    """A field of words; empty for one that is not there, or holds something else."""
    found = fields.get(name)
    return found.strip() if isinstance(found, str) else ""


def said_at(fields: Mapping[str, Any], now: datetime) -> datetime:
    """When it was said, as far as the platform tells."""
    stamp = words(fields, "CreateTime")
    if not re.fullmatch(r"[0-9]{1,12}", stamp, re.ASCII) or not 0 < int(stamp) < now.timestamp():
        return now
    return datetime.fromtimestamp(int(stamp), UTC)


def short(told_apart: str) -> str:
    """What tells an event from others, in a length that a key may have."""
    if len(told_apart) <= LONGEST_KEY:
        return told_apart
    return hashlib.sha256(told_apart.encode("utf-8", "surrogatepass")).hexdigest()

"""`simulate` on a database of its own: a second script goes on where the first one stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from testing import CACHE, WORLD

from bot.commands.simulate import simulate
from config.settings import Settings

SCRIPT = ['{"as": "小周", "text": "帮助"}\n', '{"advance": "3h"}\n', '{"as": "小周", "text": "帮助"}\n']


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "cache").symlink_to(CACHE)
    return Settings(_env_file=None, var=tmp_path)  # type: ignore[call-arg]


def test_what_is_said_in_a_second_script_is_new_and_later(tmp_path: Path, settings: Settings) -> None:
    def replies() -> list[dict[str, Any]]:
        played = simulate(WORLD, f"sqlite:///{tmp_path}/played.db", settings, SCRIPT)
        return [dict(line) for line in played if line.get("kind") == "reply"]

    first, second = replies(), replies()
    assert [line["text"] for line in first] == [line["text"] for line in second]
    assert [line["line"] for line in second] == [1, 3]
    assert first[-1]["at"] <= second[0]["at"] < second[-1]["at"]

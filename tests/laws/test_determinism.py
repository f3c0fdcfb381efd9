"""One scenario is one transcript, byte by byte, whatever the order of sets and dictionaries' hashes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from testing import WORLD

ROOT = Path(__file__).parents[2]
SCRIPT: list[dict[str, object]] = [
    {"as": "小周", "text": "上午去了鼎新见薛总,他挺感兴趣,下周一发方案;联创孙总还在考虑"},
    {"as": "小周", "tap": "暂无异议"},
    {"as": "小周", "text": "新线索:宁波海川物流,侯总,想看分拣设备"},
    {"as": "赵琳", "tap": "转给小周"},
    {"as": "小周", "text": "明早九点提醒我给孙总回电话"},
    {"restart": True},
    {"as": "小周", "text": "今天我该跟谁"},
    {"as": "路人", "text": "你好"},
    {"advance": "75h"},
    {"as": "赵琳", "text": "哪些单子超时了"},
    {"at": "2026-11-30T18:00:00+08:00"},
    {"as": "小周", "text": "撤回"},
]


def transcript(hash_seed: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "simulate", "--world", str(WORLD)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        input="\n".join(json.dumps(line) for line in SCRIPT).encode(),
        capture_output=True,
        check=True,
    )
    return done.stdout


def test_a_scenario_under_two_hash_seeds_is_the_same_byte_by_byte() -> None:
    first = transcript("1")
    assert first == transcript("4242")
    lines = [json.loads(line) for line in first.splitlines()]
    assert {line["kind"] for line in lines} >= {"reply", "receipt", "nudge", "alert"}
    assert [line["at"] for line in lines] == sorted(line["at"] for line in lines)

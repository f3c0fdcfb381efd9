"""`score`: the contract of its lines."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bot.commands.score import drill_of, score
from bot.runtime.json_lines import BadLine, write
from config.settings import settings

DRILL = {
    "scenario": {"id": "x", "objection": "price", "key_points": ["先问面积"], "forbidden": ["给回扣"]},
    "turns": [{"customer": "太贵了。", "rep": "您先别急，店里多大面积？", "seconds": 3.2}],
}


def answers(*lines: str) -> tuple[int, list[dict[str, Any]]]:
    out = io.StringIO()
    status = write(score(lines, settings()), out)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_card_has_the_keys_of_the_contract() -> None:
    status, (card,) = answers(json.dumps(DRILL | {"grade": "good", "gold": {}, "band": 1, "note": ""}))
    assert status == 0
    assert list(card) == ["total", "dimensions", "violations", "not_scored"]
    assert set(card["dimensions"]) == {
        "需求挖掘", "异议处理", "价值呈现", "要点覆盖", "同理与礼貌", "推进下一步", "合规",
    }  # fmt: skip
    assert all(set(one) == {"score", "weight", "evidence", "advice"} for one in card["dimensions"].values())


def test_a_bad_line_is_answered_in_its_place() -> None:
    status, (bad, card) = answers('{"turns": []}', json.dumps(DRILL))
    assert status == 1 and bad == {"line": 1, "error": "少了键:scenario"} and card["total"] > 0


@pytest.mark.parametrize(
    ("scenario", "turn", "reason"),
    [
        ({"mood": 1}, {}, "scenario 里不认识的键:mood"),
        ({"objection": "rain"}, {}, "scenario.objection 要是"),
        ({"persona": {"age": 3}}, {}, "不认识的键:age"),
        ({"persona": {"budget": "多"}}, {}, "budget"),
        ({"key_points": "先问"}, {}, "key_points 要是一列文字"),
        ({}, {"rep": 3}, "rep 要是文字"),
        ({}, {"seconds": "3"}, "seconds 要是一个数"),
        ({}, {"said": ""}, "turns 第 1 轮 里不认识的键:said"),
    ],
)
def test_what_is_wrong_is_named(scenario: dict[str, Any], turn: dict[str, Any], reason: str) -> None:
    wrong = {"scenario": DRILL["scenario"] | scenario, "turns": [DRILL["turns"][0] | turn]}  # type: ignore[operator]
    with pytest.raises(BadLine, match=reason):
        drill_of(wrong)


def test_every_key_of_a_scenario_but_two_may_be_missing_and_a_budget_may_be_a_range() -> None:
    bare = drill_of({"scenario": {"id": 7, "objection": "budget"}, "turns": []})
    assert bare.scenario.id == "7" and not bare.turns
    ranged = drill_of({"scenario": {"id": "a", "objection": "budget", "persona": {"budget": [1, None]}}, "turns": []})
    assert ranged.scenario.persona.budget == (1, None)


def test_seconds_count_only_beside_a_recording_and_a_recording_alone_is_not_judged() -> None:
    def turn(**keys: Any) -> Any:
        return drill_of({"scenario": DRILL["scenario"], "turns": [{"customer": "?", **keys}]}).turns[0]

    assert turn(rep="好", seconds=3).speech is None
    assert turn(rep="好", seconds=3, audio="a.ogg").speech.seconds == 3
    assert turn(audio="a.ogg").unheard

"""What the learner learns from lists whose truth is known, and what it says of itself."""

from __future__ import annotations

import json
from pathlib import Path

import closed_deals
import numpy as np
import pytest
from closed_deals import List

from analytics.forecast.learning import Evaluation, evaluate, measures, mixture, read
from analytics.forecast.learning.columns import columns_of
from analytics.forecast.learning.reading import Floats
from bot.commands.forecast import evaluation


def judged(table: List, date: str | None = None) -> Evaluation:
    return evaluate(read(table.rows, "Status", "Won"), date)


def test_it_learns_what_there_is_to_learn() -> None:
    found = judged(closed_deals.deals(240, strength=1.5))
    assert found.learned and found.parts == 25
    assert found.learner.auc > 0.7 and found.learner.brier < found.constant.brier - 0.03
    assert found.learner.brier <= found.logistic.brier and found.learner.auc >= found.logistic.auc - 0.01
    assert {"拍板人", "金额", "拜访次数"} & {learned.column for learned in found.most[:3]}


def test_of_outcomes_at_random_it_says_that_it_knows_nothing() -> None:
    found = judged(closed_deals.shuffled(closed_deals.deals(120), 3))
    assert not found.learned and found.learner == found.constant and found.learner.auc == 0.5 and not found.most


def test_by_time_it_learns_from_what_was_before() -> None:
    found = judged(closed_deals.deals(240, strength=2.0), "开始")
    assert found.folds == "time" and found.parts == 5 and found.learned


def test_nothing_in_a_list_makes_it_fail() -> None:
    table = closed_deals.deals(45, seed=5)
    table = closed_deals.with_column(table, "空", [""] * 45)
    table = closed_deals.with_column(table, "一处", ["1", *[""] * 44])
    assert judged(table).parts == 25


def test_where_only_what_leaks_is_left_nothing_is_learned() -> None:
    table = closed_deals.deals(60)
    rows = [["结果", "行", "Status"], *([row[-1], f"第{n}行", row[-1]] for n, row in enumerate(table.rows[1:]))]
    found = judged(List(rows, table.truth))
    assert found.leaking == ("结果",) and not found.learned


@pytest.mark.parametrize("rows", [400, 4_500])
def test_probabilities_are_near_the_truth(rows: int) -> None:
    """Few rows have a forest beside the line, many have boosted trees; levels that were never seen are no error."""
    table = closed_deals.deals(rows + 500, strength=1.2, customers=60)
    deals = read(table.rows, "Status", "Won")
    features = columns_of(deals.columns).features
    known, others = np.arange(rows), np.arange(rows, rows + 500)
    model = mixture.learn([feature.rows(known) for feature in features], deals.won[known])
    chances = model.chances([feature.rows(others) for feature in features])
    base = deals.won[known].mean()
    assert error(chances, table.truth[others]) < 0.5 * error(np.full(500, base), table.truth[others])


def error(chances: Floats, truth: Floats) -> float:
    return float(np.mean((chances - truth) ** 2))


def test_measures() -> None:
    won, chance = np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.9, 0.1, 0.4, 0.4])
    assert measures.auc(won, chance) == 0.875 and measures.brier(won, chance) == pytest.approx(0.135)
    assert measures.calibration_error(np.array([1.0, 0.0] * 50), np.full(100, 0.5)) == 0


def test_the_command_answers_one_object(tmp_path: Path) -> None:
    table = closed_deals.deals(60, strength=2.0)
    file = tmp_path / "deals.csv"
    file.write_bytes(table.text(";").replace("¥", "￥").encode("gbk"))
    answer, status = evaluation(file, "Status", "Won")
    assert status == 0 and answer["rows"] == 60 and answer["won"] == int(table.won.sum())
    assert {"auc", "brier", "calibration_error"} <= answer.keys() & answer["constant"].keys() & answer[
        "logistic"
    ].keys()
    assert "「编号」" in answer["note"] and json.loads(json.dumps(answer)) == answer
    assert evaluation(file, "Status", "Won") == (answer, 0)


@pytest.mark.parametrize(
    ("rows", "label", "won", "words"),
    [(60, "Stage", "Won", "没有「Stage」"), (60, "Status", "赢", "从来没有「赢」"), (20, "Status", "Won", "数据不足")],
)
def test_what_cannot_be_done_is_one_clear_line(tmp_path: Path, rows: int, label: str, won: str, words: str) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(closed_deals.deals(rows).text(), "utf-8-sig")
    answer, status = evaluation(file, label, won)
    assert status == 1 and words in answer["error"]


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(closed_deals.deals(60).text() + "只有一格\n", "utf-8")
    answer, status = evaluation(file, "Status", "Won")
    assert status == 1 and answer["skipped"]["lines"] == [62] and "第 62 行" in answer["note"]

"""Lists of closed deals with a known truth: each deal has the probability with which it was drawn as won or lost."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

SOURCES = ("展会", "转介绍", "官网", "电话", "")
INDUSTRIES = ("建材", "医院", "学校", "机械制造", "物业")
SOURCE_WORTH = {"转介绍": 0.9, "展会": 0.2, "官网": -0.3, "电话": -0.6, "": -0.2}
FIRST = date(2024, 1, 1)


@dataclass(frozen=True)
class List:
    """Rows with their heading, and each row's true probability."""

    rows: list[list[str]]
    truth: np.ndarray

    def text(self, separator: str = ",") -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=separator).writerows(self.rows)
        return out.getvalue()

    @property
    def won(self) -> np.ndarray:
        return np.array([float(row[-1] == "Won") for row in self.rows[1:]])


def deals(
    rows: int,
    seed: int = 0,
    *,
    strength: float = 1.0,
    shift: float = -0.2,
    customers: int = 0,
    straight: bool = False,
    noise_columns: int = 0,
) -> List:
    """`strength` 0 has nothing to learn; `straight`: only effects that a logistic regression sees."""
    rng = np.random.default_rng(seed)
    source, industry = rng.integers(0, len(SOURCES), rows), rng.integers(0, len(INDUSTRIES), rows)
    rep = rng.integers(0, 12, rows)
    rep_worth = rng.normal(0, 0.5, 12)
    amount = np.exp(rng.normal(12, 1.0, rows))
    visits = rng.poisson(4, rows)
    decider = rng.random(rows) < 0.6
    opened = rng.integers(0, 900, rows)
    length = rng.gamma(4, 12, rows).astype(int)
    customer = rng.integers(0, max(customers, 1), rows)
    customer_worth = rng.normal(0, 0.7, max(customers, 1))
    effect = (
        np.array([SOURCE_WORTH[name] for name in SOURCES])[source]
        + rep_worth[rep]
        - 0.4 * (np.log(amount) - 12)
        + 0.25 * (visits - 4)
        + np.where(decider, 0.6, -0.9)
        + (customer_worth[customer] if customers else 0)
    )
    if not straight:
        effect += np.where(decider & (visits > 4), 0.9, 0) - 0.02 * np.abs(length - 45)
    truth = 1 / (1 + np.exp(-(shift + strength * effect)))
    won = rng.random(rows) < truth
    missing = rng.random((rows, 2)) < 0.12
    head = [
        "编号",
        "来源",
        "行业",
        "销售",
        "金额",
        "拜访次数",
        "拍板人",
        "开始",
        "结束",
        "备注",
        *(["客户"] if customers else []),
    ]
    head += [f"杂项{n}" for n in range(noise_columns)] + ["Status"]
    found = [head]
    for n in range(rows):
        start = FIRST + timedelta(days=int(opened[n]))
        row = [
            f"D{n:06d}", SOURCES[source[n]], INDUSTRIES[industry[n]], f"销售{rep[n]}",
            "" if missing[n, 0] else money(amount[n], n), "" if missing[n, 1] else str(visits[n]),
            "是" if decider[n] else "否", start.isoformat(),
            (start + timedelta(days=int(length[n]))).strftime("%Y/%m/%d"),
            f"第{n}次沟通,客户说{rng.integers(1e9)}", *([f"客户{customer[n]}"] if customers else []),
            *(rng.choice(["甲", "乙", "丙"], noise_columns)), "Won" if won[n] else "Lost",
        ]  # fmt: skip
        found.append([str(cell) for cell in row])
    return List(found, truth)


def money(yuan: float, form: int) -> str:
    """A sum as people write it, in one of several forms."""
    return (f"{yuan / 1e4:.4f}万", f"{yuan:,.0f}", f"¥{yuan:.0f}", f"{yuan:.2f}")[form % 4]


def shuffled(table: List, seed: int) -> List:
    """The same deals with their outcomes exchanged at random: nothing can be learned."""
    rng = np.random.default_rng(seed)
    outcomes = rng.permutation([row[-1] for row in table.rows[1:]])
    return List(
        [table.rows[0], *([*row[:-1], str(end)] for row, end in zip(table.rows[1:], outcomes, strict=True))],
        table.truth,
    )


def with_column(table: List, name: str, cells: Sequence[str]) -> List:
    """The table with a column more."""
    rows = [[name, *table.rows[0]], *([cell, *row] for cell, row in zip(cells, table.rows[1:], strict=True))]
    return List(rows, table.truth)

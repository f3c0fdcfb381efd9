"""What an embedder's nearness is worth, found with the starter library and questions to it, some without an answer.

`python -m knowledge.calibrating [FOLDER]` prints the numbers for the model of a folder, else for the word vectors.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from config import concepts
from knowledge.embedding.embedder import Calibration, Embedder, Recalibrated, Vectors, normalised
from knowledge.embedding.onnx_model import OnnxModel
from knowledge.embedding.word_vectors import WordVectors
from knowledge.filters import Filters
from knowledge.items import Item, read_item
from knowledge.prepared import Prepared, prepare
from knowledge.search import Index
from knowledge.vector_rows import embed

STARTER = Path(__file__).parent / "starter"
QUESTIONS = Path(__file__).with_name("questions.jsonl")
KEYS = ("industry", "buyer_role")
MEANINGS = (0.2, 0.3, 0.45, 0.6, 0.8, 1.0)  # weights that are tried
TOP = 3
SURE = 0.05  # of the items are less near to their own words
REFUSED = 0.03  # of the questions that have an answer


@dataclass(frozen=True)
class Question:
    """What is asked, with which filters, and the codes of the items that answer it: none, where nothing does."""

    query: str
    filters: Filters
    answers: frozenset[str]
    band: str


class Remembering(Recalibrated):
    """An embedder that is asked for each question once, however many weights are tried."""

    def __init__(self, embedder: Embedder, calibration: Calibration) -> None:
        super().__init__(embedder, calibration)
        self._known: dict[str, Vectors] = {}

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        for text in texts:
            if text not in self._known:
                self._known[text] = super().queries([text])[0]
        return np.stack([self._known[text] for text in texts])


def starter_files() -> list[Path]:
    """The files of the library that ships with the product."""
    return sorted(STARTER.glob("*.jsonl"))


def starter_items() -> list[Item]:
    """Its items."""
    return [read_item(line) for file in starter_files() for line in _lines(file)]


def questions(file: Path = QUESTIONS) -> list[Question]:
    """Questions with their answers."""
    return [_question(line) for line in _lines(file)]


def calibrated(embedder: Embedder) -> Calibration:
    """What the nearness of this embedder is worth. Takes the time of embedding some hundred texts."""
    items, asked, thesaurus = starter_items(), questions(), concepts.load()
    embedder = Remembering(embedder, embedder.calibration)
    made = prepare(items, embed(items, embedder), embedder, thesaurus)
    indexes = {meaning: Index(items, made, weighted(embedder, meaning), thesaurus) for meaning in MEANINGS}
    best = max(MEANINGS, key=lambda meaning: _found(indexes[meaning], asked))
    return replace(fitted(weighted(embedder, best), indexes[best], asked), same=same_from(made, items, embedder))


def same_from(made: Prepared, items: Sequence[Item], embedder: Embedder) -> float:
    """From which nearness on two texts say the same: between that of an item's words to the item and that to the
    nearest other."""
    near = normalised(embedder.documents([item.body for item in items]) - made.centre) @ made.wholes.T
    own = near.diagonal().copy()
    np.fill_diagonal(near, -1)
    return round(float(np.quantile(own, SURE) + near.max()) / 2, 2)


def weighted(embedder: Embedder, meaning: float) -> Embedder:
    """The embedder with this weight of meaning beside words, and nothing else known of its nearness."""
    return Recalibrated(embedder, Calibration(meaning, bias=0, score=1, title=0, least=0))


def _found(index: Index, asked: Sequence[Question]) -> int:
    """How often an answer comes first, and how often it is among three, together."""
    found = 0
    for question in asked:
        codes = [hit.item.code for hit in index.nearest(question.query, question.filters, TOP)]
        found += sum(not question.answers.isdisjoint(codes[:count]) for count in (1, TOP))
    return found


def fitted(embedder: Embedder, index: Index, asked: Sequence[Question]) -> Calibration:
    """The embedder's calibration: a logistic regression of whether a question has an answer on its best hit."""
    from sklearn.linear_model import LogisticRegression

    evidence = [hits[0][:2] if (hits := index.evidence(one.query, one.filters, 1)) else (0.0, 0.0) for one in asked]
    answered = np.array([bool(one.answers) for one in asked])
    model = LogisticRegression(C=1e4, class_weight="balanced").fit(np.array(evidence), answered)
    (score, title), bias = model.coef_[0], model.intercept_[0]
    found = replace(embedder.calibration, bias=float(bias), score=float(score), title=float(title))
    sure = [found.confidence(*pair) for pair, has in zip(evidence, answered, strict=True) if has]
    return replace(found, least=float(np.quantile(sure, REFUSED)))


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def _question(line: dict[str, Any]) -> Question:
    lists = {
        key: line[key] if isinstance(line.get(key), list) else [line[key]] if line.get(key) else [] for key in KEYS
    }
    budget = line.get("budget")
    ends: Any = budget if isinstance(budget, list) else [budget, budget]
    fen = None if budget is None else (round(ends[0] * 100), round(ends[1] * 100))
    filters = Filters(tuple(lists["industry"]), tuple(lists["buyer_role"]), fen)
    return Question(line["query"], filters, frozenset(line["gold"]), line["band"])


if __name__ == "__main__":
    chosen: Embedder = OnnxModel(Path(sys.argv[1])) if len(sys.argv) > 1 else WordVectors()
    print(calibrated(chosen))  # noqa: T201

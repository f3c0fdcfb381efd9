"""`python -m benchmarks.stance`: learns coaching/compliance/stance.json anew.

From the sentences of `data/stance.tsv` (V breaks the rule beside it, P permits; the customer's words; the answer), of
tests/coaching/sentences.yml, and of the tuning halves of the other files: never from what is held out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from benchmarks.drills import COMPLIANCE, FILE, read
from coaching.compliance import finding, stance
from coaching.replies import level

MARKED = Path(__file__).parent / "data" / "stance.tsv"
SENTENCES = Path(__file__).parents[1] / "tests" / "coaching" / "sentences.yml"
SIGN, FITTED, LEAST = 0.3, 10.0, 0.15  # what a sign counts beside letters, how closely is fitted, weights that are kept
SHORTEST = 4

Example = tuple[str, bool]  # words, and whether they break a rule


def examples() -> Iterator[Example]:
    """All that is learned from."""
    for line in MARKED.read_text("utf-8").splitlines():
        kind, _, _, words = line.split("\t")
        yield words, kind == "V"
    for kinds in yaml.safe_load(SENTENCES.read_text("utf-8")).values():
        for kind, sentences in kinds.items():
            yield from ((sentence, kind == "breaks") for sentence in sentences)
    for line in read(COMPLIANCE, "tuning"):
        yield line["turns"][0]["rep"], bool(line["gold"]["violations"])
    for line in read(FILE, "tuning"):
        broken = {mark["turn"]: mark["words"] for mark in line["gold"].get("violations", ())}
        for number, turn in enumerate(line["turns"], 1):
            for sentence in re.split("(?<=[。!?！？])", turn["rep"]):
                forbidden = sentence.strip("。!?！？") in broken.get(number, "") or broken.get(number, "…") in sentence
                if len(sentence) >= SHORTEST and (forbidden or number not in broken):
                    yield sentence, forbidden


def main() -> None:
    """Learn and write."""
    marked = [(level(words).rstrip(stance.ENDS), breaks) for words, breaks in examples()]
    counts = CountVectorizer(analyzer=lambda words: sorted(stance.pieces_of(words)), binary=True)
    letters = normalize(counts.fit_transform([words for words, _ in marked]).astype(float))
    signs = csr_matrix(np.array([finding.signs_in(words) for words, _ in marked], dtype=float) * SIGN)
    model = LogisticRegression(C=FITTED, class_weight="balanced", max_iter=5000)
    model.fit(hstack([letters, signs]).tocsr(), [breaks for _, breaks in marked])
    learned, names = model.coef_[0], counts.get_feature_names_out()
    pieces = {name: round(weight, 2) for name, weight in zip(names, learned, strict=False) if abs(weight) >= LEAST}
    weights = {
        "bias": round(float(model.intercept_[0]), 3),
        "pieces": pieces,
        "signs": [round(weight * SIGN, 3) for weight in learned[len(names) :]],
    }
    stance.SHIPPED.write_text(json.dumps(weights, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""The embedded engine: what one message means.

A message is read once (names, times, sums, concepts), its intent is weighed over what was read, and the intent decides
which of it are slots.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import re
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import perf_counter

from nlu.entities.names import NameIndex, index_of
from nlu.intent.classifier import IntentModel
from nlu.intent.examples import DATA, read_examples, read_file
from nlu.intent.features import features
from nlu.lexicon import Lexicon
from nlu.reading import Reading, read
from nlu.schema import schema
from nlu.slots.filling import check_readers, fill
from nlu.text.concepts import SHIPPED, Thesaurus, shipped
from nlu.understanding import Understanding

LEARNT_THROUGH = (
    "intent/augmentation.py",
    "intent/classifier.py",
    "intent/features.py",
    "intent/training.py",
    "reading.py",
    "text/concepts.py",
    "text/plain.py",
)
ALTERNATIVES = 2
_ASKS = re.compile(r"^(?!.*(?:能|可以|可否|帮|把|请|麻烦)).*(?:吗|没有?|是不是.*|签没签)[?？。\s]*$")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class EmbeddedEngine:
    """Immutable: `with_lexicon` gives another engine that knows other names and shares the model."""

    model: IntentModel
    thesaurus: Thesaurus
    index: NameIndex
    cache: Path

    def with_lexicon(self, lexicon: Lexicon) -> EmbeddedEngine:
        return EmbeddedEngine(self.model, self.thesaurus, index_of(lexicon, self.cache), self.cache)

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        """What `text`, said at `now`, means; with `meaning` (an intent that somebody chose), what it says as that.
        Never raises on any text."""
        reading = read(text, now, self.index, self.thesaurus)
        if meaning is not None:
            first, *more = _records(meaning, 1.0, reading)
            return replace(first, more=tuple(more))
        chances = self.model.chances(features(reading))
        order = [(self.model.intents[place], float(chances[place])) for place in chances.argsort()[::-1]]
        if _no_question(order[0][0]) and _ASKS.search(text):
            order.sort(key=lambda choice: _no_question(choice[0]))
        (intent, confidence), *others = order[: 1 + ALTERNATIVES]
        first, *more = _records(intent, confidence, reading)
        return replace(first, alternatives=tuple(others), more=tuple(more))


def _no_question(intent: str) -> bool:
    return schema().intents[intent].never_a_question


def _records(intent: str, confidence: float, reading: Reading) -> list[Understanding]:
    """What is told, one Understanding for each record."""
    filled = fill(intent, reading)
    return [Understanding(intent, confidence, one.slots(), one.spans(), reading.text) for one in filled]


def load_engine(cache: Path, learnt: Path | None = None) -> EmbeddedEngine:
    """Trains once for each state of the training data and code (some seconds, said in the log), then reads arrays.
    `learnt` is a file of further examples, in the form of `nlu/data`; where it is not there, nothing was learnt yet."""
    check_readers()
    model = _model(cache, learnt)
    if not model.exists():
        began = perf_counter()
        log.warning("training the intent model, once for this state of the training data")
        # A process of its own: what training loads (scikit-learn, 150 MB) goes with it.
        files = [str(cache)] if learnt is None else [str(cache), str(learnt)]
        subprocess.run([sys.executable, "-m", "nlu.engine", *files], check=True)
        log.warning("trained the intent model in %.1f s", perf_counter() - began)
    engine = EmbeddedEngine(IntentModel.load(model), shipped(), index_of(Lexicon.of({}), cache), cache)
    gc.freeze()  # it stays: the collector need not walk through it again and again
    return engine


def prepare(cache: Path, learnt: Path | None = None) -> None:
    """Train where the model for this state of data and code is not there yet: `python -m nlu.engine CACHE [FILE]`."""
    model = _model(cache, learnt)
    if not model.exists():
        from nlu.intent.training import train

        train(read_examples(), shipped(), read_file(learnt) if learnt is not None and learnt.exists() else ()).save(
            model
        )


def _model(cache: Path, learnt: Path | None) -> Path:
    return cache / f"intents-{_state(learnt)}.npz"


def _state(learnt: Path | None) -> str:
    """Changes whenever the data, the thesauri or the code that reads training messages does."""
    here = Path(__file__).parent
    state = hashlib.sha256()
    for path in (*(here / name for name in LEARNT_THROUGH), *sorted(DATA.glob("*.yml")), *SHIPPED):
        state.update(path.read_bytes())
    if learnt is not None and learnt.exists():
        state.update(learnt.read_bytes())
    return state.hexdigest()[:16]


if __name__ == "__main__":
    prepare(*map(Path, sys.argv[1:3]))

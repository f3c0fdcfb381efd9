"""The embedded engine: what one message means."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter

from nlu.features import delexicalise, features
from nlu.intents import IntentModel
from nlu.lexicon import Lexicon
from nlu.names import NameIndex, index_of
from nlu.rasa_yaml import DATA, Example, read_examples
from nlu.understanding import Understanding

CODE = ("features.py", "training.py", "intents.py")
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class EmbeddedEngine:
    """Immutable: `with_lexicon` gives another engine that knows other names and shares the model."""

    model: IntentModel
    index: NameIndex
    cache: Path

    def with_lexicon(self, lexicon: Lexicon) -> EmbeddedEngine:
        return EmbeddedEngine(self.model, index_of(lexicon, self.cache), self.cache)

    def parse(self, text: str, now: datetime) -> Understanding:
        """What `text`, said at `now`, means. Never raises on any text."""
        names = self.index.find(text)
        scores = self.model.scores(features(delexicalise(text, [(one.start, one.end, one.kind) for one in names])))
        order = scores.argsort()[::-1]
        best, *others = ((self.model.intents[place], float(scores[place])) for place in order[:3])
        slots: dict[str, object] = {}
        spans: dict[str, object] = {}
        for name in names:
            if name.kind not in slots and best[0] not in ("out_of_scope", "help", "greet", "confirm"):
                slots[name.kind], spans[name.kind] = name.value, [name.start, name.end]
        return Understanding(best[0], best[1], slots, spans, text, tuple(others))


def load_engine(cache: Path) -> EmbeddedEngine:
    """Trains once for each state of the training data and code (a few seconds, said in the log), then reads arrays."""
    path = cache / f"intents-{_state()}.npz"
    if not path.exists():
        from nlu.training import train

        began = perf_counter()
        log.warning("training the intent model, once for this training data")
        examples = read_examples()
        train([_features(one) for one in examples], [one.intent for one in examples]).save(path)
        log.warning("trained the intent model in %.1f s", perf_counter() - began)
    return EmbeddedEngine(IntentModel.load(path), index_of(Lexicon.of({}), cache), cache)


def _features(example: Example) -> Sequence[str]:
    return list(features(delexicalise(example.text, [(one.start, one.end, one.kind) for one in example.entities])))


def _state() -> str:
    """Changes whenever the data or the code that turns it into a model does."""
    code = [Path(__file__).parent / name for name in CODE]
    state = hashlib.sha256()
    for path in (*code, *sorted(DATA.glob("*.yml"))):
        state.update(path.read_bytes())
    return state.hexdigest()[:16]

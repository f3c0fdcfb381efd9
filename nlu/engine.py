"""The embedded engine: what one message means.

A message is read once (names, times, sums, concepts), its intent is weighed over what was read, and the intent decides
which of it are slots.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nlu.entities.names import NameIndex, index_of
from nlu.intent.classifier import IntentModel
from nlu.intent.examples import DATA
from nlu.intent.features import features
from nlu.intent.trained import trained_model
from nlu.lexicon import Lexicon
from nlu.reading import Reading, read
from nlu.rules import read_all, rules
from nlu.schema import schema
from nlu.slots.filling import check_readers, fill
from nlu.text.concepts import Thesaurus, shipped
from nlu.understanding import Understanding

ALTERNATIVES = 2  # next likeliest intents that an Understanding names


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
            return _understood(meaning, 1.0, (), reading)
        chances = self.model.chances(features(reading))
        ranked = [(self.model.intents[place], float(chances[place])) for place in chances.argsort()[::-1]]
        if _is_no_question(ranked[0][0]) and rules("intents")["asks"].search(text):
            ranked.sort(key=lambda choice: _is_no_question(choice[0]))
        (intent, confidence), *others = ranked[: 1 + ALTERNATIVES]
        return _understood(intent, confidence, tuple(others), reading)


def load_engine(cache: Path, learned: Path | None = None, data: Path = DATA) -> EmbeddedEngine:
    """The engine without a lexicon. Trains it once for each state of the training data and code (some seconds, said
    in the log); afterwards it is read from the folder `cache`. `learned` is a file of further examples in the form of
    `nlu/data`; it need not be there. Raises SchemaError."""
    check_readers()
    read_all()
    return EmbeddedEngine(trained_model(cache, learned, data), shipped(), index_of(Lexicon.of({}), cache), cache)


def _is_no_question(intent: str) -> bool:
    return schema().intents[intent].never_a_question


def _understood(
    intent: str, confidence: float, alternatives: tuple[tuple[str, float], ...], reading: Reading
) -> Understanding:
    """What is reported, one Understanding for each record, the second and later ones in `more` of the first."""
    first, *more = (
        Understanding(intent, confidence, filled.slots(), filled.spans(), reading.text)
        for filled in fill(intent, reading)
    )
    return replace(first, alternatives=alternatives, more=tuple(more))

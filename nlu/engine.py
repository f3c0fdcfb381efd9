"""The embedded engine: what one message means.

A message is read once (names, times, sums, concepts), its intent is weighed over what was read, and the intent decides
which of it are slots.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nlu.acts import acts_of, understood
from nlu.entities.names import NameIndex, index_of
from nlu.intent.admission import Ranking, admitted
from nlu.intent.classifier import IntentModel
from nlu.intent.examples import DATA
from nlu.intent.features import features
from nlu.intent.trained import trained_model
from nlu.lexicon import Changes, Lexicon
from nlu.library import asks_kit
from nlu.reading import Reading, excerpt, read
from nlu.rules import read_all
from nlu.slots.filling import check_readers
from nlu.statements.factuality import statements
from nlu.text.concepts import Thesaurus, shipped
from nlu.understanding import Span, Understanding

KIT = "find_script"  # the intent of words that want everything for a visit prepared
ALTERNATIVES = 2  # next likeliest intents that an Understanding names


@dataclass(frozen=True)
class EmbeddedEngine:
    """Immutable: `with_lexicon` and `with_changes` give another engine that knows other names and shares the model."""

    model: IntentModel
    thesaurus: Thesaurus
    index: NameIndex
    cache: Path

    def with_lexicon(self, lexicon: Lexicon) -> EmbeddedEngine:
        return replace(self, index=index_of(lexicon, self.cache))

    def with_changes(self, changes: Changes) -> EmbeddedEngine:
        """The engine that knows the names after `changes`."""
        return replace(self, index=self.index.changed(changes))

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        """What `text`, said at `now`, means; with `meaning` (an intent that somebody chose), what it says as that.
        Never raises on any text."""
        reading = read(text, now, self.index, self.thesaurus)
        if meaning is None and asks_kit(text):
            meaning = KIT
        if meaning is not None:
            return understood(meaning, 1.0, (), reading)[0]
        said = statements(reading)
        ranked = admitted(self._ranked(reading), reading, said, self._weigh)
        (intent, confidence), *others = ranked[: 1 + ALTERNATIVES]
        acts = acts_of(reading, said, intent, self._weigh)
        acts = acts or understood(intent, confidence, tuple(others), reading, self._weigh)
        first, *more = acts
        return replace(first, more=tuple(more), factuality=tuple(statement.force.value for statement in said))

    def statements_of(self, text: str, now: datetime) -> list[dict[str, str]]:
        """What each statement of a message does, the pattern that says so, and what it would mean alone (`why`)."""
        reading = read(text, now, self.index, self.thesaurus)
        return [
            {
                "words": text[one.start : one.end].strip(),
                "force": one.force.value,
                "evidence": one.evidence,
                "intent": self._weigh(reading, [(one.start, one.end)])[0][0],
            }
            for one in statements(reading)
        ]

    def judged(self, ranked: Ranking, reading: Reading) -> tuple[Ranking, tuple[str, ...]]:
        """The ranking of intents as far as what the message's statements do allows, and what each of them does."""

        said = statements(reading)
        forces = tuple(statement.force.value for statement in said)
        return admitted(ranked, reading, said, self._weigh), forces

    def _weigh(self, reading: Reading, spans: Sequence[Span]) -> Ranking:
        """The intents of what stands at `spans` of a message."""
        return self._ranked(excerpt(reading, spans, self.thesaurus))

    def _ranked(self, reading: Reading) -> Ranking:
        chances = self.model.chances(features(reading))
        known, values = self.model.intents, chances.tolist()
        return [(known[place], values[place]) for place in chances.argsort()[::-1].tolist()]


def load_engine(cache: Path, learned: Path | None = None, data: Path = DATA) -> EmbeddedEngine:
    """The engine without a lexicon. Trains it once for each state of the training data and code (some seconds, said
    in the log); afterwards it is read from the folder `cache`. `learned` is a file of further examples in the form of
    `nlu/data`; it need not be there. Raises SchemaError."""
    check_readers()
    read_all()
    return EmbeddedEngine(trained_model(cache, learned, data), shipped(), index_of(Lexicon.of({}), cache), cache)

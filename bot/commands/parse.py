"""`parse`: what each message of a file means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.runtime.json_lines import BadLine, answer_each, instant, read_object
from bot.runtime.lazy_engine import load
from config.settings import Settings

KEYS = {"text", "now"}


def parse(
    lexicon: Path, engine: str, lines: Iterable[str], settings: Settings, why: bool = False
) -> Iterator[Mapping[str, Any]]:
    """One answer a line, in order; with `why` its statements beside it: the words, what they do, the rule that says so,
    and what they would mean alone. Raises LexiconError before the first where `lexicon` is no list of names."""
    from nlu.engine import load_engine
    from nlu.lexicon import Lexicon

    names = Lexicon.read(lexicon)
    loaded = load(settings, rasa=engine == "rasa").with_lexicon(names)
    explaining = load_engine(settings.cache, settings.local_examples).with_lexicon(names) if why else None

    def understood(_number: int, line: str) -> Iterator[Mapping[str, Any]]:
        message = read_message(line)
        answer = loaded.parse(*message).as_json()
        yield {**answer, "why": explaining.statements_of(*message)} if explaining is not None else answer

    yield from answer_each(lines, understood)


def read_message(line: str) -> tuple[str, datetime]:
    """The text and the moment of one line of the contract. Raises BadLine."""
    data = read_object(line)
    if unknown := sorted(set(data) - KEYS):
        raise BadLine(f"不认识的键:{'、'.join(unknown)}")
    if missing := sorted(KEYS - set(data)):
        raise BadLine(f"少了键:{'、'.join(missing)}")
    if not isinstance(data["text"], str):
        raise BadLine("text 要是文字")
    return data["text"], instant(data["now"])

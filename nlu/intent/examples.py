"""Reads the training data of `nlu/data`, which is Rasa YAML 3.1: the same files train Rasa."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

DATA = Path(__file__).parents[1] / "data"
_ANNOTATION = re.compile(r"\[([^\[\]]+)\](?:\((\w+)\)|(\{[^{}]*\}))")


@dataclass(frozen=True)
class Entity:
    """Words of an example and what they are; `value` is the normal form where the data gives one."""

    start: int
    end: int
    kind: str
    value: str | None = None


@dataclass(frozen=True)
class Example:
    """A message of the training data with its intent and the entities annotated in it."""

    text: str
    intent: str
    entities: tuple[Entity, ...] = ()


def read_examples(folder: Path = DATA) -> list[Example]:
    """All examples in order of file name and line; a text given twice with one intent counts once."""
    return _distinct(example for path in sorted(folder.glob("*.yml")) for example in read_file(path))


def read_file(path: Path) -> list[Example]:
    """The examples of one file."""
    data = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader) or {}
    blocks = data.get("nlu") or ()
    return _distinct(
        annotated(line, block["intent"]) for block in blocks for line in _lines(block.get("examples") or "")
    )


def _distinct(examples: Iterable[Example]) -> list[Example]:
    return list({(example.text, example.intent): example for example in examples}.values())


def annotated(line: str, intent: str) -> Example:
    """One line with `[words](entity)` or `[words]{"entity": …, "value": …}` taken apart."""
    text, entities, last = "", [], 0
    for found in _ANNOTATION.finditer(line):
        text += line[last : found.start()]
        detail = json.loads(found[3]) if found[3] else {"entity": found[2]}
        entities.append(Entity(len(text), len(text) + len(found[1]), detail["entity"], detail.get("value")))
        text += found[1]
        last = found.end()
    return Example(text + line[last:], intent, tuple(entities))


def _lines(block: str) -> Iterator[str]:
    for line in block.splitlines():
        if line.startswith("- "):
            yield line[2:].strip()

"""Objections: those raised in a contact, and those that somebody wants to answer or to practise."""

from __future__ import annotations

from nlu.slots.filled import Filled, Source


def objections(source: Source, filled: Filled) -> None:
    """Every objection of the record."""
    for concept in source.reading.said("objection", *source.record.stretch):
        filled.add("objection", concept.value, concept.start, concept.end)


def topic(source: Source, filled: Filled) -> None:
    """The objection to answer or practise; a bare noun (价格异议, 竞品) names one too."""
    objections(source, filled)
    if "objection" not in filled.found and not source.reading.sums:
        bare_noun(source, filled)


def bare_noun(source: Source, filled: Filled) -> None:
    """The objection that a noun alone stands for: the first."""
    for concept in source.reading.said("topic", *source.record.stretch)[:1]:
        filled.add("objection", concept.value, concept.start, concept.end)

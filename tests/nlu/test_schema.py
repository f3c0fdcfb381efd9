"""The schema: what a wrong file is told, and that everything that goes by it agrees with it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import yaml

from config import policy
from config.world import StageKey
from nlu.intent.examples import DATA, read_examples, read_file
from nlu.schema import SchemaError, SlotType, parsed, schema
from nlu.slots.filling import READERS, check_readers
from nlu.text.concepts import NOTHING

SMALLEST = """
slots:
  customer: {type: name}
  method: {type: choice, values: [phone]}
intents:
  greet: {slots: [names]}
  out_of_scope: {}
"""
WRONG = {
    "no YAML": ("slots: [", "not YAML"),
    "no mapping": ("- 1", "the file: a mapping with intents, slots"),
    "another part": (SMALLEST + "more: {}", "the file: there is no more"),
    "no slots": ("intents: {out_of_scope: {}}", "slots: a mapping by name"),
    "a type that is none": (SMALLEST.replace("type: name", "type: names"), "slots.customer: type is one of name"),
    "a choice without values": (SMALLEST.replace(", values: [phone]", ""), "slots.method: a choice has values"),
    "values that are no words": (SMALLEST.replace("[phone]", "[1]"), "slots.method.values: a list of words"),
    "a value twice": (SMALLEST.replace("[phone]", "[phone, phone]"), "slots.method.values: one of them twice"),
    "a stand-in": (
        SMALLEST.replace("type: name", "type: name, stand_in: 1"),
        "slots.customer.stand_in",
    ),
    "a slot that is none": (SMALLEST.replace("[names]", "[contact]"), "intents.greet.slots: there is no slot contact"),
    "a key that is none": (SMALLEST.replace("[names]", "[], reads: [x]"), "intents.greet: there is no reads"),
    "a flag that is none": (SMALLEST.replace("[names]", "[], corrects: 1"), "intents.greet.corrects: true or false"),
    "a number of records": (SMALLEST.replace("[names]", "[], records: 2"), "intents.greet.records: one or several"),
    "no refusal": (SMALLEST.replace("out_of_scope", "other"), "intents: out_of_scope is missing"),
}


@pytest.mark.parametrize(("text", "says"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_schema_says_what_is_wrong_and_where(text: str, says: str) -> None:
    with pytest.raises(SchemaError) as raised:
        parsed(text)
    assert says in str(raised.value)


def test_groups_of_slots() -> None:
    small = parsed(SMALLEST.replace("out_of_scope: {}", "out_of_scope: {slots: [all]}"))
    assert small.intents["greet"].slots == {"customer"}
    assert small.intents["out_of_scope"].slots == {"customer", "method"}
    assert small.carries("greet", "customer") and not small.carries("greet", "method")


def test_every_reader_is_there_and_every_one_is_used() -> None:
    check_readers()
    assert {reader for intent in schema().intents.values() for reader in intent.readers} == set(READERS)


def test_each_example_stands_in_the_file_of_its_intent() -> None:
    assert {path.stem for path in DATA.glob("*.yml")} == set(schema().intents)
    for path in DATA.glob("*.yml"):
        assert {example.intent for example in read_file(path)} == {path.stem}


def test_the_training_data_says_nothing_that_is_not_in_the_schema() -> None:
    examples = read_examples()
    assert {example.intent for example in examples} == set(schema().intents)
    for example in examples:
        for entity in example.entities:
            slot = schema().slots[entity.kind]
            assert slot.type is not SlotType.CHOICE or entity.value in (None, *slot.values), example


def test_the_thesaurus_and_the_company_have_the_same_values() -> None:
    choices = {slot.name: set(slot.values) for slot in schema().slots.values() if slot.type is SlotType.CHOICE}
    thesaurus = yaml.safe_load((Path(policy.__file__).parent / "concepts.yml").read_text("utf-8"))
    for slot, values in choices.items():
        assert set(thesaurus[slot]) - {NOTHING} == values
    assert choices["stage"] == set(get_args(StageKey))

"""Which names mean the same company or person. The table is names.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sales.names import (
    NamedCustomer,
    company_name,
    contact_name,
    is_named,
    near,
    same_company,
    same_person,
)

TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "names.yml").read_text("utf-8"))


def companies() -> list[Any]:
    return [
        (group["customers"], words, means) for group in TABLE["companies"] for words, means in group["words"].items()
    ]


@pytest.mark.parametrize(("customers", "words", "means"), companies())
def test_the_company_that_is_meant(customers: dict[str, list[str]], words: str, means: str | None) -> None:
    known = [NamedCustomer(number, name, tuple(short)) for number, (name, short) in enumerate(customers.items())]
    found = same_company(words, known)
    assert (None if found is None else known[found].name) == means


def likenesses() -> list[Any]:
    return [(group["customers"], words, likely) for group in TABLE["near"] for words, likely in group["words"].items()]


@pytest.mark.parametrize(("customers", "words", "likely"), likenesses())
def test_whom_a_misheard_or_mistyped_name_may_be_meant_for(
    customers: dict[str, list[str]], words: str, likely: list[str]
) -> None:
    known = [NamedCustomer(number, name, tuple(short)) for number, (name, short) in enumerate(customers.items())]
    assert [known[found].name for found in near(words, known)] == likely


@pytest.mark.parametrize(("stored", "typed", "named"), TABLE["named"])
def test_emoji_and_brackets_are_not_needed_to_say_a_name(stored: str, typed: str, named: bool) -> None:
    assert is_named(typed, NamedCustomer(1, stored)) is named


@pytest.mark.parametrize(("name", "core", "places"), TABLE["parts"])
def test_a_company_name_in_its_parts(name: str, core: str, places: list[str]) -> None:
    assert (company_name(name).core, company_name(name).places) == (core, set(places))


@pytest.mark.parametrize(("name", "other", "same"), TABLE["people"])
def test_the_same_person(name: str, other: str, same: bool) -> None:
    assert same_person(name, other) == same_person(other, name) == same


@pytest.mark.parametrize(("name", "parts"), TABLE["titles"])
def test_a_contacts_name_in_its_parts(name: str, parts: list[str] | None) -> None:
    found = contact_name(name)
    assert (None if found is None else [found.surname, found.given, found.title]) == parts

"""Which names mean the same company or person. The table is names.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from sales.names import NamedCustomer, company_name, contact_name, same_company, same_person

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

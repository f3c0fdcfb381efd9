"""Reading the scenarios; a mistake is named with file, line and key."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from config.yaml_lines import ConfigError, Part, read_with_lines

FOLDER = Path(__file__).parent
GENERAL = "通用"  # the industry of scenarios that are of no trade

Temper = Literal["强势", "谨慎", "爽快", "冷淡", "健谈"]
Objection = Literal["price", "feature", "decision_chain", "budget", "competitor"]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Answer(Part):
    """What the customer says when asked about something, recognised by one of the words `about`."""

    about: Annotated[tuple[Text, ...], Field(min_length=1)]
    says: Text


class Concern(Part):
    """An objection that is certain to come: how it is raised, pressed when a reply does not meet it, and given up when
    one does. `needs` are the acts of a reply that meets it."""

    objection: Objection
    raises: Text
    presses: Text
    presses_again: Text
    softens: Text
    needs: Annotated[tuple[Text, ...], Field(min_length=1)]


class Script(Part):
    """One scenario. `budget` is in yuan. `hidden` is the concern behind the others, told as `hidden_line` to who asks;
    `accepts` agrees to the next step, `declines` ends the talk without."""

    id: Text
    title: Text
    industry: Text
    buyer_role: Text
    budget: int
    temper: Temper
    power: Literal["拍板人", "影响者", "使用者", "采购", "把关人"]
    product: Text
    situation: Text
    goal: Text
    hidden: Text
    hidden_line: Text
    concerns: Annotated[tuple[Concern, ...], Field(min_length=2)]
    answers: tuple[Answer, ...] = ()
    key_points: Annotated[tuple[Text, ...], Field(min_length=2)]
    forbidden: tuple[Text, ...] = ()
    reference: Text
    accepts: Text
    declines: Text

    @property
    def objection(self) -> str:
        """The one that is practised here before all: the first."""
        return self.concerns[0].objection


class ScenarioFile(Part):
    """The scenarios of a trade."""

    scenarios: tuple[Script, ...]


@lru_cache(maxsize=1)
def scripts(folder: Path = FOLDER) -> dict[str, Script]:
    """All scenarios by their id, in the order of the files' names. Raises ConfigError."""
    found: dict[str, Script] = {}
    for path in sorted(folder.glob("*.yml")):
        file, _ = read_with_lines(path, ScenarioFile)
        for script in file.scenarios:
            if script.id in found:
                raise ConfigError(f"{path}: id「{script.id}」已经有了")
            found[script.id] = script
    return found

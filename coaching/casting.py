"""Which scenario is practised: the one nearest to what is wished, and whom its customer is then.

In: the scenarios and a `Wish`. Out: scenarios, the nearest first. The trade decides before the post, the post before
the rest; where no scenario is of the trade and post that are wished, one of no trade takes the part, and nobody else's.
What is wished and what is not in a scenario (a budget, a temper, a name) is taken over into its customer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from coaching.scenarios import GENERAL, Concern, Script
from config.yaml_lines import Part, read

ROLE, OBJECTION, TEMPER, PRACTISED, NEAR = 3.0, 4.0, 2.0, 1.5, 0.5
SAME_ROLE = 0.5  # how like two posts must be to be played by one another's lines
OF_NO_TRADE, OF_ANOTHER = -20.0, -40.0
BY_EASE = ("爽快", "健谈", "谨慎", "冷淡", "强势")  # tempers, the easiest first
RANK = re.compile("(?:总监|总经理|经理|主任|主管|科长|处长|部长|负责人|老总|老板|科|处|部|总)$")
VOICES = Path(__file__).with_name("voices.yml")


class Voice(Part):
    """What lines of another temper may begin with; see voices.yml."""

    begins: tuple[str, ...]


class Voices(Part):
    """voices.yml."""

    tempers: dict[str, Voice]
    habits: str


@dataclass(frozen=True)
class Wish:
    """What is known of the customer to practise on, as people say it; `budget` in yuan. `practised`: the scenarios of
    the latest drills, the newest first. `called` is where they are where no scenario is of that trade (养猪场).
    `customer`, `contact` and `product` are of one's own records. `usual`: the trades of one's own customers."""

    industries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    objection: str | None = None
    temper: str | None = None
    budget: int | None = None
    practised: tuple[str, ...] = ()
    called: str = ""
    customer: str = ""
    contact: str = ""
    product: str = ""
    usual: tuple[str, ...] = ()
    anybody: bool = False

    @property
    def names_anything(self) -> bool:
        """Whether anything is wished at all."""
        of_whom = self.industries or self.roles or self.called or self.customer
        return bool(of_whom or self.objection or self.temper or self.anybody)


def ranked(scripts: Iterable[Script], wish: Wish) -> list[Script]:
    """The scenarios, the nearest first; among equals those not practised lately, then in their order."""
    return sorted(scripts, key=lambda script: -_nearness(script, wish))


def nearest(scripts: Iterable[Script], wish: Wish, seed: int) -> Script:
    """The scenario nearest to the wish; among equals another one with another seed."""
    return ranked(_drawn(scripts, seed), wish)[0]


def offered(scripts: Iterable[Script], wish: Wish, count: int, seed: int) -> list[Script]:
    """Scenarios to choose from: near to the wish, of as many trades as there are, others with another seed."""
    found = ranked((script for script in _drawn(scripts, seed) if script.industry != GENERAL), wish)
    firsts = {script.industry: script for script in reversed(found)}
    varied = [script for script in found if firsts[script.industry] is script]
    return [*varied, *(script for script in found if script not in varied)][:count]


def fits(script: Script, wish: Wish) -> bool:
    """Whether the scenario is of the trade and post that are wished, as far as any are; one of no trade is of none."""
    return script.industry != GENERAL and not wish.customer and _is_of(script, wish)


def names_somebody(wish: Wish) -> bool:
    """Whether a trade, place or post is wished, or somebody of one's own."""
    return bool(wish.industries or wish.roles or wish.called or wish.customer)


def cast(script: Script, wish: Wish) -> Script:
    """The scenario with the customer who is wished: another temper or budget, the post as it was said, the objection
    that is wished before the others; of one of no trade the place, the name and the product too."""
    played = _retitled(script, wish)
    if script.industry == GENERAL:
        played = _placed(played, wish)
    concerns = sorted(played.concerns, key=lambda concern: concern.objection != wish.objection)
    temper = wish.temper or script.temper
    if temper != script.temper:
        concerns = [_in_voice(concern, temper, number) for number, concern in enumerate(concerns)]
    return played.model_copy(
        update={"temper": temper, "budget": wish.budget or script.budget, "concerns": tuple(concerns)}
    )


def temper_of(level: str, before: str | None) -> str:
    """How the customer is to be so that it is `hardest`, `harder` or `easier` than one who was as `before`."""
    place = BY_EASE.index(before) if before in BY_EASE else len(BY_EASE) // 2
    if level == "hardest":
        return BY_EASE[-1]
    return BY_EASE[min(place + 1, len(BY_EASE) - 1)] if level == "harder" else BY_EASE[max(place - 1, 0)]


def _drawn(scripts: Iterable[Script], seed: int) -> list[Script]:
    drawn = list(scripts)
    Random(seed).shuffle(drawn)
    return drawn


def _nearness(script: Script, wish: Wish) -> float:
    near = ROLE * _same_post(script.buyer_role, wish.roles)
    raised = [concern.objection for concern in script.concerns]
    near += OBJECTION * ((raised[0] == wish.objection) + (wish.objection in raised)) / 2
    near += TEMPER * (script.temper == wish.temper) + NEAR * (script.industry in wish.usual)
    if script.id in wish.practised:
        near -= PRACTISED / (1 + wish.practised.index(script.id))
    if script.industry == GENERAL:
        return near + OF_NO_TRADE
    return near if fits(script, wish) else near + OF_ANOTHER


def _is_of(script: Script, wish: Wish) -> bool:
    of_trade = not wish.industries or any(name in script.industry for name in wish.industries)
    in_post = not wish.roles or _same_post(script.buyer_role, wish.roles) >= SAME_ROLE
    return not wish.called and of_trade and in_post


def _same_post(name: str, others: Sequence[str]) -> float:
    """1 for the same post, or one inside the other; less for another rank in the same department."""
    best = 0.0
    for other in others:
        if name in other or other in name:
            return 1.0
        department = RANK.sub("", other)
        if department and RANK.sub("", name) == department:
            best = 0.8
    return best


def _retitled(script: Script, wish: Wish) -> Script:
    """Its customer in the post as it was said; lines that call them by another rank call them by this."""
    role = next((role for role in wish.roles if _same_post(script.buyer_role, (role,)) >= SAME_ROLE), None)
    if role is None or role == script.buyer_role:
        return script
    ours, theirs = RANK.search(script.buyer_role), RANK.search(role)
    if ours is None or theirs is None or ours[0] == theirs[0] or RANK.sub("", role) == "":
        return script.model_copy(update={"buyer_role": role})
    replaced = _replaced(script, lambda text: text.replace(script.buyer_role, role).replace(ours[0], theirs[0]))
    return replaced.model_copy(update={"buyer_role": role})


def _placed(script: Script, wish: Wish) -> Script:
    """A scenario of no trade, at the place and for the product that are wished."""
    product = wish.product or script.product
    played = _replaced(script, lambda text: text.replace(script.product, product))
    place = wish.customer or wish.called or next(iter(wish.industries), "") or script.industry
    role = next(iter(wish.roles), "") or script.buyer_role
    who = f"{place}{wish.contact or role}" if place != GENERAL else role
    return played.model_copy(
        update={"industry": place, "buyer_role": role, "product": product, "title": f"{who}·{script.title}"}
    )


def _replaced(script: Script, change: Callable[[str], str]) -> Script:
    """The scenario with all that its people say or read changed."""
    kept = {"id", "industry", "buyer_role", "temper", "power", "budget"}

    def changed(value: object) -> object:
        if isinstance(value, str):
            return change(value)
        if isinstance(value, dict):
            return {key: inner if key == "objection" else changed(inner) for key, inner in value.items()}
        return type(value)(map(changed, value)) if isinstance(value, tuple | list) else value

    fields = script.model_dump()
    return Script.model_validate({key: value if key in kept else changed(value) for key, value in fields.items()})


def _in_voice(concern: Concern, temper: str, number: int) -> Concern:
    """A concern as somebody of this temper raises and presses it."""
    begins = voices().tempers[temper].begins

    def spoken(line: str, place: int) -> str:
        return begins[(number + place) % len(begins)] + (re.sub(voices().habits, "", line) or line)

    raised, pressed = spoken(concern.raises, 0), spoken(concern.presses, 1)
    return concern.model_copy(update={"raises": raised, "presses": pressed})


@lru_cache(maxsize=1)
def voices() -> Voices:
    """voices.yml. Raises ConfigError."""
    return read(VOICES, Voices)

"""Which scenario is practised: the one nearest to what is wished, and whom its customer is then.

In: the scenarios and a `Wish`. Out: scenarios, the nearest first. What is wished and what is not in a scenario (a
budget, a temper) is taken over into the persona.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from coaching.scenarios import Script

ROLE, INDUSTRY, OBJECTION, TEMPER, PRACTISED = 3.0, 3.0, 4.0, 1.0, 1.5


@dataclass(frozen=True)
class Wish:
    """What is known of the customer to practise on, as people say it; `budget` in yuan. `practised`: the scenarios of
    the latest drills, the newest first."""

    industries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    objection: str | None = None
    temper: str | None = None
    budget: int | None = None
    practised: tuple[str, ...] = ()

    @property
    def names_anything(self) -> bool:
        """Whether anything is wished at all."""
        return bool(self.industries or self.roles or self.objection or self.temper)


def ranked(scripts: Iterable[Script], wish: Wish) -> list[Script]:
    """The scenarios, the nearest first; among equals those not practised lately, then in their order."""
    return sorted(scripts, key=lambda script: -_nearness(script, wish))


def offered(scripts: Iterable[Script], wish: Wish, count: int, seed: int) -> list[Script]:
    """Scenarios to choose from: near to the wish, of as many trades as there are, others with another seed."""
    drawn = list(scripts)
    Random(seed).shuffle(drawn)
    found = ranked(drawn, wish)
    firsts = {script.industry: script for script in reversed(found)}
    varied = [script for script in found if firsts[script.industry] is script]
    return [*varied, *(script for script in found if script not in varied)][:count]


def fits(script: Script, wish: Wish) -> bool:
    """Whether the scenario is of the industry and role that are wished, as far as any are."""
    return (not wish.industries or _alike(script.industry, wish.industries) > 0) and (
        not wish.roles or _alike(script.buyer_role, wish.roles) > 0
    )


def cast(script: Script, wish: Wish) -> Script:
    """The scenario with the customer who is wished: another temper or budget, and the role as it was said."""
    role = next((role for role in wish.roles if _alike(script.buyer_role, (role,)) > 0), script.buyer_role)
    return script.model_copy(
        update={
            "temper": wish.temper or script.temper,
            "budget": wish.budget or script.budget,
            "buyer_role": role,
        }
    )


def _nearness(script: Script, wish: Wish) -> float:
    near = INDUSTRY * _alike(script.industry, wish.industries) + ROLE * _alike(script.buyer_role, wish.roles)
    near += OBJECTION * (script.objection == wish.objection)
    near += TEMPER * (script.temper == wish.temper)
    if script.id in wish.practised:
        near -= PRACTISED / (1 + wish.practised.index(script.id))
    return near


def _alike(name: str, others: Sequence[str]) -> float:
    """1 for the same name, or one inside the other; less for names with two characters in common."""
    best = 0.0
    for other in others:
        if name in other or other in name:
            return 1.0
        pairs = {name[place : place + 2] for place in range(len(name) - 1)}
        best = max(best, 0.5 * any(pair in other for pair in pairs))
    return best

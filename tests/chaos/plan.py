"""Which faults there are, in what order: drawn from a seed, and the same whenever it is drawn."""

from __future__ import annotations

import random

from chaos.faults import KINDS, Planned

BETWEEN = (0.1, 3.0)  # seconds from one fault to the next
SQUALL = (4, 12)  # how many faults there are until it is calm
CALM = (22.0, 26.0)  # seconds: longer than anybody may still wait then


def drawn(faults: int, seed: int, database: str, replicas: int, *, levers: bool = True) -> list[Planned]:
    """So many faults for a system on this database. Without `levers` some kinds are left out."""
    source = random.Random(f"{database} {seed}")
    kinds = {
        name: kind for name, kind in KINDS.items() if kind.often.get(database) and (levers or not kind.needs_levers)
    }
    after = {0}
    while max(after) < faults:
        after.add(max(after) + source.randint(*SQUALL))
    names = source.choices(list(kinds), [kind.often[database] for kind in kinds.values()], k=faults)
    return [
        Planned(
            name,
            round(source.uniform(*(CALM if number in after - {0} else BETWEEN)), 2),
            number in after,
            round(source.uniform(*kinds[name].seconds), 2),
            source.randrange(replicas),
            source.randint(*kinds[name].amount),
        )
        for number, name in enumerate(names)
    ]

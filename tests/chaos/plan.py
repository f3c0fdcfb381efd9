"""Which faults there are, in what order: drawn from a seed, and the same whenever it is drawn."""

from __future__ import annotations

import random

from chaos.faults import KINDS, Planned

AT_ONCE, BETWEEN = (0.1, 3.0), (5.0, 10.0)  # seconds from one fault to the next
OFTEN_AT_ONCE = 0.7


def drawn(faults: int, seed: int, database: str, replicas: int, *, levers: bool = True) -> list[Planned]:
    """So many faults for a system on this database. Without `levers` some kinds are left out."""
    source = random.Random(f"{database} {seed}")
    kinds = {
        name: kind for name, kind in KINDS.items() if kind.often.get(database) and (levers or not kind.needs_levers)
    }
    names = source.choices(list(kinds), [kind.often[database] for kind in kinds.values()], k=faults)
    return [
        Planned(
            name,
            round(source.uniform(*(AT_ONCE if source.random() < OFTEN_AT_ONCE else BETWEEN)), 2),
            round(source.uniform(*kinds[name].seconds), 2),
            source.randrange(replicas),
            source.randint(*kinds[name].amount),
        )
        for name in names
    ]

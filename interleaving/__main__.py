"""`python -m interleaving`: plays seeds, and says of each that broke a rule how to play it again."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator

from interleaving.run import Laboratory, Outcome, run

laboratory: Laboratory  # of this worker


def main() -> int:
    """Play what is asked for; returns 1 if a rule was broken."""
    arguments = argparse.ArgumentParser(prog="python -m interleaving", description=__doc__)
    arguments.add_argument("--seeds", type=int, default=100, help="how many (100)")
    arguments.add_argument("--first", type=int, default=0, help="the first of them (0)")
    arguments.add_argument("--seed", type=int, help="this one only")
    arguments.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (one for each core)")
    arguments.add_argument("--history", action="store_true", help="print what happened, step by step")
    asked = arguments.parse_args()
    seeds = [asked.seed] if asked.seed is not None else list(range(asked.first, asked.first + asked.seeds))
    began, wrong, played = time.monotonic(), 0, 0
    for outcome in outcomes(seeds, min(asked.workers, len(seeds))):
        played += 1
        if asked.history:
            say("\n".join(outcome.history))
        if outcome.violations:
            wrong += 1
            say(f"seed {outcome.seed}:", *(f"  {line}" for line in outcome.violations))
            say(f"  again: python -m interleaving --seed {outcome.seed} --history")
    sys.stderr.write(f"{played} seeds in {time.monotonic() - began:.0f} s, {wrong} broke a rule\n")
    return int(wrong > 0)


def outcomes(seeds: list[int], workers: int) -> Iterator[Outcome]:
    """How they went, in order."""
    if workers <= 1:
        with Laboratory() as own:
            yield from (run(own, seed) for seed in seeds)
        return
    with multiprocessing.get_context("spawn").Pool(workers, initializer=_open) as pool:
        yield from pool.imap(_play, seeds, chunksize=4)


def _open() -> None:
    global laboratory
    laboratory = Laboratory()


def _play(seed: int) -> Outcome:
    return run(laboratory, seed)


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

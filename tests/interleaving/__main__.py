"""`PYTHONPATH=tests python -m interleaving`: plays seeds, and says of each that broke a rule how to play it again."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from interleaving.run import Laboratory, Outcome, run

SHARE = 25  # seeds for which a worker begins anew, which takes a third of a second


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
            say(f"  again: PYTHONPATH=tests python -m interleaving --seed {outcome.seed} --history")
    sys.stderr.write(f"{played} seeds in {time.monotonic() - began:.0f} s, {wrong} broke a rule\n")
    return int(wrong > 0)


def outcomes(seeds: list[int], workers: int) -> Iterator[Outcome]:
    """How they went, in order."""
    if workers <= 1:
        with Laboratory() as laboratory:
            yield from (run(laboratory, seed) for seed in seeds)
        return
    shares = [seeds[first : first + SHARE] for first in range(0, len(seeds), SHARE)]
    with ProcessPoolExecutor(workers, multiprocessing.get_context("fork")) as pool:
        for played in pool.map(play, shares):
            yield from played


def play(seeds: list[int]) -> list[Outcome]:
    """A worker's share."""
    with Laboratory() as laboratory:
        return [run(laboratory, seed) for seed in seeds]


def say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

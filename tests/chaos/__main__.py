"""`make chaos`, or `PYTHONPATH=tests python -m chaos`: faults on the real bot, then the audit.

Figures go to the screen and into docs/benchmarks.md. The exit status is 1 where something was wrong; history, ledger
and logs of such a run are kept in var/chaos.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from benchmarks import page
from chaos.run import Options, Result, figures, run

KEPT = Path("var/chaos").resolve()
SHOWN = 40


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    arguments.add_argument("--database", choices=("postgres", "sqlite"), nargs="+", default=["postgres", "sqlite"])
    arguments.add_argument("--faults", type=int, default=200, help="in each run")
    arguments.add_argument("--seed", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("--rate", type=float, default=3.0, help="messages a second")
    given = arguments.parse_args()
    failed = False
    for database in given.database:
        results = []
        for seed in given.seed:
            say(f"\n{database}, seed {seed}: {given.faults} faults at {given.rate:g} messages a second")
            results.append(run(Options(database, given.faults, seed, given.rate), KEPT, say))
            tell(results[-1])
        text = page.table(figures(results), date.today())  # noqa: DTZ011
        say(f"\n{database}: {text}")
        page.put(f"chaos-{database}", text)
        failed = failed or any(result.verdict.violations for result in results)
    return int(failed)


def tell(result: Result) -> None:
    """What was wrong in a run."""
    violations = result.verdict.violations
    for violation in violations[:SHOWN]:
        say(f"  {violation.kind}: {violation.detail}")
    if len(violations) > SHOWN:
        say(f"  and {len(violations) - SHOWN} more")
    say(f"  {len(violations)} violations; kept in {result.kept}" if result.kept else "  nothing wrong")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

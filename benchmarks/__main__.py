"""`make bench`, or `python -m benchmarks [name …]`: figures on the screen and in docs/benchmarks.md."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from importlib import import_module

from benchmarks import page

BENCHMARKS = ("turns", "replay", "sweep", "claims", "growth", "start")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument(
        "names", nargs="*", metavar="name", help=f"of {', '.join(BENCHMARKS)}; all where none is named"
    )
    wanted = arguments.parse_args().names
    if unknown := set(wanted) - set(BENCHMARKS):
        arguments.error(f"there is no {', '.join(sorted(unknown))}")
    for name in wanted or BENCHMARKS:
        text = page.table(import_module(f"benchmarks.{name}").measure(), date.today())  # noqa: DTZ011
        sys.stdout.write(f"\n{name}: {text}")
        sys.stdout.flush()
        page.put(name, text)


if __name__ == "__main__":
    main()

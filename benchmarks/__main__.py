"""`make bench`, or `python -m benchmarks [name …]`: figures on the screen and in docs/benchmarks.md.

A benchmark is a module with `measure()`, which gives its figures. `python -m benchmarks nlu …` and `hearing …`
are apart: they measure on files that are named to them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module

from benchmarks import page

BENCHMARKS = (
    "turns",
    "replay",
    "sweep",
    "limits",
    "stored",
    "crowds",
    "drills",
    "redlines",
    "figures",
    "forecast",
    "growth",
    "imports",
    "library",
    "library_size",
    "names",
    "nearby",
    "start",
    "understanding",
)


def main() -> None:
    name, *rest = sys.argv[1:] or ("",)
    if name == "nlu":
        understanding(rest)
        return
    if name == "drills" and rest:
        from benchmarks import drills

        drills.run(rest)
        return
    if name == "hearing":
        hearing(rest)
        return
    if name == "figures" and rest:
        figures(rest)
        return
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(BENCHMARKS)}; all if none is named")
    wanted = arguments.parse_args().names
    if unknown := set(wanted) - set(BENCHMARKS):
        arguments.error(f"there is no {', '.join(sorted(unknown))}")
    for name in wanted or BENCHMARKS:
        text = page.table(import_module(f"benchmarks.{name}").measure(), date.today())  # noqa: DTZ011
        sys.stdout.write(f"\n{name}: {text}")
        sys.stdout.flush()
        page.put(name, text)


def understanding(given: Sequence[str]) -> None:
    from benchmarks import nlu

    arguments = argparse.ArgumentParser(prog="python -m benchmarks nlu", description=nlu.__doc__)
    nlu.add(arguments)
    sys.stdout.writelines(f"{line}\n" for line in nlu.run(arguments.parse_args(given)))


def hearing(given: Sequence[str]) -> None:
    from benchmarks import hearing as of_hearing

    arguments = argparse.ArgumentParser(prog="python -m benchmarks hearing", description=of_hearing.__doc__)
    of_hearing.add(arguments)
    text = page.table(of_hearing.measure(arguments.parse_args(given)), date.today())  # noqa: DTZ011
    sys.stdout.write(text)
    page.put("hearing", text)


def figures(given: Sequence[str]) -> None:
    from benchmarks import figures as of_figures

    arguments = argparse.ArgumentParser(prog="python -m benchmarks figures", description=of_figures.__doc__)
    of_figures.add(arguments)
    text = page.table(of_figures.measure(arguments.parse_args(given)), date.today())  # noqa: DTZ011
    sys.stdout.write(text)
    page.put("figures", text)


if __name__ == "__main__":
    main()

"""`python -m benchmarks NAME …`: runs one benchmark and prints its lines. A benchmark is a module with `add(parser)`,
which declares its arguments, and `run(arguments)`, which gives the lines."""

from __future__ import annotations

import argparse
import importlib
import sys

NAMES = ("nlu",)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    choice = parser.add_subparsers(dest="name", required=True)
    modules = {name: importlib.import_module(f"benchmarks.{name}") for name in NAMES}
    for name, module in modules.items():
        module.add(choice.add_parser(name, help=(module.__doc__ or "").partition("\n")[0]))
    arguments = parser.parse_args()
    sys.stdout.writelines(f"{line}\n" for line in modules[arguments.name].run(arguments))


if __name__ == "__main__":
    main()

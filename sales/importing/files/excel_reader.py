"""Reads an Excel file, as a program of its own: `python excel_reader.py FILE TARGET`, started by `excel_file`.

A small file may unpack to more than the machine has, and the library then ends its whole process: so this one has
little memory, time and disk, and nothing but the file. TARGET gets, pickled one after the other, for each sheet its
name (None ends the file), what `excel_file` needs of it and its lines, a list of PORTION at a time (an empty one ends
them). The exit status says how it went.
"""

from __future__ import annotations

import pickle
import resource
import sys
from typing import Any, BinaryIO

MEMORY, SECONDS, DISK = 2_000_000_000, 120, 800_000_000
PORTION = 500
MOST_CELLS = 8_000_000
DONE, DAMAGED, PASSWORD, TOO_MANY_CELLS, TOO_LARGE = 0, 3, 4, 5, 6  # exit statuses; any other: it was ended


class TooManyCells(Exception):
    """A sheet is larger than anybody's list."""


def main(file: str, target: str) -> int:
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, DISK)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        from python_calamine import CalamineWorkbook

        with open(target, "wb") as out:  # noqa: PTH123
            workbook = CalamineWorkbook.from_path(file)
            for name in workbook.sheet_names:
                _write(workbook.get_sheet_by_name(name), name, out)
            pickle.dump(None, out)
    except TooManyCells:
        return TOO_MANY_CELLS
    except (MemoryError, OSError):
        return TOO_LARGE
    except BaseException as error:  # the library panics on some damaged files, which is no Exception
        return PASSWORD if "assword" in str(error) else DAMAGED
    return DONE


def _write(sheet: Any, name: str, out: BinaryIO) -> None:
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise TooManyCells
    pickle.dump(name, out)
    pickle.dump((sheet.start or (0, 0), list(sheet.merged_cell_ranges or ())), out)
    portion: list[Any] = []
    for values in sheet.iter_rows():
        portion.append(values)
        if len(portion) == PORTION:
            pickle.dump(portion, out)
            portion = []
    if portion:
        pickle.dump(portion, out)
    pickle.dump([], out)


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))

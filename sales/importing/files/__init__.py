"""Files with tables: bytes in, rows of cells out, whatever program wrote them.

In: the content of a CSV or Excel file. Out: `Table`s, each with its rows, where a cell is a text, a number, a day or an
instant, or None. A file that is none, or that would fill the machine, is `NotReadable`, with a reason. Nothing in a
cell is carried out: of a formula there is only its value.
"""

from sales.importing.files.tables import LONGEST_FILE, MOST_LINES, Cell, NotReadable, Row, Table, read_tables

__all__ = ["LONGEST_FILE", "MOST_LINES", "Cell", "NotReadable", "Row", "Table", "read_tables"]

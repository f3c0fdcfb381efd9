"""Customer lists that are brought along: read, decided line by line, kept beside the company's rows, valid at once.

In: the content of a file (`files`), the company's policy, who imports and whose people they lead; a Session or, for
what takes many short transactions, the Database. Out: staged rows, a `Preview` of them, what an import has brought, and
what of it was taken back. Which headings mean what is data: config/imports.yml.
"""

from sales.importing.decisions import Importer
from sales.importing.files import MOST_LINES, NotReadable, read_tables
from sales.importing.headings import layout_of
from sales.importing.known import read as read_known
from sales.importing.lines import LONGEST, Problem, Reader
from sales.importing.preview import Counts, Example, Preview, preview
from sales.importing.staging import Superseded, begin, drop, lines_of, purge, stage
from sales.importing.switch import Brought, Stale, bring_in, plannable
from sales.importing.withdrawal import Imported, Withdrawn, go_on, latest, start, withdrawn

__all__ = [
    "LONGEST",
    "MOST_LINES",
    "Brought",
    "Counts",
    "Example",
    "Imported",
    "Importer",
    "NotReadable",
    "Preview",
    "Problem",
    "Reader",
    "Stale",
    "Superseded",
    "Withdrawn",
    "begin",
    "bring_in",
    "drop",
    "go_on",
    "latest",
    "layout_of",
    "lines_of",
    "plannable",
    "preview",
    "purge",
    "read_known",
    "read_tables",
    "stage",
    "start",
    "withdrawn",
]

"""Customer lists that are brought along: read, decided line by line, kept beside the company's rows, valid at once.

In: the content of a file (`files`), the company's policy, who imports and whose people they lead; a Session. Out:
staged rows, a `Preview` of them, what an import has brought, and what of it was taken back. Which headings mean what is
data: config/imports.yml.
"""

from sales.importing.decisions import Decisions, Importer, Values
from sales.importing.files import MOST_LINES, NotReadable, read_tables
from sales.importing.headings import Layout, layout_of
from sales.importing.known import Known
from sales.importing.known import read as read_known
from sales.importing.lines import Problem, Reader
from sales.importing.preview import SHOWN_PROBLEMS, Counts, Example, Preview, preview, summed_up
from sales.importing.staging import (
    AT_ONCE,
    Staging,
    Superseded,
    begin,
    clear_some,
    drop,
    finish,
    keep,
    lines_of,
    new_keys,
    not_needed,
    ready,
    take_over,
)
from sales.importing.switch import Brought, Stale, bring_in, brought, plannable
from sales.importing.withdrawal import Imported, Withdrawn, go_on, latest, may_take_back, start, withdrawn

__all__ = [
    "AT_ONCE",
    "MOST_LINES",
    "SHOWN_PROBLEMS",
    "Brought",
    "Counts",
    "Decisions",
    "Example",
    "Imported",
    "Importer",
    "Known",
    "Layout",
    "NotReadable",
    "Preview",
    "Problem",
    "Reader",
    "Staging",
    "Stale",
    "Superseded",
    "Values",
    "Withdrawn",
    "begin",
    "bring_in",
    "brought",
    "clear_some",
    "drop",
    "finish",
    "go_on",
    "keep",
    "latest",
    "layout_of",
    "lines_of",
    "may_take_back",
    "new_keys",
    "not_needed",
    "plannable",
    "preview",
    "read_known",
    "read_tables",
    "ready",
    "start",
    "summed_up",
    "take_over",
    "withdrawn",
]

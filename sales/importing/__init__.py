"""Customer lists that are brought along: read, decided line by line, kept beside the company's rows, valid at once.

In: the content of a file (`files`), the company's policy, who imports and whose people they lead; a Session. Out:
staged rows, a `Preview` of them, what an import has brought, and what of it was taken back. Which headings mean what is
data: config/imports.yml.
"""

from sales.importing.amending import amend, concerns, explained, shown_of
from sales.importing.amendments import ALL, UNWRITTEN, Amendments
from sales.importing.decisions import Decisions, Importer, Values
from sales.importing.files import MOST_LINES, NotReadable, read_tables
from sales.importing.headings import Layout, field_called, layout_of, likely_headings, template
from sales.importing.known import Known
from sales.importing.known import read as read_known
from sales.importing.lines import Reader
from sales.importing.outcome import Outcome, Share, outcome, share
from sales.importing.people import Problem
from sales.importing.preview import Counts, Example, Found, MaySame, Preview, lines_called, preview, summed_up
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
    waits,
)
from sales.importing.switch import Brought, Stale, bring_in, brought, plannable
from sales.importing.withdrawal import Imported, Withdrawn, go_on, latest, may_take_back, start, withdrawn

__all__ = [
    "ALL",
    "AT_ONCE",
    "MOST_LINES",
    "UNWRITTEN",
    "Amendments",
    "Brought",
    "Counts",
    "Decisions",
    "Example",
    "Found",
    "Imported",
    "Importer",
    "Known",
    "Layout",
    "MaySame",
    "NotReadable",
    "Outcome",
    "Preview",
    "Problem",
    "Reader",
    "Share",
    "Staging",
    "Stale",
    "Superseded",
    "Values",
    "Withdrawn",
    "amend",
    "begin",
    "bring_in",
    "brought",
    "clear_some",
    "concerns",
    "drop",
    "explained",
    "field_called",
    "finish",
    "go_on",
    "keep",
    "latest",
    "layout_of",
    "likely_headings",
    "lines_called",
    "lines_of",
    "may_take_back",
    "new_keys",
    "not_needed",
    "outcome",
    "plannable",
    "preview",
    "read_known",
    "read_tables",
    "ready",
    "share",
    "shown_of",
    "start",
    "summed_up",
    "take_over",
    "template",
    "waits",
    "withdrawn",
]

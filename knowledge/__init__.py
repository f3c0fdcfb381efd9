"""The script library: items as files bring them, kept as rows, and found by meaning within hard filters.

In: lines of a file (`items`), tables and documents (`files`), recordings; a question and filters (`filters`, `search`).
Out: what an import changed (`importing`), which may be taken back (`withdrawing`); hits, the best first, each with a
confidence and why it fits. `library` holds the index of a process (`search`) and
makes it anew where the library has changed: words (`lexical`), meaning (`embedding`, `vector_rows`; the nearest are
found in memory, `vectors`, or in the database, `pg_vectors`), `versions`. `trust` is what makes it trusted and learnt
from, `points` what people give to it and earn. `nearby` finds the question that is nearest in meaning to words that
nobody understood. `starter` and `questions.jsonl` are a first library and questions to it, on which `calibrating`
measures.
"""

__all__ = [
    "calibrating",
    "embedding",
    "files",
    "filters",
    "importing",
    "items",
    "library",
    "nearby",
    "pg_vectors",
    "points",
    "recordings",
    "search",
    "trust",
    "vector_rows",
    "versions",
    "withdrawing",
]

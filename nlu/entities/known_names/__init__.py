"""The names that a lexicon holds, however they are written or misheard.

In comes a `Lexicon`; out goes its `NameTable` (cached.table_of), built once (build) and mapped from a file (known),
with what has changed since beside it (table). Out goes as well what its entries mean in a text: a customer called by an
alias and the words around it (aliases.as_said), a name that only sounds like one (phonetic_match.by_sound).
"""

__all__ = [
    "aliases",
    "arrays",
    "build",
    "cached",
    "known",
    "longer_names",
    "misheard",
    "phonetic_match",
    "sorted_keys",
    "sounds",
    "spellings",
    "table",
]

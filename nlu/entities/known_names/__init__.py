"""The names that a lexicon holds, however they are written or misheard.

In comes a `Lexicon`; out goes its `NameTable` (cached.table_of), built once and kept in a folder, and what its entries
mean in a text: a customer called by an alias and the words around it (aliases.as_said), a name that only sounds like
one (phonetic_match.by_sound).
"""

__all__ = ["aliases", "cached", "longer_names", "phonetic_match", "spellings", "table"]

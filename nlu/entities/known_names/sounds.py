"""By which sounds the names of a lexicon are recognised where they are misheard."""

from __future__ import annotations

from functools import lru_cache

from nlu.entities.known_names.sorted_keys import key_of
from nlu.text.phonetics import Sound, sound_of
from nlu.text.words import is_word

Named = tuple[str, str]  # kind and value
BEGINNING = 2  # syllables by which a name is looked for first
FEWEST, MOST = 2, 5  # syllables of a name that is recognised
_FEWEST_OF = {"customer": 2, "person": 2, "product": 3}


def sound_of_name(spelling: str, kind: str, certain: bool) -> Sound:
    """The sound of a spelling that may be recognised by it; empty for customers' derived names and other kinds."""
    recognised = _FEWEST_OF.get(kind, MOST + 1) <= len(spelling) <= MOST and (certain or kind != "customer")
    return sound_of(spelling) if recognised and not (kind == "product" and is_word(spelling)) else ()


@lru_cache(maxsize=8192)
def sound_key(sound: Sound) -> int:
    """The key by which a sound is looked up."""
    return key_of(" ".join(sound))

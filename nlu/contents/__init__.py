"""What words say of a file or a recording that is to come into the script library, or is a call
with a customer.

In: a message's text, or a file's caption or name. Out: whether the library is meant; of a recording its title and tags.
The words that decide are in contents.yml of rules.
"""

from nlu.contents.reading import (
    Told,
    asks_to_fill,
    describes,
    is_call,
    means_library,
    names_library,
    seeks_in_calls,
    sought_in_calls,
    told,
    too_large,
    too_large_thing,
)

__all__ = [
    "Told",
    "asks_to_fill",
    "describes",
    "is_call",
    "means_library",
    "names_library",
    "seeks_in_calls",
    "sought_in_calls",
    "told",
    "too_large",
    "too_large_thing",
]

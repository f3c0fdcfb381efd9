"""What companies and people are called: which names mean the same one, and all names the company knows.

In: names as they are typed; a Session. Out: `CompanyName` and `ContactName` (a name in its parts), the customer or
person that is meant, the lexicon for the understanding engine.
"""

from sales.names.company_names import (
    SHORTEST,
    NamedCustomer,
    company_name,
    is_named,
    same_company,
    surely_same,
)
from sales.names.contact_names import also_called, called, contact_name, each_once, normalized, same_person
from sales.names.lexicon import LEXICON, lexicon_of, names_changed
from sales.names.near_names import near

__all__ = [
    "LEXICON",
    "SHORTEST",
    "NamedCustomer",
    "also_called",
    "called",
    "company_name",
    "contact_name",
    "each_once",
    "is_named",
    "lexicon_of",
    "names_changed",
    "near",
    "normalized",
    "same_company",
    "same_person",
    "surely_same",
]

"""What companies and people are called: which names mean the same one, and all names the company knows.

In: names as they are typed; a Session. Out: `CompanyName` and `ContactName` (a name in its parts), the customer or
person that is meant, the lexicon for the understanding engine and what has changed of it.
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
from sales.names.lexicon import (
    LEXICON,
    all_names_changed,
    changes_since,
    has_at_most,
    lexicon_of,
    members_changed,
    named_in,
    names_changed,
    names_of,
)
from sales.names.near_names import near
from sales.names.parts import part_named
from sales.names.spoken import spoken_names
from sales.names.with_products import with_product

__all__ = [
    "LEXICON",
    "SHORTEST",
    "NamedCustomer",
    "all_names_changed",
    "also_called",
    "called",
    "changes_since",
    "company_name",
    "contact_name",
    "each_once",
    "has_at_most",
    "is_named",
    "lexicon_of",
    "members_changed",
    "named_in",
    "names_changed",
    "names_of",
    "near",
    "normalized",
    "part_named",
    "same_company",
    "same_person",
    "spoken_names",
    "surely_same",
    "with_product",
]

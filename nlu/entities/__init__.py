"""Names and sums in a message.

In go a text and the names that a company knows (a `Lexicon`); out come `NameMention`s of customers, contacts, products,
article and contract numbers, members, regions, industries and buyers' roles (names.index_of, NameIndex.find), known
ones and ones that only have the form of a name, and `Sum`s of money (money.find_sums). The words that decide are in
rules/people, companies, places, codes and money. `company_forms`, `places`, `posts`
and `surnames` are used by others too; `known_names` writes a few names as they are where they were misheard.
"""

__all__ = ["company_forms", "known_names", "mentions", "money", "names", "places", "posts", "reach", "surnames"]

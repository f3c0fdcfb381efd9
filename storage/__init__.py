"""One company's database and files: the tables by area, opening and migrating the database, what a piece of work
changed and how to reverse it, media.

In: a database URL, rows, statements. Out: sessions and connections that say whether they write, and rows; instants are
aware and UTC, money is integer 分. This room decides nothing about sales or conversations; tables and columns keep
their names, because people read the database from outside.
"""

__all__ = [
    "background",
    "changes",
    "coaching",
    "conversations",
    "deals",
    "engine",
    "figures",
    "forecasts",
    "library",
    "media",
    "migrate",
    "people",
    "revisions",
    "rows",
    "statements",
    "tables",
    "teamwork",
    "weights",
]

"""Conversations of whoever brings a company's data along: a customer list is imported, an import taken back.

In: an opening (a file, a button, words). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = ["about_import", "import_customers", "undo_import"]

"""Conversations of whoever brings a company's data along: a customer list is imported, an import taken back; and of
whoever lets colleagues log in with a WeChat of their own.

In: an opening (a file, a button, words). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = ["about_import", "import_customers", "log_in_weixin", "undo_import"]

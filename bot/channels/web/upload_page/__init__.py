"""The page by which a file comes that is too large for a chat, opened by a link from there.

In: a signed link (`bot.admin.large_files`), then the session's cookie and the parts of a file. Out: `routes`, which say
how far the file has come; once it is whole, the chat goes on. The page's files lie in `page`.
"""

__all__ = ["routes"]

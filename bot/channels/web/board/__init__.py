"""The board: a page with the day's figures, opened by a link from the chat, that changes by itself.

In: a signed link (`bot.admin.board_links`), then the session's cookie. Out: `routes`, with the figures that the person
may see now as JSON, and a WebSocket that says when they are others. `contents` puts the figures together, `sessions`
says who is looking, `live` watches the database for everybody who has it open here; the page's files lie in `page`.
"""

__all__ = ["routes"]

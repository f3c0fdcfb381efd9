"""The local chat page, in a browser on any device.

In: what a page sends over its WebSocket, or uploads, becomes an `Inbound`. Out: a `Sending` is shown on every open page
of its address, and counts as sent once one of them says so. `channel` is the channel and its routes, `links` signs the
link by which a member opens the page. Inside: who is looking (viewers), the pages and files they are given (pages,
files), what a conversation looks like (entries), the open pages (connections), the demo's clock (demo_clock).
"""

__all__ = ["channel", "frames", "links"]

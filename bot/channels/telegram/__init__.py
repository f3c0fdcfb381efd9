"""Telegram over the Bot API.

In: updates, asked for by one process at a time (polling), become an `Inbound` each (intake, files). Out: a `Sending`
goes out in as many parts as it takes (channel), its buttons in rows (keyboard). `channel` is the channel; `polling`
names the lease under which one process polls.
"""

__all__ = ["channel", "checkup", "polling"]

"""Channels translate between platforms and the bot, and decide nothing else.

In: a platform's update becomes an `Inbound`, committed before the platform is answered. Out: a claimed `Sending` is
shown as far as the platform can (capabilities, export), and delivery marks what became of it. `base` is what every
channel is and what it knows of the process; `fetching` gets files that came by reference.
"""

__all__ = ["base", "capabilities", "delivery", "export", "fetching", "pictures", "simulated", "telegram", "web"]

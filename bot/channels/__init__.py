"""Channels translate between platforms and the bot, and decide nothing else.

In: a platform's update becomes an `Inbound`, committed before the platform is answered. Out: a claimed `Sending` is
shown as far as the platform can (capabilities, export), and delivery marks what became of it. `base` is what every
channel is and what it knows of the process; `configured` says which platforms the settings start; `checkup` tries
them out; `fetching` gets files that came by reference; `in_pieces` keeps to what a platform takes until somebody
writes; `troubles` notices when a platform is out of reach.
"""

__all__ = [
    "attached",
    "base",
    "capabilities",
    "checkup",
    "configured",
    "delivery",
    "export",
    "fetching",
    "ilink",
    "in_pieces",
    "official",
    "pictures",
    "platform_values",
    "simulated",
    "telegram",
    "tencent",
    "troubles",
    "web",
    "wecom",
    "wecom_app",
]

"""What the buttons of signals do: somebody else to speak to, who decides, the superior comes along, a material; and why
somebody was told.

In: an opening (a button with the deal or the signal; words that ask why). Out: each module's FLOW, for the table of
contents in `bot.handlers`.
"""

__all__ = ["ask_along", "change_contact", "send_material", "why_signal"]

"""Win probabilities and the forecast of a period, with how far both can be believed.

In: a table of closed deals (`learning`), the company's own rows (`company`). Out: win probabilities from a calibrated
model and how good it is on deals that it has not seen. docs/forecast.md is the model card.
"""

__all__ = ["company", "learning"]

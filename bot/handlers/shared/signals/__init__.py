"""What the conversations behind the buttons of signals share: the deal of a button.

In: the talk and the button's parameters. Out: the deal as it is now.
"""

__all__ = ["deal_button"]

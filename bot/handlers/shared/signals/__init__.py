"""What the conversations behind the buttons of signals share: the deal of a button, and the name of a person.

In: the talk, the button's parameters, words. Out: the deal as it is now, or a name.
"""

__all__ = ["deal_button", "person"]

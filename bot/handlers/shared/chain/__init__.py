"""What conversations share about a customer's decision chain: showing it, writing down what was said of people, and the
person whom an answer names.

In: the talk, a customer, words. Out: what is said and kept of people there, or a name.
"""

__all__ = ["person", "shown_and_told"]

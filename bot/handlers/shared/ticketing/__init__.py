"""What conversations about tickets share: whether the speaker may act on one, telling whoever has it in hand, and its
words.

In: the talk and the opening of the flow that calls a sub-flow. Out: the ticket, or None once the person has been told
why there is none.
"""

__all__ = ["about", "answering_file", "ending", "holding", "telling", "urging"]

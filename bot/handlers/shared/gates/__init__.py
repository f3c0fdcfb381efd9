"""What conversations share about the gates of stages: asking for what is missing, going on once it has come, and a
leader's override.

In: the talk and the opening of the flow that calls a sub-flow. Out: whether a deal may enter a stage at once; or a move
that was carried out, once everybody concerned has been told.
"""

__all__ = ["gate", "going_on", "overriding", "which_move"]

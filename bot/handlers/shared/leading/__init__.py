"""What leaders' conversations share: whom and which customer they mean, passing a customer on, telling a colleague.

In: the talk and the opening of the flow that calls a sub-flow. Out: what was decided, once the person has been told.
"""

__all__ = [
    "absent",
    "assigning",
    "colleagues",
    "conditions",
    "departure",
    "giving_back",
    "holding",
    "on_behalf",
    "passing_all",
    "passing_on",
    "sharing",
    "splitting",
    "spoken_of",
    "telling",
]

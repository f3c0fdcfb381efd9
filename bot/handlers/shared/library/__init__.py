"""What the conversations about the script library share: whom a script is wanted for, and putting a draft together.

In: the talk and the opening of the flow that calls. Out: filters and ids of the customer meant, a draft as the person
has confirmed it; None once they have been told why there is none.
"""

__all__ = ["drafting", "whom"]

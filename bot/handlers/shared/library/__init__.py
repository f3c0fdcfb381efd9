"""What conversations about the script library share: whom a script is wanted for (`whom`), putting a draft together
(`drafting`), changing items under their lock by whoever answers for them (`upkeep`), telling whoever was shown them
(`telling`).

In: the talk and the opening of the flow that calls. Out: filters and ids of the customer meant; a draft as the person
has confirmed it, None once they have been told why there is none; what was changed.
"""

__all__ = ["drafting", "telling", "upkeep", "whom"]

"""What conversations about the script library share: what is asked of it and for whom (`asking`), changing items under
their lock by whoever answers for them (`upkeep`), telling whoever was shown them (`telling`).

In: the talk and the opening of the flow that calls. Out: filters; what was changed.
"""

__all__ = ["asking", "telling", "upkeep"]

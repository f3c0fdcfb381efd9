"""What is said of the script library: items as words to say aloud, why they fit, and that nothing does (`scripts`);
items that are checked, change or go (`upkeep`); what new hires learn (`learning`); what is prepared for meeting
somebody (`kit`); what is wanted (`wanted`), given (`giving`) and earned (`points`).


In: facts and hits. Out: texts and buttons.
"""

__all__ = [
    "giving",
    "importing",
    "kit",
    "learning",
    "playing",
    "points",
    "recorded",
    "scripts",
    "upkeep",
    "wanted",
]

"""The scenarios that are practised: a customer, what they object to and how, what a good talk covers.

In: the YAML files beside this, one for each trade, which a trainer may edit or add to. Out: `Script`s, checked.
"""

from coaching.scenarios.reading import GENERAL, Answer, Concern, Script, scripts

__all__ = ["GENERAL", "Answer", "Concern", "Script", "scripts"]

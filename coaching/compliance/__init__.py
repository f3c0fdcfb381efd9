"""What may not be said: forbidden promises and acts in a rep's answers, where they are made, not where they are refused
or only spoken of.

In: answers, and what the scenario forbids. Out: the clauses that break a rule. `finding` reads them by the subjects of
subjects.yml and the patterns of compliance.yml; `stance` weighs, by what was learned from examples, whether somebody
commits themselves or declines.
"""

from coaching.compliance.finding import Broken, broken

__all__ = ["Broken", "broken", "finding", "stance"]

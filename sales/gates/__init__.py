"""What a deal needs before it enters a stage: files and people by company policy, and moves that wait for them.

In: a `Session`, who acts, policy, a deal and the stage it is to enter. Out: what is `missing` or was
`passed_over`, files kept with deals
(`files`), moves that wait (`requests`), and the way that a deal came (`history`).
`entering.enter` is the one way into a stage: it looks at the gate under the deal's lock. `accepted` says which files
are taken at all.
"""

from __future__ import annotations

from sales.gates.needs import Missing, is_ahead, missing, passed_over

__all__ = ["Missing", "accepted", "entering", "files", "history", "is_ahead", "missing", "passed_over", "requests"]

"""What is said of practice: whom a drill is with, its card in words and as a picture, who practised how (`drills`);
whether recordings are kept (`recordings`); that a person looks at a score again, and that drills are deleted
(`appeals`); questions and results of an exam (`exams`), recorded calls (`calls`) and what both unlock
(`unlocking`); what dimensions count (`weights`).

In: facts and cards. Out: texts, pictures and buttons.
"""

__all__ = ["appeals", "calls", "drills", "exams", "findings", "practice", "recordings", "unlocking", "weights"]

"""What is said of practice: whom a drill is with, its card in words and as a picture, who practised how (`drills`);
that a person looks at a score again, and that drills are deleted (`appeals`).

In: facts and cards. Out: texts, pictures and buttons.
"""

__all__ = ["appeals", "drills"]

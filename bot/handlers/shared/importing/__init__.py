"""What is understood at the questions about a customer list that is shown.

In: words, and the preview of the list. Out: a choice, what of the list is meant otherwise or asked, or no answer.
"""

__all__ = ["list_answers"]

"""The script library in chat: questions of how to answer a customer or what to take along come in, words to say aloud
go out, or what a champion has recorded; people say what was of use; whoever answers for items says whether they hold;
new hires learn them in order; what is missing is wanted.
"""

__all__ = [
    "assign_path",
    "doubt_script",
    "find_script",
    "learning_path",
    "new_version",
    "order_path",
    "play_item",
    "rate_script",
    "require_script",
    "review_script",
    "show_script",
    "team_learning",
    "visit_kit",
    "want_script",
    "wanted_scripts",
]

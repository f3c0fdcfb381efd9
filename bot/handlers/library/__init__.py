"""The script library in chat: questions of how to answer a customer or what to take along come in, words to say aloud
go out, or what a champion has recorded; people say what was of use, give scripts and recordings of their own and decide
on those of others; files are brought in and taken back; whoever answers for items says whether they hold; new hires
learn them in order; what is missing is wanted.
"""

__all__ = [
    "contribute_script",
    "decide_contribution",
    "decide_recording",
    "fill_library",
    "find_script",
    "import_scripts",
    "learning_path",
    "new_version",
    "play_item",
    "practise",
    "rate_script",
    "require_script",
    "review_script",
    "save_recording",
    "show_script",
    "take_back_scripts",
    "team_learning",
    "visit_kit",
    "want_script",
    "wanted_scripts",
    "which_list",
]

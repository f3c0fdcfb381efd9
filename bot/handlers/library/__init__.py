"""The script library in chat: a question of how to answer a customer comes in, words to say aloud go out, or what a
champion has recorded; files and recordings come in, and what was brought in is taken back.
"""

__all__ = [
    "decide_recording",
    "fill_library",
    "find_script",
    "import_scripts",
    "play_item",
    "save_recording",
    "take_back_scripts",
    "which_list",
]

"""What people give to the script library: scripts and recordings, which whoever leads them lets in or returns, and
files of either, which are shown first and can be taken back as a whole.

In: openings (words, files, buttons). Out: items of the library, requests to leaders, points for authors.
"""

__all__ = [
    "contribute_script",
    "decide_contribution",
    "decide_recording",
    "fill_library",
    "import_scripts",
    "save_recording",
    "take_back_scripts",
    "which_list",
]

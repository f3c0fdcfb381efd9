"""Words that answer what waits for somebody: a hand-over to decide, what a colleague wants of them.

`parse` does not know what waits; the bot asks here when something does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from nlu.rules import rules

LONGEST = 60  # characters that are read
NAME = "M"  # stands for the colleague that what waits is about
SmallTalk = Literal["tired", "laughs", "busy", "scolds", "leaves", "waits", "nothing_more"]
ActionQuestion = Literal["asks_what_counts", "asks_own_action", "asks_whether_due", "asks_workday"]
_ACTION_QUESTIONS: tuple[ActionQuestion, ...] = (
    "asks_what_counts",
    "asks_own_action",
    "asks_whether_due",
    "asks_workday",
)
_SMALL_TALK: tuple[SmallTalk, ...] = ("nothing_more", "waits", "laughs", "scolds", "busy", "leaves", "tired")
LONGEST_TALK = 16  # characters of talk that asks for nothing
_RULES = rules("replies")


def verdict(text: str, names: Iterable[str] = ()) -> bool | None:
    """Whether the words agree to a request; None if they do neither. `names` are those of whom it is about."""
    words = _with_name(text, names)
    if _RULES["refuses"].search(words):
        return False
    return True if _RULES["agrees"].search(words) else None


def goes_to(text: str, name: str) -> bool:
    """Whether the words give the customer in question to somebody of this name."""
    words = _with_name(text, (name,))
    return NAME in words and bool(_RULES["goes_to"].search(words))


def comes_along(text: str) -> bool:
    """Whether a leader's words say that they come along, or when they could (行 我五号有空)."""
    return bool(_RULES["comes_along"].search(text.strip()[:LONGEST]))


def leader_answers(text: str) -> bool:
    """Whether words are what a leader says to a rep who asked for support or leave (95折可以,再低找周总)."""
    return bool(_RULES["leader_answers"].search(text.strip()[:LONGEST]))


def no_action(text: str) -> bool:
    """Whether the words say that there was no customer action."""
    return bool(_RULES["no_action"].search(text.strip()) or _RULES["no_action_today"].search(text.strip()))


def no_action_today(text: str) -> bool:
    """Whether the words report, whatever was said before, that the day had no customer action."""
    return bool(_RULES["no_action_today"].search(text.strip()))


def announces_action(text: str) -> bool:
    """Whether the words begin by saying that the action of the day follows."""
    return bool(_RULES["announces_action"].search(text.strip()))


def replaces_action(text: str) -> tuple[str, bool] | None:
    """The action that is reported instead of the one kept, or of none, and whether that is clear by itself (动作改成…);
    None if the words replace none."""
    found = _RULES["replaces_action"].search(text.strip())
    return None if found is None else (found["what"] or found["had"], found["named"] is not None)


def none_after_all(text: str) -> bool:
    """Whether the words say that what was reported was no action of today."""
    return bool(_RULES["none_after_all"].search(text.strip()))


def action_of_yesterday(text: str) -> str | None:
    """What is reported as the action of a day that is over; None if nothing is."""
    found = _RULES["action_of_yesterday"].search(text.strip())
    return found["what"] if found else None


def reports_late(text: str) -> bool:
    """Whether the words report the action of a day that is over."""
    return action_of_yesterday(text) is not None


def action_question(text: str) -> ActionQuestion | None:
    """What the words ask about the daily action or the day it is asked on; None if they ask nothing of it."""
    words = text.strip()
    return next((kind for kind in _ACTION_QUESTIONS if _RULES[kind].search(words)), None)


def asks_about_action(text: str) -> bool:
    """Whether the words ask about the daily action."""
    return action_question(text) is not None


def holds_back(text: str) -> bool:
    """Whether the words say that what is proposed is not to be done yet (先别 再争取一周)."""
    return bool(_RULES["holds_back"].search(text.strip()))


def contact_instead(text: str) -> str | None:
    """Whom to speak to instead, in answer to the proposal to do so (换成唐工吧); None if nobody is named."""
    found = _RULES["contact_instead"].search(text.strip())
    return found["who"] if found else None


def tells_deed(text: str) -> bool:
    """Whether the words tell what was done."""
    return bool(_RULES["tells_deed"].search(text))


def tells_closing(text: str) -> bool:
    """Whether the words tell that a deal was won or lost, in so many words."""
    return bool(_RULES["tells_closing"].search(text))


def names_deal(text: str) -> bool:
    """Whether words that tell an end say that a deal has ended, and nothing else (签了, 这单丢了; not 黄了, 拿下)."""
    return bool(_RULES["names_deal"].search(text))


def achieved(text: str) -> bool:
    """Whether the words tell what was brought about, though it may lie ahead."""
    return bool(_RULES["achieved"].search(text))


def not_now(text: str) -> bool:
    """Whether the words put an answer off."""
    return bool(_RULES["not_now"].search(text.strip()))


def not_yet(text: str) -> bool:
    """Whether the words say that something was not done yet (鼎新还没去)."""
    return bool(_RULES["not_yet"].search(text.strip()))


def untells(text: str) -> bool:
    """Whether the words take back what somebody has just been told."""
    return bool(_RULES["untells"].search(text.strip()[:LONGEST]))


def gives_back(text: str, name: str = "") -> bool:
    """Whether the words give a customer just handed over back to whoever had it, called by this `name`, if one is."""
    words = _with_name(text, (name,)) if name else text.strip()[:LONGEST]
    found = _RULES["gives_back"].search(words)
    return found is not None and (not name or (found["whom"] or found["keeps"]) in (None, NAME, "他", "她", "原来的人"))


def denies(text: str) -> bool:
    """Whether the words name something that was not meant (不是青龙湖 是楚江)."""
    return bool(_RULES["not_meant"].search(text))


def meant_instead(text: str) -> tuple[str, str] | None:
    """Who was not meant, and who was (不是小满 是志远); the first is empty where only the other is named."""
    found = _RULES["meant_instead"].search(text.strip()[:LONGEST])
    return (found["wrong"] or "", found["right"] or found["right2"]) if found else None


def small_talk(text: str) -> SmallTalk | None:
    """What kind of talk that asks for nothing the words are; None if they are none."""
    words = text.strip()
    if len(words) > LONGEST_TALK:
        return None
    return next((kind for kind in _SMALL_TALK if _RULES[kind].search(words)), None)


def keeps_off_record(text: str) -> bool:
    """Whether the words begin with that nothing of them is to be written down."""
    return bool(_RULES["off_record"].search(text.strip()[:LONGEST]))


def more_wanted(text: str) -> int:
    """How many more of what was looked for are wanted: one, two for several, 0 where none are."""
    words = text.strip()
    if len(words) > LONGEST_TALK:
        return 0
    return 1 if _RULES["one_more"].search(words) else 2 if _RULES["some_more"].search(words) else 0


def says_of_use(text: str) -> bool | None:
    """Whether what was just shown was of use, as the words say; None where they say neither."""
    words = text.strip()
    if len(words) > LONGEST_TALK or not (_RULES["of_use"].search(words) or _RULES["of_no_use"].search(words)):
        return None
    return _RULES["of_no_use"].search(words) is None


def is_for_new_hires(text: str) -> bool:
    """Whether new hires are to learn what was just shown, as the words say."""
    return len(text.strip()) <= LONGEST_TALK and _RULES["for_new_hires"].search(text.strip()) is not None


def withdraws(text: str) -> bool:
    """Whether the words take back what the speaker has just asked for or handed over."""
    return bool(_RULES["withdraws"].search(text.strip()[:LONGEST]))


def nudge_answer(text: str) -> Literal["done", "stop"] | None:
    """Whether the words say of what was just urged that it is done, or that the bot is to stop; None for neither."""
    words = text.strip()[:LONGEST]
    if _RULES["stop_urging"].search(words):
        return "stop"
    return "done" if _RULES["done_already"].search(words) else None


def takes_note(text: str) -> bool:
    """Whether a leader's words say no more to an alert than that it is seen, or in hand."""
    return bool(_RULES["takes_note"].search(text.strip()[:LONGEST]))


def asks_where_gone(text: str) -> bool:
    """Whether the words, without the customer's name, ask where something that somebody had has gone."""
    return bool(_RULES["asks_where_gone"].search(text.strip()[:LONGEST]))


def asks_whose_at_last(text: str) -> bool:
    """Whether it is asked to whom something fell that two people claimed (最后归谁了, 定了没)."""
    return bool(_RULES["asks_whose_at_last"].search(text.strip()[:LONGEST]))


def points_at_claim(text: str) -> bool:
    """Whether the words point at a customer that two people claimed, without its name (那家, 我报的那条, 撞单)."""
    return bool(_RULES["points_at_claim"].search(text.strip()[:LONGEST]))


def takes_in_hand(text: str) -> bool:
    """Whether a leader's words say that they do something about it themselves, not only that it is seen."""
    return bool(_RULES["takes_in_hand"].search(text.strip()[:LONGEST]))


def wants_reminder(text: str) -> bool | None:
    """Whether the words agree to be reminded; None if they say neither yes nor no to it."""
    words = text.strip()[:LONGEST]
    if _RULES["wants_no_reminder"].search(words):
        return False
    return True if _RULES["wants_reminder"].search(words) else None


def all_of_them(text: str) -> bool:
    """Whether the words answer everything that waits."""
    return bool(_RULES["all_of_them"].search(text))


def _with_name(text: str, names: Iterable[str]) -> str:
    words = text.strip()[:LONGEST]
    for name in names:
        for called in (name, name[1:], name[-1:] + "姐", name[-1:] + "哥", name[:1] + "姐", name[:1] + "哥"):
            if len(called) > 1 and called in words:
                words = words.replace(called, NAME)
                break
    return words

"""A sum that was spoken, and perhaps misheard, is asked before it is kept: one ten times the deal's or a tenth of it,
and one of whose words the hearing was not sure. What was typed is kept as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice
from bot.messaging import media_received
from bot.turn.opening import Opening, Talk
from bot.turn.references import labels
from bot.turn.undo import correctable
from bot.wording import heard as wording
from bot.wording.values import say_money
from nlu.understanding import Understanding
from sales.deals import DealFact
from sales.followups import FollowUpDraft

DIGITS = dict(zip("零一二两三四五六七八九", "01223456789", strict=True))
TENFOLD = 10
AROUND = 1.3  # a sum that is so near to the deal's once its point is moved was probably misheard
OTHER = 0


@dataclass(frozen=True)
class DoubtfulSum:
    """A sum of a draft (`field`: amount_fen or budget_fen) with those that may be meant, the likeliest first; in 分."""

    field: str
    heard: int
    meant: tuple[int, ...]


async def sure_of_sum(talk: Talk, opening: Opening, draft: FollowUpDraft, deal: DealFact | None) -> FollowUpDraft:
    """The draft, its sum as the person says that it is where it is in doubt."""
    if draft.amount_fen is None and draft.budget_fen is None:
        return draft
    known = deal.amount_fen if deal is not None else None
    doubt = await talk.query("heard_sum", doubtful_sum, opening.run, draft, known)
    if doubt is None:
        return draft
    choices = [*(Choice(say_money(fen), fen) for fen in doubt.meant), Choice(wording.OTHER_SUM, OTHER)]
    right = await talk.ask("which_sum", wording.which_sum(say_money(doubt.heard)), choices, read_sum)
    if right == OTHER:
        right = await talk.ask("right_sum", wording.WHAT_SUM, parse=read_sum)
    if doubt.field == "budget_fen":
        return replace(draft, budget_fen=(right, right))
    return replace(draft, amount_fen=right)


def doubtful_sum(session: Session, run_id: int, draft: FollowUpDraft, known: int | None) -> DoubtfulSum | None:
    """The sum of the draft that is in doubt; None where none is, or nothing was spoken. `known` is the deal's own."""
    media = media_received.heard_as(session, run_id, draft.said)
    if media is None:
        return None
    for field, fen in sums_of(draft):
        ten = next((at for at in (fen * TENFOLD, fen // TENFOLD) if known and _is_near(at, known)), None)
        if ten is not None:
            return DoubtfulSum(field, fen, (ten, fen))
        if any(_is_of(fen, words) for words in media.unsure):
            others = (known,) if known and known != fen else ()
            return DoubtfulSum(field, fen, (fen, *others))
    return None


def sums_of(draft: FollowUpDraft) -> list[tuple[str, int]]:
    """The single sums of a draft, by their fields."""
    low, high = draft.budget_fen or (None, None)
    amount = [("amount_fen", draft.amount_fen)] if draft.amount_fen else []
    return [*amount, *([("budget_fen", low)] if low is not None and low == high else [])]


def read_sum(text: str, understanding: Understanding, asked: Asked) -> int | NotAnAnswer:
    """A sum: a label, or one said now."""
    if (said := correctable.sum_said(understanding)) is not None:
        return said
    choice = labels.named(asked.choices, text)
    return int(choice.answer) if choice is not None else NotAnAnswer(wording.WHAT_SUM)


def _is_of(fen: int, words: str) -> bool:
    """Whether words that were not heard well may be figures of this sum (四十八, 48 of 480,000)."""
    digits = "".join(DIGITS.get(letter, letter) for letter in words if letter in DIGITS or letter.isascii())
    digits = "".join(filter(str.isdigit, digits)).strip("0")
    return bool(digits) and digits in str(fen)


def _is_near(fen: int, known: int) -> bool:
    return known / AROUND <= fen <= known * AROUND

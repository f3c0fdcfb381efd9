"""Words about a script that was just found: another, the second, shorter, for another trade, of use, wanted (换一条,
第二条, 短点, 只要诊所的, 记到悬赏). They are about it, and never logged of a customer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.admin.library import SEARCH
from bot.conversation.messages import Offer
from bot.messaging import offers
from bot.turn import names, router
from bot.turn.context import TurnContext
from bot.turn.references.labels import pick, tidy
from bot.turn.run_stack import OpenRun
from bot.turn.runs import Runs
from bot.wording.library import scripts as wording
from bot.wording.offers import FindScripts, RateScript, ShowScript, WantScript
from knowledge import importing
from knowledge.filters import known_values
from nlu import giving
from nlu.library import hits
from nlu.understanding import Understanding
from storage.background import Job
from storage.conversations import Run

DOUBTS = "doubt_script"  # the flow
FLOWS = frozenset({FindScripts.flow, RateScript.flow, ShowScript.flow, WantScript.flow, DOUBTS, "look_up", "play_item"})
LATELY = timedelta(minutes=30)  # in which words may still be about what was found
PLAIN = frozenset({"more", "whole", "shorter", "wished", "used"})  # said of nothing but a script, whatever came since
MAY_BE_OF_IT = PLAIN | {"useless", "place", "collected"}  # said so of one that was shown after the question that waits
ANYBODY = "通用"
READ = 5  # searches looked through
KNOWN = 200  # industries, and roles of the library
Meaning = Callable[[TurnContext, str], Understanding]


@dataclass(frozen=True)
class Search:
    """What was looked for last, as FindScripts says it, and when; the items that were shown last, by their codes, from
    place `skip` on."""

    offer: FindScripts
    at: datetime
    codes: Sequence[str]
    skip: int


def answered(context: TurnContext, runs: Runs, run: OpenRun | None, text: str, meaning: Meaning) -> bool:
    """Whether the words were about a script that was found, and were carried out."""
    said = hits.of_hit(text)
    if said is None or context.speaker.id is None:
        return False
    last = _last(context)
    if _is_for_another(context, runs, run, text, said, last):
        return False
    if last is None:
        return _without_hit(context, said)
    if (
        said.what == "narrowed"
        and "customer" in names.within_scope(context.session, context.speaker, meaning(context, text)).slots
    ):
        return False
    if said.what in ("doubted", "asked"):
        return _doubted(context, runs, last, said, text)
    opened = _opened(context, last, said)
    if opened is None:
        return False
    if isinstance(opened, str):
        context.say(opened)
    else:
        told = text if opened.flow in (RateScript.flow, ShowScript.flow) else ""
        runs.open(context.rules.table.by_name[opened.flow], text=told, params=opened.params)
    return True


def _is_for_another(
    context: TurnContext, runs: Runs, run: OpenRun | None, text: str, said: hits.OfHit, last: Search | None
) -> bool:
    """Whether the words are a choice of the question that waits, or may be said to it; or to what came after the
    script, where other things can be meant."""
    waiting, is_plain = runs.as_waiting(run), said.is_plain and said.what in PLAIN
    if router.opening_command(text, context.rules.table) is not None:
        return True
    if run is not None and waiting is not None and not waiting.is_stale:
        is_later = last is not None and last.at > run.row.updated_at and said.what in MAY_BE_OF_IT
        return not (is_plain or is_later) or pick(waiting.ask.choices, tidy(text)) is not None
    return not is_plain and not _is_newest(context)


def _is_newest(context: TurnContext) -> bool:
    """Whether nothing was opened since a script was shown."""
    mine = (col(Run.conversation_id) == context.conversation_id, col(Run.updated_at) >= context.now - LATELY)
    newest = select(col(Run.flow)).where(*mine).order_by(col(Run.updated_at).desc(), col(Run.id).desc()).limit(1)
    return context.session.execute(newest).scalar() in FLOWS


def _last(context: TurnContext) -> Search | None:
    """What was looked for last, lately."""
    mine = (
        col(Job.conversation_id) == context.conversation_id,
        col(Job.kind) == SEARCH,
        col(Job.status) == "done",
        col(Job.ordered_at) >= context.now - LATELY,
    )
    found = context.session.execute(select(Job).where(*mine).order_by(col(Job.id).desc()).limit(READ)).scalars().all()
    shown = next((job for job in found if job.result and job.result["hits"]), None)
    if not found:
        return None
    args: Mapping[str, Any] = found[0].args
    low, high = args["budget_fen"] or (None, None)
    offer = FindScripts(
        args["query"],
        "、".join(args["industry"]),
        "、".join(args["buyer_role"]),
        low,
        high,
        skip=args["skip"],
        count=args["count"],
        kinds="、".join(args.get("kinds", ())) or None,
        must=args.get("must"),
        **_about(context),
    )
    codes = [hit["code"] for hit in (shown.result or {}).get("hits", ())] if shown is not None else []
    return Search(offer, found[0].ordered_at, codes, shown.args["skip"] if shown is not None else 0)


def _about(context: TurnContext) -> Mapping[str, Any]:
    """The customer and the deal that the script was looked for with."""
    rated = _rating(context)
    return {name: rated[name] for name in ("customer", "deal") if rated and rated.get(name) is not None}


def _rating(context: TurnContext, place: int = 0) -> Mapping[str, Any] | None:
    """What the newest button says that calls an item of use: that in a place, where several were shown."""
    since = context.now - LATELY
    shown = offers.newest_opening(context.session, context.conversation_id, RateScript.flow, since)
    params = [one["params"] for one in shown.choices if one.get("opens") == RateScript.flow] if shown else []
    useful = [given for given in params if given.get("useful")] or params
    return useful[max(place - 1, 0)] if len(useful) >= max(place, 1) else None


def _without_hit(context: TurnContext, said: hits.OfHit) -> bool:
    """Words that only a script can be meant by, where none was found lately, are asked about."""
    if not said.is_plain or said.what not in ("more", "wished"):
        return False
    if said.what == "wished" and said.words:
        return False
    context.say(wording.ASK_FOR_IT)
    return True


def _doubted(context: TurnContext, runs: Runs, last: Search, said: hits.OfHit, text: str) -> bool:
    """Whether the one item shown is doubted, or asked about; asked which, where several were shown."""
    if len(last.codes) > 1:
        context.say(wording.WHICH_DOUBTED)
    elif last.codes:
        params = {"code": last.codes[0], "asks": said.what == "asked"}
        runs.open(context.rules.table.by_name[DOUBTS], text=text, params=params)
    return bool(last.codes)


def _opened(context: TurnContext, last: Search, said: hits.OfHit) -> Offer | str | None:
    """What the words open, or what is said at once; None where nothing is meant."""
    offer, codes = last.offer, last.codes
    match said.what:
        case "more":
            return offer.at(max(offer.skip, last.skip + len(codes)), said.count)
        case "place" if said.place == hits.BEFORE:
            return offer.at(last.skip - 1, 1) if last.skip else wording.FIRST_ONE
        case "place" if len(codes) > 1:
            return ShowScript(codes[said.place - 1]) if said.place <= len(codes) else wording.NOT_SO_MANY
        case "place":
            return ShowScript(codes[0]) if said.place == last.skip + 1 and codes else offer.at(said.place - 1, 1)
        case "whole" | "shorter":
            return ShowScript(codes[0]) if codes else None
        case "kind":
            return FindScripts(offer.query, offer.industry, offer.buyer_role, kinds=said.words)
        case "narrowed":
            return _narrowed(context, offer, said.words)
        case "wished":
            return WantScript(said.words or offer.query or "", offer.industry, offer.buyer_role)
        case "collected":
            return wording.NOT_COLLECTED
        case _:
            rated = _rating(context, said.place)
            return None if rated is None else RateScript(**{**rated, "useful": said.what == "used"})


def _narrowed(context: TurnContext, offer: FindScripts, words: str) -> FindScripts:
    """The same question for whom the words name, as the library or the trade calls them; else with the words in it."""
    if ANYBODY in words:
        return FindScripts(offer.query, customer=offer.customer, deal=offer.deal)
    known = importing.industries_and_roles(context.session, KNOWN)
    synonyms = context.rules.policy.library.synonyms
    industries, roles = giving.whom(words, known)
    industries = known_values([words], known[0], synonyms) or industries
    roles = known_values([words], known[1], synonyms) or roles
    if not industries and not roles:
        return FindScripts(f"{words} {offer.query}", customer=offer.customer, deal=offer.deal)
    by_role = "、".join(roles) or ("" if industries else offer.buyer_role)
    by_trade = "、".join(industries) or offer.industry
    return FindScripts(offer.query, by_trade, by_role, customer=offer.customer, deal=offer.deal, must=True)

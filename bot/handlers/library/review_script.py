"""Whoever answers for an item says whether it still holds: 还对 / 要改 / 下架, by a tap, or in words with its title.

Those that are due come one by one. Words that name an item in part only are shown what they mean before it goes; who
was shown an item lately hears that it changed or went.
"""

from __future__ import annotations

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Asked, Flow, NotAnAnswer, Phrase
from bot.conversation.messages import Choice
from bot.handlers.shared.library import upkeep
from bot.handlers.shared.library.telling import tell_changed, tell_retired, who_saw
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from bot.wording.library import upkeep as wording
from bot.wording.offers import ReviewScript
from config.names import as_compared
from knowledge.items import ItemProblem, read_body
from knowledge.points import uses
from knowledge.trust import care
from knowledge.trust.care import ScriptFact
from nlu import library as said
from nlu.understanding import Understanding

SHOWN = 4  # items to choose from
FAULTS = 2  # of what people say against an item
SHORTEST, CLAIMED = 6, 12  # characters of what an item says, and of what may be nothing else
NODS = frozenset({"confirm", "deny", "cancel", "greet", "help", "undo"})


async def review_script(talk: Talk, opening: Opening) -> None:
    offer = ReviewScript.of(opening.params)
    verdict = offer.verdict
    if offer.code is not None:
        fact = await talk.query("item", upkeep.may_change, talk.speaker, offer.code)
        if fact is None:
            there = await talk.query("there", care.get, offer.code)
            return await talk.say(wording.NOT_YOURS if there is not None else wording.GONE)
    else:
        spoken = said.verdict_on(opening.text)
        if spoken is None or spoken.what == "asks":
            return await show_next(talk, opening)
        verdict = spoken.what
        fact = await named(talk, spoken.title, doubtful=verdict == "retire")
        if fact is None:
            return
    match verdict:
        case "holds":
            await hold(talk, opening, fact)
        case "change":
            await change(talk, opening, fact)
        case "retire":
            await retire(talk, opening, fact)
        case _:
            faults = await talk.query("faults", uses.faults, fact.code, FAULTS)
            await talk.say(wording.to_check(talk.policy, fact, 0, faults), wording.verdicts(fact))
    if offer.code is not None and verdict is not None:
        await show_next(talk, opening, said_if_none=False)


async def named(talk: Talk, title: str, *, doubtful: bool) -> ScriptFact | None:
    """The item that is the speaker's and that a title means: asked which where there are several, and whether it is
    meant where something is to go whose title was not said in full; None once the person has been told why."""
    found = await talk.query("named", care.named, access.scripts(talk.speaker), title)
    if not found:
        await talk.say(wording.not_found(title))
        return None
    if len(found) > 1:
        choices = [Choice(f"{n}.{fact.title[:20]}", fact) for n, fact in enumerate(found[:SHOWN], 1)]
        answer = await talk.ask("which", wording.which(title), [*choices, Choice(wording.LEAVE, wording.LEAVE)])
        if isinstance(answer, ScriptFact):
            return answer
        await talk.say(wording.NOT_THESE)
        return None
    if doubtful and as_compared(found[0].title) != as_compared(title):
        choices = [Choice(wording.TAKE_DOWN, True), Choice(wording.LEAVE, False)]
        if not await talk.ask("sure", wording.sure(found[0]), choices):
            await talk.say(wording.NOT_THESE)
            return None
    return found[0]


async def hold(talk: Talk, opening: Opening, fact: ScriptFact) -> None:
    now = await talk.now()
    done = await talk.execute("verify", upkeep.verify, fact.code, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    await talk.say(wording.held(fact.title), [undo_button(opening.run)], kind="receipt")


async def change(talk: Talk, opening: Opening, fact: ScriptFact) -> None:
    question = f"{wording.NEW_WORDS}\n「{fact.body}」"
    words = await talk.ask("words", question, parse=new_words, brief=wording.BRIEFLY, claims=are_new_words)
    now = await talk.now()
    people = await talk.query("saw", who_saw, talk.policy, [fact], talk.speaker.member_id, now)
    done = await talk.execute("change", upkeep.change_words, fact.code, words, now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    await talk.say(wording.changed(fact.title, len(people)), [undo_button(opening.run)], kind="receipt")
    await tell_changed(talk, fact, words, [member_id for member_id, _ in people])


async def retire(talk: Talk, opening: Opening, fact: ScriptFact) -> None:
    now = await talk.now()
    people = await talk.query("saw", who_saw, talk.policy, [fact], talk.speaker.member_id, now)
    done = await talk.execute("retire", upkeep.retire, [fact.code], now)
    if isinstance(done, Stale):
        return await talk.say(done.text)
    await talk.say(wording.retired(fact.title, len(people)), [undo_button(opening.run)], kind="receipt")
    await tell_retired(talk, people)


async def show_next(talk: Talk, opening: Opening, *, said_if_none: bool = True) -> None:
    """Show the next item that is due, if there is one."""
    now = await talk.now("due_by")
    due = await talk.query("due", upkeep.due, talk.policy, talk.speaker, now)
    if due:
        faults = await talk.query("faults_of_next", uses.faults, due[0].code, FAULTS)
        return await talk.say(wording.to_check(talk.policy, due[0], len(due) - 1, faults), wording.verdicts(due[0]))
    if said_if_none:
        await talk.say(wording.NONE_DUE)


def are_new_words(_session: object, text: str, understanding: Understanding, asked: Asked) -> bool:
    """Whether words are what an item is to say, whatever else they might mean: said right after that was asked, and
    about no customer of one's own."""
    return asked.is_latest and len(text) >= CLAIMED and "customer" not in understanding.slots


def new_words(text: str, understanding: Understanding, _asked: Asked) -> str | NotAnAnswer:
    """The words that an item is to say; a nod or a word are none."""
    if understanding.intent in NODS or len(text.strip()) < SHORTEST:
        return NotAnAnswer(wording.NOT_WORDS)
    try:
        return read_body(text)
    except ItemProblem as problem:
        return NotAnAnswer(f"{problem}。")


FLOW = Flow(
    "review_script",
    version=1,
    starts=(Phrase("judges_item", said.judges_item),),
    roles=ANY_MEMBER,
    run=review_script,
    offer=ReviewScript,
)

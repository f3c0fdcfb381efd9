"""Which colleague is meant; asked if that is not clear."""

from __future__ import annotations

from bot.access import SALES, Speaker
from bot.conversation import Asked, NotAnAnswer
from bot.conversation.messages import Choice
from bot.turn.opening import Talk
from config.policy import Policy
from nlu.understanding import Understanding
from sales import slot_values
from sales.teamwork import people
from sales.teamwork.people import MemberFact

TRIES = 3
LONGEST_NAME = 8
BESIDE_NAME = 4  # characters beside a name that is an answer: 转告王芳吧
PUNCTUATION = " 。.,!"


async def colleague_meant(talk: Talk, words: str | None, question: str) -> MemberFact | None:
    """The member that `words` name; None if the person could not say who, or nobody active is meant, which they have
    been told. `question` asks who, where nobody is named."""
    for number in range(1, TRIES + 1):
        found: tuple[MemberFact, ...] = ()
        if words:
            found = await talk.query(f"colleague{number}", people.find, words)
        active = [member for member in found if member.active]
        if len(active) == 1:
            return active[0]
        if found and not active:
            await talk.say(f"{found[0].name}已经不在公司了,这次没有动。换个人再说一次就行。")
            return None
        hint = f"「{words}」对得上 {len(active)} 位,是哪一位?" if active else f"公司里没对上「{words}」。{question}"
        choices = [Choice(member.name, member) for member in active]
        answer = await talk.ask(f"who{number}", hint if words else question, choices, read_colleague)
        if isinstance(answer, MemberFact):
            return answer
        words = str(answer)
    await talk.say("还是没对上是哪位同事,先放一放。名字确认好了再告诉我。")
    return None


def read_colleague(text: str, understanding: Understanding, asked: Asked) -> MemberFact | str | NotAnAnswer:
    """The choice of that name, or a name; what says more (给小秦,让晓梅带一带) is none."""
    said = text.strip(PUNCTUATION).removesuffix("吧")
    length = sum(end - start for start, end in understanding.spans_of("person"))
    answers = length and len(said) - length <= BESIDE_NAME
    plain = (slot_values.word(understanding.slots, "person") if answers else None) or said
    for choice in asked.choices:
        if choice.label == plain:
            named: MemberFact = choice.answer
            return named
    return plain if 1 < len(plain) <= LONGEST_NAME else NotAnAnswer("发我同事的名字就行。")


def as_speaker(member: MemberFact) -> Speaker:
    """The member, for asking what they may see."""
    return Speaker(member.id, member.name, member.role, member.team_id)


def why_not_a_seller(policy: Policy, member: MemberFact) -> str | None:
    """Why the member can have no customers; None for somebody in sales."""
    return None if member.role in SALES else f"{member.name}是{policy.say('roles', member.role)},不跟客户,这次没有转。"

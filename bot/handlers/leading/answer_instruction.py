"""办好了 and 有问题 under what a colleague wanted, or the same in words: whoever wanted it hears of it, and may say
something to it in turn."""

from __future__ import annotations

from functools import partial

from bot.access import ANY_MEMBER, LEADERS
from bot.conversation import Asked, Flow, NotAnAnswer
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import instruction_buttons, reply_button, undo_button
from bot.wording.offers import AnswerInstruction, ReplyOrder
from nlu import orders
from nlu.understanding import Understanding
from sales.teamwork import instructions
from sales.teamwork.instructions import InstructionFact
from scheduler import instruction_clock

LONGEST_QUOTED = 60


async def answer_instruction(talk: Talk, opening: Opening) -> None:
    offer = AnswerInstruction.of(opening.params)
    known = await talk.query("instruction", instructions.get, offer.instruction)
    if known is None or known.to_id != talk.speaker.id:
        return await talk.say("这件事已经撤回了,不用办了。")
    if known.done_at is not None:
        return await talk.say(f"这件事早办好了,{known.by}已经知道了。")
    news, words = orders.is_news(known.text), opening.text.strip()
    heard = news and orders.order_answer(words) == "seen"
    if not offer.done and words and not heard:
        return await pass_words_back(talk, opening, known, words)
    leads = opening.speaker.role in LEADERS
    if not offer.done and not heard:
        asks = "要回什么" if leads else "有什么问题"
        question = f"「{known.text}」{asks}?说一句,我转给{known.by}。"
        about = (known.customer,) if known.customer else ()
        problem = await talk.ask("problem", question, parse=partial(read_problem, known.customer), about=about)
        if leads:
            return await pass_words_back(talk, opening, known, problem)
        button = reply_button(known.to, known.id, asks=False)
        await talk.say(f"{known.to}说「{known.text}」有问题:{problem}", [button], kind="receipt", to=known.by_id)
        return await talk.say(
            f"已经告诉{known.by}了。" if news else f"已经告诉{known.by}了。办好了还是点上面的「办好了」。"
        )
    now = await talk.now()
    done = await talk.execute("done", instruction_clock.finish, known.id, now)
    if isinstance(done, Stale):
        return await talk.say(f"这件事早办好了,{known.by}已经知道了。")
    quoted = f"原话:「{words[:LONGEST_QUOTED]}」" if orders.says_more_than_done(words) and not heard else ""
    verb = "知道了" if news else "办好了"
    await talk.say(f"{known.to}{verb}:{known.text}。{quoted}", kind="receipt", to=known.by_id)
    told = f"好,{known.by}知道你收到了。" if news else f"好,已经告诉{known.by}:{known.text},办好了。"
    await talk.say(told, [undo_button(opening.run)], kind="receipt")


async def pass_words_back(talk: Talk, opening: Opening, known: InstructionFact, words: str) -> None:
    """Tell whoever wanted it what was said to it: that it was heard, when it will be done, what is in the way, or what
    is asked back."""
    answer = orders.order_answer(words)
    if answer == "seen" and opening.speaker.role not in LEADERS:  # a leader's 可以 decides
        await talk.say(f"{known.to}收到了:{known.text}", kind="receipt", to=known.by_id)
        return await talk.say(f"好,{known.by}知道你收到了。办好了跟我说一声。")
    asks = answer == "proposes" or orders.asks_back(words)
    verb = f"说「{known.text}」有问题" if answer == "trouble" else f"回你「{known.text}」"
    button = reply_button(known.to, known.id, asks=asks)
    await talk.say(f"{known.to}{verb}:{words}", [button], kind="receipt", to=known.by_id)
    settled = opening.speaker.role in LEADERS or orders.is_news(known.text) or orders.says_yes_or_no(words)
    later = f"{known.by}回了我告诉你。" if asks else "" if settled else "办好了跟我说一声。"
    await talk.say(f"已经告诉{known.by}:{words.rstrip('。.')}。{later}")


async def reply_order(talk: Talk, opening: Opening) -> None:
    """Whoever wanted it says something to what the colleague said."""
    offer = ReplyOrder.of(opening.params)
    known = await talk.query("instruction", instructions.get, offer.instruction)
    if known is None or known.by_id != talk.speaker.id:
        return await talk.say("这件事已经撤回了,不用回了。")
    words = opening.text.strip()
    if not words:
        about = (known.customer,) if known.customer else ()
        question = f"怎么回{known.to}?说一句,我原话转过去。"
        words = await talk.ask("words", question, parse=partial(read_problem, known.customer), about=about)
    buttons = [] if known.done_at else instruction_buttons(known.id, news=orders.is_news(known.text))
    await talk.say(f"{known.by}回你「{known.text}」:{words}", buttons, kind="nudge", to=known.to_id)
    await talk.say(f"已经告诉{known.to}:{words.rstrip('。.')}。")


def read_problem(customer: str | None, text: str, understanding: Understanding, asked: Asked) -> str | NotAnAnswer:
    """The problem, in any words; words that name another customer are no answer."""
    named = understanding.slots.get("customer")
    return NotAnAnswer() if named is not None and customer is not None and named != customer else text.strip()


FLOW = Flow("answer_instruction", version=1, roles=ANY_MEMBER, run=answer_instruction, offer=AnswerInstruction)
REPLY = Flow("reply_order", version=1, roles=ANY_MEMBER, run=reply_order, offer=ReplyOrder)

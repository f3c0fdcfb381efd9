"""宏远是A类客户: a leader says of which grade customers are, which decides how often they are to be contacted."""

from __future__ import annotations

from bot.access import LEADERS, SALES
from bot.conversation import Flow, Phrase
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.effects import Stale
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import undo_button
from nlu import leaders
from sales import slot_values
from sales.cadence import silence

ONLY_LEADERS = "客户等级由主管来定,没有动。跟主管说一声就行。"


async def grade_customer(talk: Talk, opening: Opening) -> None:
    grade = leaders.grade_said(opening.text)
    if grade is None or (opening.speaker.role not in LEADERS and not opening.speaker.admin):
        return await talk.say(ONLY_LEADERS)
    named = slot_values.words(opening.understanding.slots, "customer")
    graded: list[str] = []
    for number, words in enumerate(named or (None,), 1):
        part = talk.part(f"customer{number}")
        customer = (await choose_customer(part, opening, words)).customer
        if customer is None:
            continue
        name = await part.execute("grade", silence.set_grade, customer.id, grade)
        if isinstance(name, Stale):
            await talk.say(name.text)
        else:
            graded.append(name)
    if not graded:
        return
    days = getattr(talk.policy.customer_cadence.days, grade)
    rule = f"没有在跟的单子时,{days} 天没联系就提醒。" if talk.policy.customer_cadence.enabled else ""
    await talk.say(f"好,{'、'.join(graded)}记成 {grade} 类客户。{rule}", [undo_button(opening.run)], kind="receipt")


FLOW = Flow(
    "grade_customer",
    version=1,
    starts=(Phrase("grade_customer", leaders.grades_customer),),
    roles=SALES,
    run=grade_customer,
)

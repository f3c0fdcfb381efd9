"""Files kept with deals are opened again. 宏远的技术协议发我 / 看文件"""

from __future__ import annotations

from bot import access
from bot.access import SALES
from bot.conversation import Command, Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.which_customer import choose_customer
from bot.turn.opening import Opening, Talk
from bot.wording.deals import gates as wording
from bot.wording.offers import ShowFile
from sales import slot_values
from sales.gates import files
from sales.gates.files import FileFact

SHOWN = 8


async def show_files(talk: Talk, opening: Opening) -> None:
    offer, scope = ShowFile.of(opening.params), access.deals(talk.speaker)
    if offer.file is not None:
        file = await talk.query("file", files.get, scope, offer.file)
        return await (talk.say(wording.NO_LONGER_SEEN) if file is None else send(talk, opening, file))
    if offer.customer is not None:
        found = await talk.query("given", files.of_customer, scope, offer.customer)
        if not found:
            return await talk.say(wording.NO_LONGER_SEEN)
        return await show(talk, opening, found[0].customer, found)
    slots = opening.understanding.slots
    words, contacts = slot_values.word(slots, "customer"), slot_values.words(slots, "contact")
    customer = (await choose_customer(talk, opening, words, contacts)).customer
    if customer is None:
        return
    kind = talk.policy.evidence_named(opening.text)
    found = await talk.query("found", files.of_customer, scope, customer.id, kind)
    product = slot_values.word(slots, "product")
    found = tuple(file for file in found if product in (None, file.product_line)) or found
    if not found:
        return await talk.say(wording.no_files(talk.policy, customer.name, kind))
    same_deal = len({file.deal_id for file in found}) == 1
    await show(talk, opening, customer.name, found[:1] if kind is not None and same_deal else found)


async def show(talk: Talk, opening: Opening, customer: str, found: tuple[FileFact, ...]) -> None:
    """Send the only file, or list them with a button each."""
    if len(found) == 1:
        return await send(talk, opening, found[0])
    shown = found[:SHOWN]
    kinds = [wording.file_label(talk.policy, file, opening.at) for file in shown]
    names = [kind if kinds.count(kind) == 1 else file.name or kind for kind, file in zip(kinds, shown, strict=True)]
    choices = [
        Choice(f"{name}({names[: place + 1].count(name)})" if names.count(name) > 1 else name, opens=ShowFile(file.id))
        for place, (file, name) in enumerate(zip(shown, names, strict=True))
    ]
    await talk.say(wording.file_list(talk.policy, customer, shown, opening.at), choices)


async def send(talk: Talk, opening: Opening, file: FileFact) -> None:
    """Send one file."""
    text = f"{file.customer}·{wording.file_line(talk.policy, file, opening.at)}"
    await talk.say(text, attachments=[wording.attached(file)])


FLOW = Flow(
    "show_files",
    version=1,
    starts=(Command("看文件"), Intent("show_files")),
    roles=SALES,
    run=show_files,
    title="看文件",
    only_answers=True,
    offer=ShowFile,
)

"""Words about tickets: what answers, moves or shows one, said right after it was shown, by its number, or by its
customer. 工单3 可以做,两周 / 恒泰那个接口可以做

In: words as they were understood, and what was shown last. Out: whether they were about a ticket, which a flow then
deals with.
"""

from bot.turn.tickets.words import handled

__all__ = ["handled"]

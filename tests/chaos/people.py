"""Who talks to the bot, and what about. Every report is of another customer, with a token that nothing else holds."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from peers.botapi import Shown

from chaos.peer import Peer
from config.world import World, WorldCustomer

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ"
TICK_SECONDS = 0.02
FIRST_CHAT = 1000
STRANGERS = range(9001, 9004)
OBJECTION = "价格敏感"
PATIENT = 0.9  # the share of those who wait for the question rather than ask what is the matter


def chat_of(number: int) -> int:
    """The chat of the world's member of this number."""
    return FIRST_CHAT + number


@dataclass
class Person:
    """Somebody with a chat. A rep reports on `customers`, one after the other. While an answer is due to the question
    about `asked` (its token), little else is said."""

    chat: int
    customers: list[WorldCustomer] = field(default_factory=list)
    asked: str = ""
    answered: list[str] = field(default_factory=list)  # the buttons that were tapped
    read: int = 0  # how many messages were looked at


class People(AbstractContextManager["People"]):
    """Everybody at once, `rate` messages a second, in a thread of their own until told to stop."""

    def __init__(self, peer: Peer, world: World, rate: float, seed: int) -> None:
        self._peer = peer
        self._random = random.Random(f"people {seed}")
        self._pause = 1 / rate
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="people", daemon=True)
        self.persons = [
            Person(chat_of(number), [buyer for buyer in world.customers if buyer.owner == member.name])
            for number, member in enumerate(world.members)
        ]
        self.persons += [Person(chat) for chat in STRANGERS]
        for person in self.persons:
            peer.opens(person.chat)

    def __enter__(self) -> People:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join(10)

    def say_goodbye(self) -> None:
        """Everybody writes once more: what may not have arrived is offered, and what was asked is asked again."""
        for person in self.persons:
            self._peer.acts(person.chat, "words", text="帮助")

    def answer_questions(self) -> None:
        """Whoever's question has come answers it."""
        for person in self.persons:
            self._answer(person)

    def _run(self) -> None:
        due = time.monotonic()
        while not self._stopping.wait(TICK_SECONDS):
            self.answer_questions()
            while due < time.monotonic():
                due += self._pause * self._speak(self._random.choice(self.persons))

    def _answer(self, person: Person) -> None:
        """Tap the answer to the question, once it is there."""
        if not person.asked:
            return
        shown = self._peer.messages(person.chat)
        for message in shown[person.read :]:
            data = button(message, OBJECTION)
            if data and data not in person.answered:
                self._peer.acts(person.chat, "answer", person.asked, tap=data)
                person.answered.append(data)
                person.asked = ""
                break
        person.read = len(shown)

    def _speak(self, person: Person) -> int:
        """Something that this person might say now. Returns how many messages."""
        if person.asked and self._random.random() < PATIENT:
            return 1  # they are silent instead
        if person.asked:
            self._peer.acts(person.chat, "words", text="帮助")
            return 1
        if not person.customers:
            self._peer.acts(person.chat, "words", text=self._random.choice(("你好", "帮助")))
            return 1
        choice = self._random.random()
        if choice < 0.45:
            return self._reports(person, 1)
        if choice < 0.6:
            return self._reports(person, min(3, len(person.customers)))
        if choice < 0.75:
            return self._asks_for_a_question(person)
        if choice < 0.85:
            return self._reminder(person)
        if choice < 0.93 and person.answered:
            self._peer.acts(person.chat, "tap", tap=self._random.choice(person.answered))
            return 1
        self._peer.acts(person.chat, "words", text="帮助")
        return 1

    def _reports(self, person: Person, count: int) -> int:
        for _ in range(count):
            buyer, token = person.customers.pop(), self._token()
            text = f"刚跟{buyer.name}{buyer.contacts[0].name}打完电话,他嫌价格高,周三下午我再去一趟,单号{token}"
            self._peer.acts(person.chat, "report", token, text=text)
        return count

    def _asks_for_a_question(self, person: Person) -> int:
        buyer, token = person.customers.pop(), self._token()
        text = f"刚跟{buyer.name}{buyer.contacts[0].name}通完电话,周三下午再去,单号{token}"
        person.asked, person.read = token, len(self._peer.messages(person.chat))
        self._peer.acts(person.chat, "asked", token, text=text)
        return 1

    def _reminder(self, person: Person) -> int:
        token = self._token()
        minutes = self._random.choice(("一", "两", "三"))
        self._peer.acts(person.chat, "reminder", token, text=f"{minutes}分钟后提醒我整理单号{token}的报价")
        return 1

    def _token(self) -> str:
        return "".join(self._random.choices(LETTERS, k=7)) + str(self._random.randrange(10))


def button(message: Shown, label: str) -> str:
    """What its button with this label carries; empty without one."""
    rows: Sequence[Sequence[object]] = message.rows
    found = [button["callback_data"] for row in rows for button in row if button["text"] == label]  # type: ignore[index]
    return found[0] if found else ""

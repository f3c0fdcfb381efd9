"""How many points a script is worth to its author, and what points are redeemed for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from config.yaml_lines import Part

Points = Annotated[int, Field(ge=0)]


class Reward(Part):
    """What is given for points; `key` stays the same where the name changes."""

    key: str
    name: str
    points: Annotated[int, Field(gt=0)]


class PointsPolicy(Part):
    """What a script earns its author: `approved` once; `reused` for each colleague and day on which it was of use;
    `won` for each deal that is won within `won_within_days` after it was of use there. Of the last two together nobody
    gets more than `others_a_day`: colleagues bring them about. Whoever is of use to themselves earns nothing."""

    approved: Points = 50
    reused: Points = 5
    won: Points = 30
    won_within_days: Annotated[int, Field(ge=1)] = 90
    others_a_day: Points = 60
    rewards: tuple[Reward, ...] = ()

    @field_validator("rewards")
    @classmethod
    def _distinct(cls, rewards: tuple[Reward, ...]) -> tuple[Reward, ...]:
        if len({reward.key for reward in rewards}) != len(rewards):
            raise ValueError("有两项的 key 一样")
        return rewards

    def named(self, words: str) -> Reward | None:
        """The reward whose name the words hold; None if they hold none."""
        return next((reward for reward in self.rewards if reward.name in words), None)

    def reward(self, key: str) -> Reward | None:
        """The reward of this key; None if it is offered no longer."""
        return next((reward for reward in self.rewards if reward.key == key), None)

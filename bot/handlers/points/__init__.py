"""Points in chat: what somebody has and who has most, what earns them, and redeeming them for a reward, which the
manager grants."""

__all__ = ["decide_redemption", "my_progress", "points_ranking", "points_rules", "redeem_points"]

"""Conversations about practice: drills, their history, appeals, deleting them."""

__all__ = ["appeal_drill", "drill_history", "erase_drills", "practise", "settle_appeal", "show_drill"]

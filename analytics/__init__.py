"""Figures and pictures of the sales process, made from what `sales` knows.

What leaves: specifications of charts (`charts`), frozen and as JSON, which whoever shows them draws. It decides what is
shown beside what, not how it looks."""

__all__ = ["charts"]

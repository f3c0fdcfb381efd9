"""The process and what lives in it."""

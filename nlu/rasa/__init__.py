"""Rasa as the other engine of understanding."""

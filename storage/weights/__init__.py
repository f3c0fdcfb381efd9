"""Model weights as files: which there are (`catalogue`), and getting them onto this machine, checked (`download`)."""

__all__ = ["catalogue", "download"]

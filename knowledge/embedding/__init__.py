"""Texts as vectors of meaning: near in meaning, near in direction.

In: texts, and which model is wanted (`choosing`). Out: an `Embedder`, which gives vectors of length 1. `word_vectors`
is always there; `onnx_model` opens a real model, which `python -m bot models get` makes ready (`e5_onnx`).
"""

__all__ = ["choosing", "e5_onnx", "embedder", "onnx_model", "word_vectors"]

"""Texts as vectors of meaning: near in meaning, near in direction.

In: texts, and which model is wanted (`choosing`). Out: an `Embedder`, which gives vectors of length 1. `word_vectors`
is always there; `onnx_model` opens a real model, which `python -m bot models get` makes ready (`e5_onnx`);
`sentence_model` and `server_model` are for a company's own choice.
"""

__all__ = ["choosing", "e5_onnx", "embedder", "onnx_model", "sentence_model", "server_model", "word_vectors"]

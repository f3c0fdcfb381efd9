"""Weights of multilingual-e5-small (`e5_source`) → a folder that `onnx_model` reads: the network as ONNX with 8-bit
weights, its table of words, its tokenizer. Needs neither torch nor much memory.

The network is BERT as in Devlin et al. 2018, 12 layers of 384; a text's vector is the mean over its words, normalised
(E5, Wang et al. 2022). Products are taken in 8 bits: rows of a layer's input are quantised as they come
(DynamicQuantizeLinear), columns of its weights once, here. Words' vectors are looked up outside the network, in a file
that is mapped, so that only rows of words in use take memory.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.e5_source import E5Source, Floats, Vocabulary, open_source
from knowledge.embedding.embedder import Calibration
from knowledge.embedding.onnx_model import SAME, note_files

OPSET = 20
ROWS = 10_000  # words quantised together
NAME = "multilingual-e5-small"
SETTINGS = {
    "name": NAME,
    "prefixes": {"query": "query: ", "document": "passage: "},  # the model was trained with them
    # found by knowledge.calibrating
    "calibration": asdict(Calibration(meaning=0.6, bias=-35.5, score=4.42, title=38.9, least=0.2, same=SAME[NAME])),
}


def convert(file: Path, folder: Path) -> None:
    """Write the model of a weights file into a folder, which appears whole. Raises WrongWeights."""
    import onnx

    source = open_source(file)
    with TemporaryDirectory(dir=folder.parent, prefix=".making-") as beside:
        made = Path(beside) / "made"
        made.mkdir()
        _write_words(source, made)
        onnx.save(_Graph(source).model(), str(made / "model.onnx"))
        _tokenizer(source.vocabulary).save(str(made / "tokenizer.json"))
        settings = {**SETTINGS, "size": source.shape.hidden, "longest": source.shape.positions - 2}
        text = json.dumps({**settings, "files": note_files(made)}, indent=1)
        if folder.exists():
            shutil.rmtree(folder)
        (made / "embedding.json").write_text(text, encoding="utf-8")
        made.rename(folder)


def _write_words(source: E5Source, folder: Path) -> None:
    count, size = source.shape.vocabulary, source.shape.hidden
    values = np.lib.format.open_memmap(folder / "words.npy", "w+", np.int8, (count, size))
    scales = np.empty(count, np.float32)
    for first in range(0, count, ROWS):
        rows = source.matrix("emb.word", min(ROWS, count - first), size, first)
        values[first : first + ROWS], scales[first : first + ROWS] = (part.T for part in quantised(rows.T))
    values.flush()
    np.save(folder / "word_scales.npy", scales)


def quantised(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Weights (inputs x outputs) in eight bits, and the scale of each output."""
    scales = np.maximum(np.abs(weights).max(axis=0) / 127, 1e-12).astype(np.float32)
    return np.clip(np.rint(weights / scales), -127, 127).astype(np.int8), scales


def _tokenizer(words: Vocabulary) -> Any:
    """The tokenizer of XLM-RoBERTa: pieces of a Unigram language model over text in NFKC, spaces shown as ▁."""
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(
        models.Unigram(list(zip(words.pieces, words.scores, strict=True)), unk_id=words.unknown, byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    special = (words.begin, words.filling, words.end, words.unknown)
    tokenizer.add_special_tokens([AddedToken(words.pieces[number], special=True) for number in special])
    begin, end = words.pieces[words.begin], words.pieces[words.end]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, words.begin), (end, words.end)]
    )
    return tokenizer


class _Graph:
    """The network, written node by node."""

    def __init__(self, source: E5Source) -> None:
        self._source, self._shape = source, source.shape
        self._nodes: list[Any] = []
        self._constants: list[Any] = []
        self._names: Iterator[int] = count()

    def model(self) -> Any:
        """The whole: words' vectors (texts x words x size) and a mask (texts x words, 1: a word) → texts' vectors."""
        from onnx import TensorProto, helper

        state = self._embedded("words", "mask")
        bias = self._bias("mask")
        for layer in range(self._shape.layers):
            state = self._layer(state, bias, f"l{layer}")
        self._mean(state, "mask")
        size = self._shape.hidden
        graph = helper.make_graph(
            self._nodes,
            "e5",
            [
                helper.make_tensor_value_info("words", TensorProto.FLOAT, ["texts", "length", size]),
                helper.make_tensor_value_info("mask", TensorProto.FLOAT, ["texts", "length"]),
            ],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", size])],
            self._constants,
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)

    def _embedded(self, words: str, mask: str) -> str:
        source, shape = self._source, self._shape
        places = source.floats("emb.pos", shape.positions, shape.hidden) + source.floats("emb.type", shape.hidden)
        length = self._node("Gather", self._node("Shape", words), self._constant(np.int64(1)), axis=0)
        ends = self._node("Unsqueeze", length, self._constant(np.array([0], np.int64)))
        placed = self._node("Slice", self._constant(places), self._constant(np.array([0], np.int64)), ends)
        return self._normed(self._node("Add", words, placed), "emb.ln")

    def _bias(self, mask: str) -> str:
        """0 where there is a word, a large negative number where there is none."""
        wide = self._node("Unsqueeze", mask, self._constant(np.array([1, 2], np.int64)))
        without = self._node("Sub", wide, self._constant(np.float32(1)))
        return self._node("Mul", without, self._constant(np.float32(1e9)))

    def _layer(self, state: str, bias: str, name: str) -> str:
        attended = self._linear(self._attention(state, bias, name), f"{name}.ao", self._shape.hidden)
        state = self._normed(self._node("Add", attended, state), f"{name}.aln")
        inner = self._node("Gelu", self._linear(state, f"{name}.fi", self._shape.inner))
        return self._normed(
            self._node("Add", self._linear(inner, f"{name}.fo", self._shape.hidden), state), f"{name}.oln"
        )

    def _attention(self, state: str, bias: str, name: str) -> str:
        shape = self._shape
        joined = self._linear(state, (f"{name}.q", f"{name}.k", f"{name}.v"), shape.hidden)
        query, key, value = self._nodes_of("Split", [joined], 3, axis=-1, num_outputs=3)
        size = shape.hidden // shape.heads
        scaled = self._node("Mul", self._heads(query, [0, 2, 1, 3]), self._constant(np.float32(1 / math.sqrt(size))))
        scores = self._node("Add", self._node("MatMul", scaled, self._heads(key, [0, 2, 3, 1])), bias)
        weights = self._node("Softmax", scores, axis=-1)
        mixed = self._node("MatMul", weights, self._heads(value, [0, 2, 1, 3]))
        together = self._node("Transpose", mixed, perm=[0, 2, 1, 3])
        return self._node("Reshape", together, self._constant(np.array([0, 0, shape.hidden], np.int64)))

    def _heads(self, tensor: str, order: list[int]) -> str:
        shape = self._shape
        split = np.array([0, 0, shape.heads, shape.hidden // shape.heads], np.int64)
        return self._node("Transpose", self._node("Reshape", tensor, self._constant(split)), perm=order)

    def _linear(self, tensor: str, names: str | tuple[str, ...], outputs: int) -> str:
        """A layer's product in eight bits, and its bias; of several layers with one input: side by side."""
        names = (names,) if isinstance(names, str) else names
        inputs = self._shape.inner if names[0].endswith("fo") else self._shape.hidden
        weights = np.concatenate([self._source.matrix(f"{name}.w", outputs, inputs).T for name in names], axis=1)
        bias = np.concatenate([self._source.floats(f"{name}.b", outputs) for name in names])
        values, scales = quantised(weights)
        rows, row_scale, zero = self._nodes_of("DynamicQuantizeLinear", [tensor], 3)
        product = self._node("MatMulInteger", rows, self._constant(values), zero)
        scale = self._node("Mul", row_scale, self._constant(scales))
        from onnx import TensorProto

        floats = self._node("Mul", self._node("Cast", product, to=TensorProto.FLOAT), scale)
        return self._node("Add", floats, self._constant(bias))

    def _normed(self, tensor: str, name: str) -> str:
        size = self._shape.hidden
        weight, bias = (self._constant(self._source.floats(f"{name}.{part}", size)) for part in "wb")
        return self._node("LayerNormalization", tensor, weight, bias, axis=-1, epsilon=self._shape.epsilon)

    def _mean(self, state: str, mask: str) -> None:
        wide = self._node("Unsqueeze", mask, self._constant(np.array([2], np.int64)))
        axis = self._constant(np.array([1], np.int64))
        total = self._node("ReduceSum", self._node("Mul", state, wide), axis, keepdims=0)
        mean = self._node("Div", total, self._node("ReduceSum", wide, axis, keepdims=0))
        length = self._node("ReduceL2", mean, axis, keepdims=1)
        self._nodes_of("Div", [mean, length], 1, outputs=["vectors"])

    def _node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        return self._nodes_of(kind, list(inputs), 1, **attributes)[0]

    def _nodes_of(
        self, kind: str, inputs: list[str], results: int, outputs: list[str] | None = None, **attributes: Any
    ) -> list[str]:
        from onnx import helper

        outputs = outputs or [f"t{next(self._names)}" for _ in range(results)]
        self._nodes.append(helper.make_node(kind, inputs, outputs, **attributes))
        return outputs

    def _constant(self, value: Any) -> str:
        from onnx import numpy_helper

        name = f"c{next(self._names)}"
        self._constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

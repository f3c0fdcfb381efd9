"""A transformer as small as one can be, in a folder as sentence-transformers keeps it: its words are letters."""

from __future__ import annotations

from pathlib import Path

LETTERS = "嫌贵价格预算冻结太高便宜交期质量服务怎么回客户领导决定竞品合同付款"
SIZE = 24


def write_transformer(folder: Path, seed: int = 7) -> Path:
    """The folder of a model whose weights depend on the seed."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(seed)
    plain = folder / "plain"
    plain.mkdir(parents=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set(LETTERS))]
    (plain / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    shape = BertConfig(
        vocab_size=len(words),
        hidden_size=SIZE,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
    )
    BertModel(shape).save_pretrained(plain)
    BertTokenizerFast(str(plain / "vocab.txt"), model_max_length=128).save_pretrained(plain)
    made = folder / "tiny"
    SentenceTransformer(modules=[Transformer(str(plain)), Pooling(SIZE)], device="cpu").save(str(made))
    return made

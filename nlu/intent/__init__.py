"""Which intent a message has.

In go the examples of `nlu/data`, once (trained.trained_model, kept in a cache), then a `Reading` for each message, as
`features`; out comes an `IntentModel`, which gives each intent its probability (classifier), as far as what is
reported allows (admission). `examples` reads the
training data, `augmentation` adds to it and `training` learns from it: only these need scikit-learn, in a process of
their own.
"""

__all__ = ["admission", "augmentation", "classifier", "examples", "features", "trained", "training"]

"""Adds a first stage to a model: fewer trees over fewer features, which decide on clear boilerplate.

usage: first_stage.py TABLE MODEL

TABLE is that of `train.py`, MODEL a file that `train.py` wrote. A first stage is fitted to what the other trees of
MODEL say of the labelled segments, and written into the file (distillation: Hinton, Vinyals, Dean, "Distilling the
knowledge in a neural network", 2015). Before that, a stage that has not seen one of five folds is judged by it.
Printed are the share of the segments that it decides, and of these the shares that are content, or have another kind,
by all trees.
"""

import math
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from train import BUCKETS, DEPTH, KINDS, Table, encode_forest, fit, trees_of

# Chosen on the development pages: see "The first stage" in the model card.
FEATURES = 30
CHOOSING = {"iterations": 20, "learning_rate": 0.4, "rsm": 0.5}
SETTINGS = {"iterations": 30, "learning_rate": 0.4, "rsm": 0.5}
# A segment is decided up to these log odds of content, and from this probability of a kind on. What is likely content
# is never decided: marks of filters raise the log odds that content needs, and a first stage is too coarse for that.
SURE = {"html": (-2.5, 0.9), "text": (-2.0, 0.85)}
# Segments of flattened text are kept above these log odds, if no filter marks them.
MIN_CONTENT = -1
# The fold that the stage is judged by.
JUDGED_FOLD = 0
# What is in a model before its forests: magic bytes, a version and two hashes.
HEADER = 8 + 3 * 4


@dataclass
class Forest:
    """Trees as they are in a model."""

    biases: tuple
    unit: float
    trees: list

    def sums(self, ranks):
        """The sums of the leaves that each row falls into."""
        import numpy as np

        sums = np.zeros((len(ranks), len(self.biases)), np.float32)
        for questions, leaves in self.trees:
            leaf = np.zeros(len(ranks), np.uint8)
            for bit, (column, border) in enumerate(questions):
                leaf |= (ranks[:, column] > border).astype(np.uint8) << bit
            sums += np.array(leaves, np.float32).reshape(-1, len(self.biases))[leaf]
        return sums * np.float32(self.unit) + np.array(self.biases, np.float32)


class Model:
    """The parts of a model that a first stage needs; the format is described in `src/model/format.rs`."""

    def __init__(self, data, buckets):
        self.data, self.position = data, HEADER + 4 * (1 + KINDS["classes_count"]) + buckets * KINDS["classes_count"]
        self.columns = [self.read_column() for _ in range(*self.take("H"))]
        self.content, self.kinds = self.read_forest(), self.read_forest()
        self.start = self.position
        (count,) = self.take("H")
        if count > 0:
            self.take(f"{count}B2f")
            self.read_forest(), self.read_forest()
        self.end = self.position

    def take(self, layout):
        values = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return values

    def read_column(self):
        """A feature's number and its borders."""
        feature, count = self.take("HH")
        return feature, self.take(f"{count}f")

    def read_forest(self):
        (outputs,) = self.take("H")
        biases = self.take(f"{outputs}f")
        unit, count = self.take("fH")
        trees = []
        for _ in range(count):
            questions = [self.take("BB") for _ in range(DEPTH)]
            trees.append((questions, self.take(f"{outputs << DEPTH}h")))
        return Forest(biases, unit, trees)

    def with_stage(self, stage):
        """The bytes of the model with another first stage."""
        return self.data[: self.start] + stage + self.data[self.end :]


def sigmoid(scores):
    import numpy as np

    return 1 / (1 + np.exp(-scores))


def fit_stage(settings, ranks, content, kinds, weights, features=None):
    """The models for content and for kinds, fitted to the scores of the whole model over some features."""
    ignored = [] if features is None else sorted(set(range(ranks.shape[1])) - set(features))
    settings = {**settings, "ignored_features": ignored}
    return (
        fit({**settings, "loss_function": "CrossEntropy"}, ranks, sigmoid(content), weights),
        fit({**settings, "loss_function": "MultiCrossEntropy"}, ranks, sigmoid(kinds), weights),
    )


def choose(models):
    """The features that the models need most."""
    importance = sum(model.get_feature_importance() / 100 for model in models)
    return sorted(sorted(range(len(importance)), key=lambda index: -importance[index])[:FEATURES])


def judge(models, sure, ranks, content, kinds):
    """The share of rows that a stage decides, and of these the shares that are content or have another kind."""
    import numpy as np

    own, own_kinds = (np.asarray(model.predict(ranks, prediction_type="RawFormulaVal")) for model in models)
    own_kinds = sigmoid(own_kinds) / sigmoid(own_kinds).sum(axis=1, keepdims=True)
    is_sure = (own <= sure[0]) & (own_kinds.max(axis=1) >= sure[1])
    has_other_kind = own_kinds.argmax(axis=1) != kinds.argmax(axis=1)
    return is_sure.mean(), (content > MIN_CONTENT)[is_sure].mean(), has_other_kind[is_sure].mean()


def encode(models, sure, columns, features):
    """The bytes of a first stage. Its trees are fitted to ranks: one above 2.5, or above 2, is above the border 2."""
    borders = {index: list(range(len(values))) for index, (_, values) in enumerate(columns)}
    out = struct.pack(f"<H{len(features)}B2f", len(features), *features, *sure)
    for model, outputs in zip(models, (1, KINDS["classes_count"]), strict=True):
        forest = trees_of(model)
        for split in (split for tree in forest["oblivious_trees"] for split in tree["splits"]):
            split["border"] = math.floor(split["border"])
        out += encode_forest(forest, borders, outputs)
    return out


def main():
    import numpy as np

    if len(sys.argv) != 3:
        sys.exit(__doc__)
    name, path = sys.argv[1:]
    kind_of_input = Path(name).name
    sure = SURE[kind_of_input]
    model = Model(Path(path).read_bytes(), BUCKETS[kind_of_input])
    table = Table(name, None, [feature for feature, _ in model.columns])
    values = table.kind_features.T
    ranks = [np.searchsorted(borders, row) for (_, borders), row in zip(model.columns, values, strict=True)]
    ranks = np.stack(ranks, axis=1).astype(np.uint8)
    content, kinds = model.content.sums(ranks)[:, 0], model.kinds.sums(ranks)
    features = choose(fit_stage(CHOOSING, ranks, content, kinds, table.kind_weights))
    is_judged = table.kind_folds == JUDGED_FOLD
    parts = ranks, content, kinds, table.kind_weights
    stage = fit_stage(SETTINGS, *(part[~is_judged] for part in parts), features)
    decided, content_share, other_kind = judge(stage, sure, *(part[is_judged] for part in parts[:3]))
    print(f"{path}: decides {decided:.3f}, of these content {content_share:.4f}, other kind {other_kind:.4f}")
    stage = fit_stage(SETTINGS, *parts, features)
    Path(path).write_bytes(model.with_stage(encode(stage, sure, model.columns, features)))


if __name__ == "__main__":
    main()

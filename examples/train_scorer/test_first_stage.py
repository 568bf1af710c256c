"""Tests of first_stage.py; they need neither NumPy nor CatBoost."""

import struct
import unittest

from first_stage import BUCKETS, DEPTH, KINDS, Model, choose
from train import MAGIC, VERSION, encode_columns, encode_forest

OUTPUTS = KINDS["classes_count"]
COLUMNS = {0: [1.5], 1: [0.5, 2.5]}


def forest(outputs):
    """A forest of one tree that asks for the second column."""
    splits = [{"float_feature_index": 1, "border": 2.5}]
    leaves = [number / outputs for number in range(2 * outputs)]
    trees = [{"splits": splits, "leaf_values": leaves}]
    return {"scale_and_bias": [1, [0.5] * outputs], "oblivious_trees": trees}


def model(first_stage, rest):
    out = MAGIC + struct.pack("<III", VERSION, 1, 2) + bytes(4 * (1 + OUTPUTS) + BUCKETS["text"] * OUTPUTS)
    out += encode_columns(COLUMNS, [7, 9])
    out += encode_forest(forest(1), COLUMNS, 1) + encode_forest(forest(OUTPUTS), COLUMNS, OUTPUTS)
    return out + first_stage + rest


class Read(unittest.TestCase):
    def test_columns_and_trees_are_read(self):
        read = Model(model(struct.pack("<H", 0), b"pages"), BUCKETS["text"])
        self.assertEqual(read.columns, [(7, (1.5,)), (9, (0.5, 2.5))])
        self.assertEqual(read.content.trees[0][0], [(1, 1)] * DEPTH)
        self.assertEqual(read.content.trees[0][1], (0, 32767) * 32)
        self.assertEqual(len(read.kinds.trees[0][1]), OUTPUTS << DEPTH)

    def test_a_first_stage_replaces_the_one_before(self):
        stage = struct.pack("<HB2f", 1, 1, 2, 0.5)
        stage += encode_forest(forest(1), COLUMNS, 1) + encode_forest(forest(OUTPUTS), COLUMNS, OUTPUTS)
        none = struct.pack("<H", 0)
        for before, after in [(none, stage), (stage, none), (stage, stage)]:
            changed = Model(model(before, b"pages"), BUCKETS["text"]).with_stage(after)
            self.assertEqual(changed, model(after, b"pages"))


class Fitted:
    """Stands for a model of CatBoost."""

    def __init__(self, importance):
        self.importance = importance

    def get_feature_importance(self):
        return Importance(self.importance)


class Importance(list):
    """Stands for a NumPy array."""

    def __truediv__(self, number):
        return Importance(value / number for value in self)

    def __add__(self, other):
        return Importance(map(sum, zip(self, other, strict=True)))

    def __radd__(self, _):
        return self


class Choose(unittest.TestCase):
    def test_the_features_that_both_models_need_most(self):
        content, kinds = [1] * 40, [1] * 40
        content[3] = kinds[39] = 50
        content[5] = kinds[5] = 0
        chosen = choose([Fitted(content), Fitted(kinds)])
        self.assertEqual(len(chosen), 30)
        self.assertTrue({3, 39} <= set(chosen) and 5 not in chosen)


if __name__ == "__main__":
    unittest.main()

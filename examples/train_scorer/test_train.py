"""Tests of train.py; they need neither NumPy nor CatBoost. Run `python3 -m unittest discover examples/train_scorer`."""

import struct
import unittest

from train import DEPTH, encode, fold_and_rows, hash_of_names


def split(column, border):
    return {"float_feature_index": column, "border": border}


class Encode(unittest.TestCase):
    def setUp(self):
        # Two trees over the second and fourth of four features. The first tree has a single question.
        self.learned = {
            "scale_and_bias": [2, [0.5]],
            "oblivious_trees": [
                {"splits": [split(3, 1.5)], "leaf_values": [-1, 0.25]},
                {"splits": [split(1, 0.1), *[split(3, 0.5)] * 5], "leaf_values": list(range(-32, 32))},
            ],
        }
        self.model = encode(self.learned, ["a", "b", "c", "d"])

    def test_header(self):
        magic, version, names, unit, bias, columns = struct.unpack_from("<8sIIffH", self.model)
        self.assertEqual((magic, version, names), (b"dechaffs", 1, hash_of_names(["a", "b", "c", "d"])))
        self.assertAlmostEqual(unit, 2 * 32 / 32767)
        self.assertEqual((bias, columns), (0.5, 2))

    def test_columns_have_sorted_borders(self):
        column, count, border = struct.unpack_from("<HHf", self.model, 26)
        self.assertEqual((column, count), (1, 1))
        self.assertAlmostEqual(border, 0.1)
        self.assertEqual(struct.unpack_from("<HHff", self.model, 34), (3, 2, 0.5, 1.5))

    def test_trees(self):
        self.assertEqual(struct.unpack_from("<H", self.model, 46), (2,))
        questions = struct.unpack_from("<12B", self.model, 48)
        self.assertEqual(questions, (1, 1) * DEPTH)
        leaves = struct.unpack_from("<64h", self.model, 60)
        # -1 and 0.25 in units of the largest leaf, 32.
        self.assertEqual(leaves, (-1024, 256) * 32)
        self.assertEqual(struct.unpack_from("<12B", self.model, 188), (0, 0, *(1, 0) * 5))
        leaves = struct.unpack_from("<64h", self.model, 200)
        self.assertEqual((leaves[0], leaves[32], leaves[63]), (-32767, 0, 31743))
        self.assertEqual(len(self.model), 328)

    def test_hash_is_fnv_1a(self):
        self.assertEqual(hash_of_names([]), 0x811C9DC5)
        self.assertEqual(hash_of_names(["foobar"]), fnv_1a(b"foobar\n"))
        # A published test value of FNV-1a.
        self.assertEqual(fnv_1a(b"foobar"), 0xBF9CF968)


def fnv_1a(text):
    value = 2166136261
    for byte in text:
        value = ((value ^ byte) * 16777619) % 2**32
    return value


class Pages(unittest.TestCase):
    def test_line(self):
        self.assertEqual(fold_and_rows("wcxb-dev\t0001\t-\tzeit.de\t3\t120\t0.9871\n"), (3, 120))
        with self.assertRaises(ValueError):
            fold_and_rows("wcxb-dev\t0001\n")


if __name__ == "__main__":
    unittest.main()

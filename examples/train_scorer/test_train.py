"""Tests of train.py; they need neither NumPy nor CatBoost. Run `python3 -m unittest discover examples/train_scorer`."""

import struct
import unittest

from train import DEPTH, borders_of, encode, encode_columns, encode_forest, encode_lexical, hash_of_names


def split(column, border):
    return {"float_feature_index": column, "border": border}


class Matrix:
    """Stands for a NumPy array."""

    def tobytes(self):
        return b"weights"


class Encode(unittest.TestCase):
    def setUp(self):
        # Two trees over the second and fourth of four features. The first tree has a single question.
        self.forest = {
            "scale_and_bias": [2, [0.5]],
            "oblivious_trees": [
                {"splits": [split(3, 1.5)], "leaf_values": [-1, 0.25]},
                {"splits": [split(1, 0.1), *[split(3, 0.5)] * 5], "leaf_values": list(range(-32, 32))},
            ],
        }
        self.borders = borders_of([self.forest])

    def test_columns_have_sorted_borders_and_the_number_of_their_feature(self):
        columns = encode_columns(self.borders, [5, 6, 7, 8])
        self.assertEqual(struct.unpack_from("<HHH", columns), (2, 6, 1))
        self.assertAlmostEqual(struct.unpack_from("<f", columns, 6)[0], 0.1)
        self.assertEqual(struct.unpack_from("<HHff", columns, 10), (8, 2, 0.5, 1.5))
        self.assertEqual(len(columns), 22)

    def test_forest(self):
        forest = encode_forest(self.forest, self.borders, 1)
        outputs, bias, unit, trees = struct.unpack_from("<HffH", forest)
        self.assertEqual((outputs, bias, trees), (1, 0.5, 2))
        self.assertAlmostEqual(unit, 2 * 32 / 32767)
        self.assertEqual(struct.unpack_from("<12B", forest, 12), (1, 1) * DEPTH)
        # -1 and 0.25 in units of the largest leaf, 32.
        self.assertEqual(struct.unpack_from("<64h", forest, 24), (-1024, 256) * 32)
        self.assertEqual(struct.unpack_from("<12B", forest, 152), (0, 0, *(1, 0) * 5))
        leaves = struct.unpack_from("<64h", forest, 164)
        self.assertEqual((leaves[0], leaves[32], leaves[63]), (-32767, 0, 31743))
        self.assertEqual(len(forest), 292)

    def test_a_shallow_tree_of_several_outputs_repeats_its_leaves(self):
        forest = {
            "scale_and_bias": [1, [0.25, 0.5]],
            "oblivious_trees": [{"splits": [split(3, 1.5)], "leaf_values": [1, 2, 3, 4]}],
        }
        encoded = encode_forest(forest, borders_of([forest]), 2)
        self.assertEqual(struct.unpack_from("<Hff", encoded), (2, 0.25, 0.5))
        leaves = struct.unpack_from("<128h", encoded, 28)
        # Four 16-bit numbers in units of 4 / 32767.
        self.assertEqual(leaves, (8192, 16384, 24575, 32767) * 32)

    def test_lexical(self):
        encoded = encode_lexical((Matrix(), 0.5, [1, 2]))
        self.assertEqual(struct.unpack_from("<fff", encoded), (0.5, 1, 2))
        self.assertEqual(encoded[12:], b"weights")

    def test_header(self):
        names, page_names = ["a", "b", "c", "d"], ["e", "f", "g", "h"]
        forests = [{"scale_and_bias": [1, [0.0] * outputs], "oblivious_trees": []} for outputs in (1, 16, 12)]
        model = encode((Matrix(), 1, []), forests[:2], forests[2], range(4), names, page_names)
        header = struct.unpack_from("<8sIII", model)
        self.assertEqual(header, (b"dechaffs", 3, hash_of_names(names), hash_of_names(page_names)))

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


if __name__ == "__main__":
    unittest.main()

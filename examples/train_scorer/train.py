"""Fits a model: symmetric trees over the features of segments.

usage: train.py TABLE MODEL [FOLD]

TABLE names the files that the example `features` wrote (TABLE.features.npy and so on). MODEL is written in the format
that the crate reads. With FOLD, the pages of this fold are left out, so that the model can be judged by them.
"""

import json
import struct
import sys
import tempfile
from collections import defaultdict

# Chosen on the development pages, in five folds by site: see "What was tried" in the model card.
TREES, DEPTH, LEARNING_RATE, BORDERS, L2_LEAF_REG = 300, 6, 0.12, 32, 5
# The share of segments that each tree is fitted to, and of features that each of its levels chooses from.
SEGMENTS_OF_TREE, FEATURES_OF_LEVEL = 0.7, 0.25
SEED = 1
# Fixed, so that the bytes do not depend on the number of cores.
THREADS = 2

MAGIC, VERSION = b"dechaffs", 1
# The largest leaf value in the file, as a 16-bit integer.
MAX_LEAF = 32767


def read_table(table, left_out=None):
    """Features, labels and weights of all segments but those of one fold."""
    import numpy as np

    features = np.load(table + ".features.npy", mmap_mode="r")
    labels = np.load(table + ".labels.npy")
    if left_out is not None:
        with open(table + ".pages.tsv", encoding="utf8") as pages:
            is_used = np.concatenate([np.full(rows, fold != left_out) for fold, rows in map(fold_and_rows, pages)])
        features, labels = features[is_used], labels[is_used]
    return np.ascontiguousarray(features), labels[:, 0], labels[:, 1]


def fold_and_rows(line):
    """The fold of a page and its number of rows, from a line of TABLE.pages.tsv."""
    _, _, _, _, fold, rows, _ = line.rstrip("\n").split("\t")
    return int(fold), int(rows)


def fit(features, labels, weights):
    """CatBoost's trees, as it writes them to JSON."""
    from catboost import CatBoostClassifier, Pool

    model = CatBoostClassifier(
        iterations=TREES,
        depth=DEPTH,
        learning_rate=LEARNING_RATE,
        border_count=BORDERS,
        l2_leaf_reg=L2_LEAF_REG,
        random_seed=SEED,
        boosting_type="Plain",
        bootstrap_type="Bernoulli",
        subsample=SEGMENTS_OF_TREE,
        rsm=FEATURES_OF_LEVEL,
        thread_count=THREADS,
        verbose=0,
        allow_writing_files=False,
    )
    model.fit(Pool(features, labels, weight=weights))
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        model.save_model(file.name, format="json")
        return json.load(file)


def encode(learned, names):
    """The bytes of a model file from CatBoost's trees and the names of all features."""
    trees, (scale, bias) = learned["oblivious_trees"], learned["scale_and_bias"]
    bias = bias[0] if isinstance(bias, list) else bias
    borders = defaultdict(set)
    for tree in trees:
        for split in tree["splits"]:
            borders[split["float_feature_index"]].add(float32(split["border"]))
    columns = sorted(borders)
    borders = {column: sorted(borders[column]) for column in columns}
    unit = max(abs(leaf) * scale for tree in trees for leaf in tree["leaf_values"]) / MAX_LEAF
    out = MAGIC + struct.pack("<IIffH", VERSION, hash_of_names(names), unit, bias, len(columns))
    for column in columns:
        count = len(borders[column])
        out += struct.pack(f"<HH{count}f", column, count, *borders[column])
    out += struct.pack("<H", len(trees))
    for tree in trees:
        questions = [
            (
                columns.index(split["float_feature_index"]),
                borders[split["float_feature_index"]].index(float32(split["border"])),
            )
            for split in tree["splits"]
        ]
        leaves = list(tree["leaf_values"])
        # All trees have the same depth in the file: a shallower one repeats its first question.
        while len(questions) < DEPTH:
            questions.append(questions[0])
            leaves *= 2
        out += b"".join(struct.pack("<BB", *question) for question in questions)
        out += struct.pack(f"<{len(leaves)}h", *(round(leaf * scale / unit) for leaf in leaves))
    return out


def float32(number):
    """The 32-bit float nearest to a number."""
    return struct.unpack("<f", struct.pack("<f", number))[0]


def hash_of_names(names):
    """FNV-1a of the names, so that a model is refused by a crate with other features."""
    value = 0x811C9DC5
    for byte in "".join(name + "\n" for name in names).encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    table, path = sys.argv[1:3]
    left_out = int(sys.argv[3]) if len(sys.argv) == 4 else None
    with open(table + ".names", encoding="utf8") as file:
        names = file.read().split("\n")
    learned = fit(*read_table(table, left_out))
    model = encode(learned, names)
    with open(path, "wb") as file:
        file.write(model)
    used = {split["float_feature_index"] for tree in learned["oblivious_trees"] for split in tree["splits"]}
    print(f"{path}: {len(model)} bytes, {len(learned['oblivious_trees'])} trees over {len(used)} features")


if __name__ == "__main__":
    main()

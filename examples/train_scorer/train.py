"""Fits a model: symmetric trees over the features of segments and of pages.

usage: train.py TABLE MODEL [FOLD]
       train.py --choose TABLE

TABLE names the files that the example `features` wrote (TABLE.features.npy and so on). MODEL is written in the format
that the crate reads. With FOLD, the pages of this fold are left out, so that the model can be judged by them.
`--choose` writes the features that the model may ask for to a file beside this program.
"""

import json
import struct
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

# Chosen on the development pages, in five folds by site: see "What was tried" in the model card. `rsm` is the share of
# features that each level of a tree chooses from, `subsample` the share of rows that a tree is fitted to.
COMMON = {
    "depth": 6,
    "border_count": 32,
    "l2_leaf_reg": 5,
    "subsample": 0.7,
    "rsm": 0.25,
    "boosting_type": "Plain",
    "bootstrap_type": "Bernoulli",
    "random_seed": 1,
    # Fixed, so that the bytes do not depend on the number of cores.
    "thread_count": 2,
    "verbose": 0,
    "allow_writing_files": False,
}
CONTENT = {"iterations": 200, "learning_rate": 0.16}
KINDS = {"iterations": 120, "learning_rate": 0.25, "loss_function": "MultiClassOneVsAll", "classes_count": 16}
PAGE_TYPES = {"iterations": 80, "learning_rate": 0.1, "loss_function": "MultiClass", "classes_count": 12}
# The lexical model: multinomial logistic regression, fitted by AdaGrad (Duchi, Hazan, Singer, 2011). Every segment has
# lexical scores of a model that was fitted without its fold.
FOLDS, EPOCHS, BATCH, LEARNING_RATE, L2 = 5, 5, 1024, 0.5, 1e-5
BUCKETS = {"html": 16384 + 8192, "text": 16384}
MAX_WEIGHT = 127
# As in the crate: `MIN_LEXICAL_PROBABILITY` and `LEXICAL_REACHES`.
MIN_LEXICAL_PROBABILITY, LEXICAL_REACHES = 1e-5, (2, 8)
# Half of the many segments of navigation are enough, each with twice the weight.
NAVIGATION = 9
# Trees of the models whose features are counted by `--choose`, and the number of features that are chosen.
CHOOSING_TREES, CHOSEN_FEATURES = 40, 170
# The weight of a page in another layout than that of its set (`plain` for HTML), where it is not in the table.
PLAIN_WEIGHT = 0.5

# The types of pages in the order of the crate's `PageType`, each with its names in the corpora.
TYPES = [
    ["article"],
    ["thread", "forum"],
    ["qa"],
    ["docs", "documentation"],
    ["product"],
    ["collection"],
    ["listing"],
    ["service"],
    ["recipe"],
    ["liveblog"],
    ["home"],
    ["other"],
]

DEPTH = COMMON["depth"]
MAGIC, VERSION = b"dechaffs", 3
# The largest leaf value in the file, as a 16-bit integer.
MAX_LEAF = 32767


class Table:
    """The files of a table. Rows of segments are those of its pages, one after the other."""

    def __init__(self, name, left_out=None, chosen=None):
        import numpy as np

        with open(name + ".pages.tsv", encoding="utf8") as file:
            pages = [line.rstrip("\n").split("\t") for line in file]
        counts = np.array([int(page[7]) for page in pages])
        folds = np.array([int(page[4]) for page in pages])
        features = np.load(name + ".features.npy", mmap_mode="r")
        content, kinds, weights, _ = np.load(name + ".labels.npy").T
        kinds = kinds.astype(int)
        has_kind = kinds >= 0
        rows = np.repeat(folds != left_out, counts)
        is_plain = np.repeat(np.array([page[2] == "plain" for page in pages]), counts)
        is_usual = np.repeat(np.array([page[2] in ("written", "lines") for page in pages]), counts)[rows & has_kind]
        plain_weights = np.where(is_plain, PLAIN_WEIGHT, 1.0)
        chosen = range(features.shape[1]) if chosen is None else chosen
        columns = [features[:, column] for column in chosen]

        self.features = np.stack([column[rows] for column in columns], axis=1)
        self.content, self.weights = content[rows], (weights * plain_weights)[rows]

        self.kind_features = np.stack([column[rows & has_kind] for column in columns], axis=1)
        self.kinds, self.kind_weights = kinds[rows & has_kind], plain_weights[rows & has_kind]
        self.kind_folds = np.repeat(folds, counts)[rows & has_kind]
        row_pages = np.repeat(np.arange(len(pages)), counts)[rows & has_kind]
        buckets = read_buckets(name, rows[has_kind])
        self.lexical, scores = fit_lexical(buckets, self.kinds, self.kind_folds, is_usual)
        lines = lines_of(name + ".names")
        first = next(index for index, line in enumerate(lines) if "lexical " in line)
        for column, values in enumerate(lexical_features(scores, row_pages).T):
            if first + column in chosen:
                self.kind_features[:, list(chosen).index(first + column)] = values

        is_used = folds != left_out
        self.page_features = np.load(name + ".page.npy")[is_used]
        of_type = {alias: index for index, aliases in enumerate(TYPES) for alias in aliases}
        self.page_types = np.array([of_type.get(page[5], -1) for page in pages])[is_used]


def read_buckets(name, is_used):
    """How often each bucket is in each row with a kind."""
    import numpy as np
    from scipy.sparse import csr_matrix

    counts = np.load(name + ".bucket_counts.npy")[:, 0].astype(int)
    buckets = np.fromfile(name + ".buckets", dtype="<u2").astype(int)
    starts = np.concatenate([[0], np.cumsum(counts)])
    width = BUCKETS[Path(name).name]
    rows = csr_matrix((np.ones(len(buckets), np.float32), buckets, starts), shape=(len(counts), width))
    rows.sum_duplicates()
    return rows[is_used]


def softmax(scores):
    import numpy as np

    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def fit_linear(rows, labels):
    """Weights of buckets and biases of a multinomial logistic regression."""
    import numpy as np

    outputs = KINDS["classes_count"]
    matrix, squares = np.zeros((rows.shape[1], outputs), np.float32), np.full((rows.shape[1], 1), 1e-6, np.float32)
    biases, bias_squares = np.zeros(outputs, np.float32), np.full(outputs, 1e-6, np.float32)
    random = np.random.default_rng(COMMON["random_seed"])
    for _ in range(EPOCHS):
        order = random.permutation(len(labels))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            part = rows[batch]
            errors = softmax(part @ matrix + biases)
            errors[np.arange(len(batch)), labels[batch]] -= 1
            buckets = np.unique(part.indices)
            gradient = part[:, buckets].T @ errors / len(batch) + L2 * matrix[buckets]
            squares[buckets] += (gradient**2).mean(axis=1, keepdims=True)
            matrix[buckets] -= LEARNING_RATE * gradient / np.sqrt(squares[buckets])
            gradient = errors.mean(axis=0)
            bias_squares += gradient**2
            biases -= LEARNING_RATE / 5 * gradient / np.sqrt(bias_squares)
    unit = np.abs(matrix).max() / MAX_WEIGHT
    return np.round(matrix / unit).astype(np.int8), unit, biases


def fit_lexical(rows, labels, folds, is_usual):
    """The lexical model, fitted to the pages in their usual layout, and the scores of each row by a model that has not
    seen its fold."""
    import numpy as np

    scores = np.zeros((len(labels), KINDS["classes_count"]), np.float32)
    for fold in range(FOLDS):
        own, others = folds == fold, (folds != fold) & is_usual
        if own.any():
            matrix, unit, biases = fit_linear(rows[others], labels[others])
            scores[own] = rows[own] @ (matrix.astype(np.float32) * unit) + biases
    return fit_linear(rows[is_usual], labels[is_usual]), scores


def lexical_features(scores, pages):
    """The lexical features as the crate computes them: log probabilities, and means over the segments around."""
    import numpy as np

    probabilities = softmax(scores)
    columns = [np.log(np.maximum(probabilities, MIN_LEXICAL_PROBABILITY))]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(pages)) + 1, [len(pages)]])
    for reach in LEXICAL_REACHES:
        means = np.zeros_like(probabilities)
        for start, end in zip(starts[:-1], starts[1:], strict=True):
            sums = np.concatenate([np.zeros((1, probabilities.shape[1])), np.cumsum(probabilities[start:end], axis=0)])
            rows = np.arange(end - start)
            first, last = np.maximum(rows - reach, 0), np.minimum(rows + reach + 1, end - start)
            means[start:end] = (sums[last] - sums[first]) / (last - first)[:, None]
        columns.append(means)
    return np.concatenate(columns, axis=1)


def fit(settings, features, labels, weights=None):
    """CatBoost's model."""
    from catboost import CatBoostClassifier, Pool

    model = CatBoostClassifier(**{**COMMON, **settings})
    model.fit(Pool(features, labels, weight=weights))
    return model


def trees_of(model):
    """CatBoost's trees, as it writes them to JSON."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        model.save_model(file.name, format="json")
        return json.load(file)


def fit_segments(table):
    """The models for content and for kinds."""
    import numpy as np

    content = fit(CONTENT, table.features, table.content, table.weights)
    is_navigation = table.kinds == NAVIGATION
    is_used = ~is_navigation | (np.random.default_rng(COMMON["random_seed"]).random(len(is_navigation)) < 0.5)
    weights = table.kind_weights * np.where(is_navigation, 2.0, 1.0)
    kinds = fit(KINDS, table.kind_features[is_used], table.kinds[is_used], weights[is_used])
    return content, kinds


def fit_pages(table):
    """The model for types of pages."""
    is_known = table.page_types >= 0
    return fit(PAGE_TYPES, table.page_features[is_known], table.page_types[is_known])


def choose(table):
    """The features that content and kinds need most, in the order of the table."""
    CONTENT["iterations"] = KINDS["iterations"] = CHOOSING_TREES
    importance = sum(model.get_feature_importance() / 100 for model in fit_segments(table))
    return sorted(sorted(range(len(importance)), key=lambda index: -importance[index])[:CHOSEN_FEATURES])


def borders_of(forests):
    """The borders of each feature that some tree asks for, ascending."""
    borders = defaultdict(set)
    for forest in forests:
        for tree in forest["oblivious_trees"]:
            for split in tree["splits"]:
                borders[split["float_feature_index"]].add(float32(split["border"]))
    return {column: sorted(borders[column]) for column in sorted(borders)}


def encode_columns(borders, numbers):
    """The bytes of columns; `numbers` are the features of the columns that the trees were fitted to."""
    out = struct.pack("<H", len(borders))
    for column, values in borders.items():
        out += struct.pack(f"<HH{len(values)}f", numbers[column], len(values), *values)
    return out


def encode_forest(forest, borders, outputs):
    """The bytes of a forest, whose trees ask for these columns."""
    trees, (scale, biases) = forest["oblivious_trees"], forest["scale_and_bias"]
    biases = biases if isinstance(biases, list) else [biases]
    biases += [0.0] * (outputs - len(biases))
    position = {column: index for index, column in enumerate(borders)}
    unit = max((abs(leaf) * scale for tree in trees for leaf in tree["leaf_values"]), default=1.0) / MAX_LEAF
    out = struct.pack(f"<H{outputs + 1}fH", outputs, *biases, unit, len(trees))
    for tree in trees:
        questions = []
        for split in tree["splits"]:
            column = split["float_feature_index"]
            questions.append((position[column], borders[column].index(float32(split["border"]))))
        leaves = list(tree["leaf_values"])
        # All trees have the same depth in the file: a shallower one repeats its first question.
        while len(questions) < DEPTH:
            questions.append(questions[0])
            leaves *= 2
        out += b"".join(struct.pack("<BB", *question) for question in questions)
        out += struct.pack(f"<{len(leaves)}h", *(round(leaf * scale / unit) for leaf in leaves))
    return out


def encode_lexical(lexical):
    """The bytes of a lexical model."""
    matrix, unit, biases = lexical
    return struct.pack(f"<{len(biases) + 1}f", unit, *biases) + matrix.tobytes()


def encode(lexical, segments, pages, chosen, names, page_names):
    """The bytes of a model file from CatBoost's trees and the names of all features."""
    out = MAGIC + struct.pack("<III", VERSION, hash_of_names(names), hash_of_names(page_names))
    out += encode_lexical(lexical)
    borders = borders_of(segments)
    out += encode_columns(borders, chosen)
    out += encode_forest(segments[0], borders, 1) + encode_forest(segments[1], borders, len(KIND_NAMES))
    # No first stage: `first_stage.py` adds one.
    out += struct.pack("<H", 0)
    borders = borders_of([pages])
    return out + encode_columns(borders, range(len(page_names))) + encode_forest(pages, borders, len(TYPES))


# The kinds of segments in the order of the table's numbers, for the number of outputs.
KIND_NAMES = range(KINDS["classes_count"])


def float32(number):
    """The 32-bit float nearest to a number."""
    return struct.unpack("<f", struct.pack("<f", number))[0]


def hash_of_names(names):
    """FNV-1a of the names, so that a model is refused by a crate with other features."""
    value = 0x811C9DC5
    for byte in "".join(name + "\n" for name in names).encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def lines_of(path):
    return Path(path).read_text(encoding="utf8").split("\n")


def main():
    arguments = sys.argv[1:]
    is_choosing = arguments[:1] == ["--choose"]
    if is_choosing:
        arguments = arguments[1:]
    if len(arguments) not in ((1,) if is_choosing else (2, 3)):
        sys.exit(__doc__)
    name = arguments[0]
    names, page_names = lines_of(name + ".names"), lines_of(name + ".page.names")
    columns = Path(__file__).with_name(Path(name).name + ".columns")
    if is_choosing:
        columns.write_text("\n".join(names[index] for index in choose(Table(name))) + "\n", encoding="utf8")
        return
    chosen = [names.index(column) for column in lines_of(columns) if column]
    table = Table(name, int(arguments[2]) if len(arguments) == 3 else None, chosen)
    segments, pages = [trees_of(model) for model in fit_segments(table)], trees_of(fit_pages(table))
    model = encode(table.lexical, segments, pages, chosen, names, page_names)
    with open(arguments[1], "wb") as file:
        file.write(model)
    print(f"{arguments[1]}: {len(model)} bytes over {len(borders_of(segments))} features")


if __name__ == "__main__":
    main()

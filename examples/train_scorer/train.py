"""Trains the scorer: symmetric trees over the features of segments, labelled by alignment with gold text.

usage: train.py sets                           the sets that are needed, in order
       train.py judge CORPORA FEATURES         word F1 of pages not trained on, five folds by site
       train.py train CORPORA FEATURES MODEL   trains on all, and writes the model
"""
import json
import re
import struct
import sys
import tempfile
import zlib
from collections import Counter, defaultdict
from urllib.parse import urlparse

import numpy as np

# Their licences allow training; all others are judged by only.
TRAINED_ON = ["wcxb-dev", "fundus", "magic_html", "mercury_parser"]
JUDGED_BY = ["newsfixtures_frde", "htmldate_annotated", "fa_sites", "frde_misc", "django_girls_docs"]
# Pages that do not hold their gold text at all.
UNSOUND = {"4145", "4147", "4278", "4314", "4607", "4838"}
# Pages are left out whose best choice of segments is worse than this against their gold, and count less
# where it is worse than that.
WORST_GOLD, POOR_GOLD, POOR_WEIGHT = 0.5, 0.8, 0.3
FOLDS = 5
TREES, RATE, BORDERS, DEPTH = 300, 0.15, 64, 6
THRESHOLD = -0.2

WORD = re.compile(r"\w+")


def words_of(text):
    return WORD.findall(text.lower())


def f1(found, gold):
    if not gold or not found:
        return float(not gold and not found)
    overlap = sum((Counter(found) & Counter(gold)).values())
    return 2 * overlap / (len(found) + len(gold))


def label(words, gold, trigrams):
    """Whether a segment is in the gold text: as it is, or, of longer ones, most of it."""
    if not words:
        return 0.0
    joined = " ".join(words)
    if f" {joined} " in gold:
        return float(len(words) > 2 or len(joined) > 3)
    if len(words) < 6:
        return 0.0
    own = list(zip(words, words[1:], words[2:]))
    return float(sum(trigram in trigrams for trigram in own) / len(own) > 0.6)


def read(corpora, features):
    """The pages with gold text, and the features of all segments."""
    gold = {}
    for name in TRAINED_ON + JUDGED_BY:
        for line in open(f"{corpora}/{name}/gold.jsonl", encoding="utf8"):
            page = json.loads(line)
            if page.get("text") is not None:
                gold[name, page["id"]] = page
    pages, at = [], 0
    for line in open(features + ".jsonl", encoding="utf8"):
        page = json.loads(line)
        start, at = at, at + len(page["segments"])
        found = gold.get((page["set"], page["id"]))
        if found is None or start == at:
            continue
        gold_words = words_of(found["text"])
        trigrams = set(zip(gold_words, gold_words[1:], gold_words[2:]))
        text = f" {' '.join(gold_words)} "
        words = [words_of(segment) for segment in page["segments"]]
        labels = np.array([label(own, text, trigrams) for own in words], dtype=np.float32)
        host = urlparse(found.get("url") or "").netloc or page["id"]
        site = ".".join(host.removeprefix("www.").split(".")[-2:])
        pages.append({
            "set": page["set"], "id": page["id"], "type": found.get("type"), "lang": found.get("lang"),
            "rows": slice(start, at), "words": words, "labels": labels, "gold": gold_words,
            "fold": zlib.crc32(site.encode()) % FOLDS,
            "best": f1([word for own, kept in zip(words, labels) if kept for word in own], gold_words),
        })
    return pages, np.load(features + ".npy")


def fit(pages, matrix):
    from catboost import CatBoostClassifier, Pool

    pages = [page for page in pages
             if page["set"] in TRAINED_ON and page["id"] not in UNSOUND and page["best"] > WORST_GOLD]
    rows = np.concatenate([matrix[page["rows"]] for page in pages])
    labels = np.concatenate([page["labels"] for page in pages])
    weights = []
    for page in pages:
        # Long segments count more, long pages do not: F1 is taken by page.
        own = np.array([len(words) for words in page["words"]])
        share = (np.sqrt(own) + 0.05) / max(5, own.sum()) ** 0.5
        weights.append(20 * share * (1 if page["best"] > POOR_GOLD else POOR_WEIGHT))
    model = CatBoostClassifier(
        iterations=TREES, depth=DEPTH, learning_rate=RATE, border_count=BORDERS, l2_leaf_reg=5, random_seed=1,
        boosting_type="Plain", bootstrap_type="No", thread_count=2, verbose=0, allow_writing_files=False)
    model.fit(Pool(rows, labels, weight=np.concatenate(weights)))
    return model


def judge(pages, matrix):
    figures = defaultdict(list)
    for fold in range(FOLDS):
        model = fit([page for page in pages if page["fold"] != fold], matrix)
        for page in (page for page in pages if page["fold"] == fold):
            odds = model.predict(matrix[page["rows"]], prediction_type="RawFormulaVal")
            found = [word for own, odd in zip(page["words"], odds) if odd > THRESHOLD for word in own]
            value = f1(found, page["gold"])
            for key in (page["set"], f"{page['set']} {page['type']}", f"{page['set']} {page['lang']}"):
                figures[key].append(value)
    for key, values in figures.items():
        if len(values) >= 10:
            print(f"{key:32} {len(values):5} pages  F1 {np.mean(values):.4f}")


def write(model, names, path):
    """The format that src/filter/scorer/model.rs reads."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        model.save_model(file.name, format="json")
        learned = json.load(file)
    trees, (scale, bias) = learned["oblivious_trees"], learned["scale_and_bias"]
    bias = bias[0] if isinstance(bias, list) else bias
    borders = defaultdict(set)
    for tree in trees:
        for split in tree["splits"]:
            borders[split["float_feature_index"]].add(np.float32(split["border"]))
    columns = sorted(borders)
    borders = {column: sorted(borders[column]) for column in columns}
    names_hash = 0x811C9DC5
    for byte in "".join(name + "\n" for name in names).encode():
        names_hash = (names_hash ^ byte) * 0x01000193 & 0xFFFFFFFF
    unit = max(abs(leaf) * scale for tree in trees for leaf in tree["leaf_values"]) / 32767
    out = b"dechaffs" + struct.pack("<IIffH", 1, names_hash, unit, bias, len(columns))
    for column in columns:
        out += struct.pack("<HH", column, len(borders[column])) + np.array(borders[column], "<f4").tobytes()
    out += struct.pack("<H", len(trees))
    for tree in trees:
        questions = [(columns.index(split["float_feature_index"]),
                      borders[split["float_feature_index"]].index(np.float32(split["border"])))
                     for split in tree["splits"]]
        leaves = list(tree["leaf_values"])
        # A tree with fewer levels asks its first question again; the answer is known.
        while len(questions) < DEPTH:
            questions.append(questions[0])
            leaves *= 2
        out += b"".join(struct.pack("<BB", *question) for question in questions)
        out += np.round(np.array(leaves) * scale / unit).astype("<i2").tobytes()
    with open(path, "wb") as file:
        file.write(out)
    print(f"{path}: {len(out)} bytes, {len(trees)} trees over {len(columns)} features")


def main():
    task, *arguments = sys.argv[1:] or [""]
    if task == "sets":
        print(*TRAINED_ON, *JUDGED_BY)
    elif task == "judge" and len(arguments) == 2:
        judge(*read(*arguments))
    elif task == "train" and len(arguments) == 3:
        pages, matrix = read(*arguments[:2])
        names = open(arguments[1] + ".names", encoding="utf8").read().split("\n")
        write(fit(pages, matrix), names, arguments[2])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()

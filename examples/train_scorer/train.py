"""Trains the scorer: symmetric trees over the features of segments, labelled by alignment with gold text.

usage: train.py sets                                    the sets that are needed, in order
       train.py train CORPORA FEATURES MODEL [FOLD]     trains on all pages, or all but those of a fold; writes the model
       train.py score CORPORA PREDICTIONS...            word F1 of bodies

FEATURES.folds has a line a page: set, id, site, fold, as `evaluate --split-by-site` lists them.
"""
import json
import re
import struct
import sys
import tempfile
from collections import Counter, defaultdict

import numpy as np

# Their licences allow training; all others are judged by only.
TRAINED_ON = ["wcxb-dev", "fundus", "magic_html", "mercury_parser"]
# These have only some lines that are, and some that are not in the body.
SNIPPETS_OF = ["trafilatura_eval"]
JUDGED_BY = ["newsfixtures_frde", "htmldate_annotated", "fa_sites", "frde_misc", "django_girls_docs"]
# Pages that do not hold their gold text at all.
UNSOUND = {"4145", "4147", "4278", "4314", "4607", "4838"}
# Pages are left out whose best choice of segments is worse than this against their gold, and count less
# where it is worse than that.
WORST_GOLD, POOR_GOLD, POOR_WEIGHT = 0.5, 0.8, 0.3
# The few segments of a page that snippets speak of count so much more.
SNIPPET_WEIGHT = 3
TREES, RATE, BORDERS, DEPTH = 300, 0.12, 32, 6
# Each tree sees so much of the segments, each of its levels so much of the features.
SAMPLE, FEATURES_OF_LEVEL = 0.7, 0.25
# A segment of so many words is known by its trigrams.
LONG = 6

WORD = re.compile(r"\w+")


def words_of(text):
    return WORD.findall(text.lower())


def f1(found, gold):
    if not gold or not found:
        return float(not gold and not found)
    overlap = sum((Counter(found) & Counter(gold)).values())
    return 2 * overlap / (len(found) + len(gold))


def labels_of(segments, gold, hidden):
    """Which segments are in the gold text. Each of its words serves once: pages say things twice, and the labels of
    menus stand in the text as well. Long segments come first, then short ones, those first that stand among others
    that fit; hidden ones last."""
    text = f" {' '.join(gold)} "
    trigrams = set(zip(gold, gold[1:], gold[2:]))

    def fits(words):
        if f" {' '.join(words)} " in text:
            return True
        own = list(zip(words, words[1:], words[2:])) if len(words) >= LONG else []
        return len(own) > 0 and sum(trigram in trigrams for trigram in own) / len(own) > 0.6

    labels = np.zeros(len(segments), dtype=np.float32)
    fitting = [place for place, words in enumerate(segments) if words and fits(words)]
    left = Counter(gold)

    def take(place, least):
        found = Counter(segments[place]) & left
        if sum(found.values()) >= least * len(segments[place]):
            labels[place] = 1
            left.subtract(found)

    for place in sorted((place for place in fitting if len(segments[place]) >= LONG),
                        key=lambda place: (hidden[place], -len(segments[place]), place)):
        take(place, 0.6)
    short = [place for place in fitting if len(segments[place]) < LONG]
    anchors = np.flatnonzero(labels)
    if len(anchors) == 0 and short:
        weights = np.zeros(len(segments))
        weights[short] = [len(segments[place]) for place in short]
        anchors = np.array([np.convolve(weights, np.ones(41), "same").argmax()])
    beside = np.zeros(len(segments))
    beside[fitting] = 1
    beside = np.convolve(beside, np.ones(7) / 7, "same")

    def distance(place):
        at = np.searchsorted(anchors, place)
        return min(abs(anchors[near] - place) for near in (at - 1, at) if 0 <= near < len(anchors))

    for place in sorted(short, key=lambda place: (hidden[place], distance(place) - 20 * beside[place], place)):
        take(place, 1)
    return labels


def labels_by_snippets(segments, page):
    """1 where a snippet of the body stands, 0 where one that must not be in it or a comment does, NaN for all else."""
    texts = [f" {' '.join(words)} " for words in segments]

    def holding(snippet):
        snippet = f" {' '.join(words_of(snippet))} "
        return [place for place, text in enumerate(texts) if snippet.strip() and snippet in text]

    labels = np.full(len(segments), np.nan, dtype=np.float32)
    comments = [line for line in (page.get("comments") or "").splitlines() if len(words_of(line)) >= LONG]
    for snippet in (page.get("without") or []) + comments:
        labels[holding(snippet)] = 0
    for snippet in page.get("with") or []:
        # Teasers and titles repeat what stands in the body; of all that hold it, the body has the longest.
        found = holding(snippet)
        if found:
            labels[max(found, key=lambda place: len(texts[place]))] = 1
    return labels


def gold_of(corpora, sets):
    gold = {}
    for name in sets:
        for line in open(f"{corpora}/{name}/gold.jsonl", encoding="utf8"):
            page = json.loads(line)
            if page.get("text") is not None or name in SNIPPETS_OF:
                gold[name, page["id"]] = page
    return gold


def read(corpora, features):
    """The pages to train on, and the features of all segments."""
    gold = gold_of(corpora, TRAINED_ON + SNIPPETS_OF)
    folds = {}
    for line in open(features + ".folds", encoding="utf8"):
        name, page, _, fold = line.rstrip("\n").split("\t")
        folds[name, page] = int(fold)
    matrix = np.load(features + ".npy", mmap_mode="r")
    hidden = np.array(matrix[:, names_of(features).index("hidden")]) > 0
    pages, at = [], 0
    for line in open(features + ".jsonl", encoding="utf8"):
        page = json.loads(line)
        start, at = at, at + len(page["segments"])
        key = page["set"], page["id"]
        if key not in gold or start == at or page["id"] in UNSOUND:
            continue
        words = [words_of(segment) for segment in page["segments"]]
        if page["set"] in SNIPPETS_OF:
            labels, weight = labels_by_snippets(words, gold[key]), SNIPPET_WEIGHT
        else:
            gold_words = words_of(gold[key]["text"])
            labels = labels_of(words, gold_words, hidden[start:at])
            best = f1([word for own, kept in zip(words, labels) if kept for word in own], gold_words)
            weight = 0 if best <= WORST_GOLD else POOR_WEIGHT if best <= POOR_GOLD else 1
        if weight > 0:
            pages.append({
                "rows": slice(start, at), "words": words, "labels": labels, "weight": weight, "fold": folds[key]})
    return pages, matrix


def names_of(features):
    return open(features + ".names", encoding="utf8").read().split("\n")


def fit(pages, matrix):
    from catboost import CatBoostClassifier, Pool

    rows = np.concatenate([matrix[page["rows"]] for page in pages])
    labels = np.concatenate([page["labels"] for page in pages])
    weights = []
    for page in pages:
        # Long segments count more, long pages do not: F1 is taken by page.
        own = np.array([len(words) for words in page["words"]])
        share = (np.sqrt(own) + 0.05) / max(5, own.sum()) ** 0.5
        weights.append(20 * share * page["weight"])
    model = CatBoostClassifier(
        iterations=TREES, depth=DEPTH, learning_rate=RATE, border_count=BORDERS, l2_leaf_reg=5, random_seed=1,
        boosting_type="Plain", bootstrap_type="Bernoulli", subsample=SAMPLE, rsm=FEATURES_OF_LEVEL, thread_count=2,
        verbose=0, allow_writing_files=False)
    known = ~np.isnan(labels)
    model.fit(Pool(rows[known], labels[known], weight=np.concatenate(weights)[known]))
    return model


def score(corpora, predictions):
    bodies = {}
    for path in predictions:
        for line in open(path, encoding="utf8"):
            page = json.loads(line)
            bodies[page["id"]] = page["text"]
    figures = defaultdict(list)
    snippets = Counter()
    for (name, page), gold in gold_of(corpora, TRAINED_ON + SNIPPETS_OF + JUDGED_BY).items():
        body = " ".join(bodies.get(page, "").split()).lower()
        if name in SNIPPETS_OF:
            for kind in ("with", "without"):
                found = [" ".join(snippet.split()).lower() in body for snippet in gold.get(kind) or []]
                snippets.update({(kind, True): sum(found), (kind, False): len(found) - sum(found)})
            continue
        value = f1(words_of(bodies.get(page, "")), words_of(gold["text"]))
        for key in (name, f"{name} {gold.get('type')}", f"{name} {gold.get('lang')}"):
            figures[key].append(value)
    for key, values in figures.items():
        if len(values) >= 10:
            print(f"{key:32} {len(values):5} pages  F1 {np.mean(values):.4f}")
    kept = snippets["with", True]
    print(f"{' '.join(SNIPPETS_OF):32} snippets  F1 "
          f"{2 * kept / (2 * kept + snippets['with', False] + snippets['without', True]):.4f}")


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
        print(*TRAINED_ON, *SNIPPETS_OF, *JUDGED_BY)
    elif task == "train" and len(arguments) in (3, 4):
        pages, matrix = read(*arguments[:2])
        left_out = int(arguments[3]) if len(arguments) == 4 else None
        write(fit([page for page in pages if page["fold"] != left_out], matrix), names_of(arguments[1]), arguments[2])
    elif task == "score" and len(arguments) >= 2:
        score(arguments[0], arguments[1:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()

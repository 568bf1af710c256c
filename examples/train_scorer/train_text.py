"""Trains the scorer for plain text, on pages of HTML that were flattened and on labelled lines.

usage: train_text.py corpora CORPORA               the folders and files that are needed, in order
       train_text.py judge CORPORA FEATURES        how good it is on pages not trained on, five folds by site
       train_text.py train CORPORA FEATURES MODEL  trains on all, and writes the model
"""
import gzip
import json
import sys
import zlib
from collections import Counter, defaultdict
from urllib.parse import urlparse

import numpy as np
from train import POOR_GOLD, POOR_WEIGHT, UNSOUND, WORST_GOLD, f1, labels_of, words_of, write

# Their licences allow training; all others are judged by only.
TRAINED_ON = ["wcxb-dev", "fundus", "magic_html", "mercury_parser"]
# Snippets that must and must not be in the body, and comments: what they are not found in is left out.
SNIPPETS = ["trafilatura_eval"]
LINES_TRAINED_ON = ["synth_fa", "voa_dari_text"]
JUDGED_BY = ["newsfixtures_frde", "htmldate_annotated", "fa_sites", "frde_misc", "django_girls_docs"]
# Pages of the sets above, flattened by others; and pages whose licence does not allow training.
LINES_JUDGED_BY = ["flat_lines", "comment_lines"]
# What else pages were flattened to than a line for each block, and what labels by snippets are worth.
OTHER_WAYS, OF_SNIPPETS = 0.5, 0.25
FOLDS = 5
TREES, RATE, BORDERS, DEPTH = 300, 0.12, 32, 6
# Each tree sees so much of the segments, each of its levels so much of the features.
SAMPLE, FEATURES_OF_LEVEL = 0.7, 0.25
# Log odds that are enough, and how much more it takes where a filter is so sure of a comment (on an article, below so
# much running text, more) or of other boilerplate (in articles, and of kinds that no page is about, more): as in
# src/filter/text_content.rs.
BALANCED, SHORTEST_ARTICLE = -1.0, 30
THRESHOLDS = [-1.5, -1.2, -1.0, -0.7, -0.3, 0.2]
COMMENT, AGAINST_COMMENT, AGAINST_COMMENT_ON_ARTICLE = 0.7, 1.8, 4.0
BOILERPLATE, AGAINST_BOILERPLATE, AGAINST_IN_ARTICLE, AGAINST_NEVER_CONTENT = 0.6, 0.5, 1.2, 2.0
NEVER_CONTENT = ["spam", "support", "consent", "legal"]
ARTICLE, PROSE_OF_ARTICLE = 300, 0.6


def site_of(url, name):
    host = urlparse(url or "").netloc or name
    return ".".join(host.removeprefix("www.").split(".")[-2:])


def read(corpora, features):
    """The pages with their labels, and the features of all segments."""
    gold, lines = {}, {}
    for name in TRAINED_ON + SNIPPETS + JUDGED_BY:
        for row in open(f"{corpora}/{name}/gold.jsonl", encoding="utf8"):
            row = json.loads(row)
            gold[name, row["id"]] = row
    for name in LINES_TRAINED_ON + LINES_JUDGED_BY:
        for row in gzip.open(f"{corpora}/text/{name}.jsonl.gz", "rt", encoding="utf8"):
            row = json.loads(row)
            lines[name, row["id"]] = row
    pages, at = [], 0
    for row in open(features + ".jsonl", encoding="utf8"):
        row = json.loads(row)
        start, at = at, at + len(row["segments"])
        if start == at:
            continue
        words = [words_of(segment) for segment in row["segments"]]
        page = {
            "set": row["set"], "id": row["id"], "way": row.get("way"), "rows": slice(start, at), "words": words,
            "counts": np.array([len(own) for own in words]),
            "bytes": np.array([len(segment.encode()) for segment in row["segments"]]),
            "known": np.ones(len(words), dtype=bool), "best": 1.0, "type": None,
        }
        if row["set"] in LINES_TRAINED_ON + LINES_JUDGED_BY:
            label_lines(page, lines[row["set"], row["id"]], row["lines"])
            # The same page in the set it is of.
            name, _, own = row["id"].partition("/")
            name = {"wcxb": "wcxb-dev", "trafilatura": "trafilatura_eval"}.get(name, name)
            site = site_of(gold.get((name, own), {}).get("url"), own or row["id"])
        else:
            found = gold[row["set"], row["id"]]
            page["type"], page["lang"] = found.get("type"), found.get("lang")
            site = site_of(found.get("url"), row["id"])
            if found.get("text") is None:
                label_by_snippets(page, found)
            else:
                label_by_gold(page, words_of(found["text"]))
        page["fold"] = zlib.crc32(site.encode()) % FOLDS
        pages.append(page)
    return pages, np.load(features + ".npy")


def label_lines(page, row, line_of):
    names = {0: "drop", 1: "keep"}
    page["lang"] = row.get("lang")
    page["line_of"] = np.array(line_of)
    page["line_labels"] = np.array([names.get(name, name) for name in row["labels"]])
    page["line_bytes"] = np.array([len(line.encode()) for line in row["lines"]])
    own = page["line_labels"][page["line_of"]]
    page["labels"] = (own == "keep").astype(np.float32)
    page["known"] = np.isin(own, ["keep", "drop", "comment"])


def label_by_gold(page, gold):
    page["gold"] = gold
    page["labels"] = labels_of(page["words"], gold, np.zeros(len(page["words"])))
    page["best"] = f1([word for own, kept in zip(page["words"], page["labels"]) if kept for word in own], gold)


def label_by_snippets(page, found):
    def folded(snippets):
        snippets = [snippets] if isinstance(snippets, str) else snippets or []
        return [text for text in (" ".join(words_of(snippet)) for snippet in snippets) if text]

    wanted, unwanted = folded(found.get("with")), folded(found.get("without"))
    comments = f" {' '.join(folded(found.get('comments')))} "
    texts = [" ".join(own) for own in page["words"]]
    page["labels"] = np.array([any(snippet in text for snippet in wanted) for text in texts], dtype=np.float32)
    page["known"] = np.array([
        kept > 0 or any(snippet in text for snippet in unwanted) or len(own) >= 3 and f" {text} " in comments
        for kept, text, own in zip(page["labels"], texts, page["words"])])


def is_trained_on(page):
    if page["set"] in TRAINED_ON:
        return page["id"] not in UNSOUND and page["best"] > WORST_GOLD
    return page["set"] in SNIPPETS + LINES_TRAINED_ON


def weights(page):
    # Long segments count more, long pages do not: F1 is taken by page.
    share = (np.sqrt(page["counts"]) + 0.05) / max(5, page["counts"].sum()) ** 0.5
    of_page = 1 if page["best"] > POOR_GOLD else POOR_WEIGHT
    if page["set"] in SNIPPETS:
        of_page = OF_SNIPPETS
    elif page["way"] not in (None, "lines"):
        of_page *= OTHER_WAYS
    return 20 * share * of_page


def fit(pages, matrix):
    from catboost import CatBoostClassifier, Pool

    pages = [page for page in pages if is_trained_on(page)]
    known = [page["known"] for page in pages]
    places = [np.arange(page["rows"].start, page["rows"].stop)[own] for page, own in zip(pages, known)]
    rows = matrix[np.concatenate(places)]
    labels = np.concatenate([page["labels"][own] for page, own in zip(pages, known)])
    weight = np.concatenate([weights(page)[own] for page, own in zip(pages, known)])
    model = CatBoostClassifier(
        iterations=TREES, depth=DEPTH, learning_rate=RATE, border_count=BORDERS, l2_leaf_reg=5, random_seed=1,
        boosting_type="Plain", bootstrap_type="Bernoulli", subsample=SAMPLE, rsm=FEATURES_OF_LEVEL, thread_count=2, verbose=0, allow_writing_files=False)
    model.fit(Pool(rows, labels, weight=weight))
    return model


def against(rows, odds, names):
    """What the filters are sure of, by the log odds of the segments."""
    column = {name: rows[:, names.index(name)] for name in (
        "boilerplate", "comment", "running text before comments", "prose before comments")}
    on_article = (column["running text before comments"] >= ARTICLE) & (
        column["prose before comments"] >= PROSE_OF_ARTICLE)
    of_comment = np.where(on_article, AGAINST_COMMENT_ON_ARTICLE, AGAINST_COMMENT)
    of_boilerplate = np.where(column["boilerplate"] >= BOILERPLATE, AGAINST_BOILERPLATE, 0)
    words, prose = rows[:, names.index("words")], rows[:, names.index("prose")]
    words = words[odds > BALANCED], (words * prose)[odds > BALANCED]
    if words[1].sum() >= max(SHORTEST_ARTICLE, PROSE_OF_ARTICLE * words[0].sum()):
        of_boilerplate = np.where(column["boilerplate"] >= BOILERPLATE, AGAINST_IN_ARTICLE, 0)
    for kind in NEVER_CONTENT:
        is_sure = rows[:, names.index(f"mark {kind}")] >= BOILERPLATE
        of_boilerplate = np.where(is_sure, AGAINST_NEVER_CONTENT, of_boilerplate)
    return np.where(column["comment"] >= COMMENT, of_comment, of_boilerplate)


def judge(pages, matrix, names):
    odds = {}
    for fold in range(FOLDS):
        model = fit([page for page in pages if page["fold"] != fold], matrix)
        for number, page in enumerate(pages):
            if page["fold"] == fold:
                odds[number] = model.predict(matrix[page["rows"]], prediction_type="RawFormulaVal")
                odds[number] -= against(matrix[page["rows"]], odds[number], names)
    for threshold in THRESHOLDS:
        print(f"\nlog odds above {threshold}")
        report(pages, [odds[number] > threshold for number in range(len(pages))])


def report(pages, kept_of):
    figures, lines = defaultdict(list), defaultdict(Counter)
    for page, kept in zip(pages, kept_of):
        if "gold" in page:
            value = f1([word for own, is_kept in zip(page["words"], kept) if is_kept for word in own], page["gold"])
            for key in (page["set"], f"{page['set']} {page['type']}", f"{page['set']} {page['lang']}"):
                figures[f"{key}, {page['way']}"].append(value)
        if page["set"] in LINES_JUDGED_BY:
            for key in (page["set"], f"{page['set']} {page['lang']}"):
                add_lines(lines[key], page, kept)
    for key, values in figures.items():
        if len(values) >= 10:
            print(f"{key:45} {len(values):5} pages  F1 {np.mean(values):.4f}")
    for key, count in lines.items():
        precision = count["kept body"] / max(1, count["kept"])
        recall = count["kept body"] / max(1, count["body"])
        print(f"{key:45} body P {precision:.4f} R {recall:.4f}  lines right {count['right'] / max(1, count['lines']):.4f}"
              + (f"  comments leaked {count['leaked'] / count['comment']:.4f}" if count["comment"] else ""))


def add_lines(count, page, kept):
    """A line is kept where most of its bytes are."""
    sizes, labels = page["line_bytes"], page["line_labels"]
    of_line = np.bincount(page["line_of"], weights=page["bytes"] * kept, minlength=len(sizes))
    kept = of_line * 2 > sizes
    body, comment = labels == "keep", labels == "comment"
    known = body | comment | (labels == "drop")
    count["body"] += sizes[body].sum()
    count["kept"] += sizes[known & kept].sum()
    count["kept body"] += sizes[body & kept].sum()
    count["comment"] += sizes[comment].sum()
    count["leaked"] += sizes[comment & kept].sum()
    count["lines"] += known.sum()
    count["right"] += (known & (kept == body)).sum()


def main():
    task, *arguments = sys.argv[1:] or [""]
    if task == "corpora" and len(arguments) == 1:
        print(*(f"{arguments[0]}/{name}" for name in TRAINED_ON + SNIPPETS + JUDGED_BY),
              *(f"{arguments[0]}/text/{name}.jsonl.gz" for name in LINES_TRAINED_ON + LINES_JUDGED_BY))
        return
    if len(arguments) < 2:
        sys.exit(__doc__)
    pages, matrix = read(*arguments[:2])
    names = open(arguments[1] + ".names", encoding="utf8").read().split("\n")
    if task == "judge" and len(arguments) == 2:
        judge(pages, matrix, names)
    elif task == "train" and len(arguments) == 3:
        write(fit(pages, matrix), names, arguments[2])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main()

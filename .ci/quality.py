"""Compares the figures of `evaluate` with those on record, and fails if one has fallen.

usage: quality.py EVALUATION.json RECORD.json [--raise]

EVALUATION.json is what `evaluate --json` printed. RECORD.json has the best figures so far: word F1 of each corpus and
of its groups (page type, language), F1 of snippets, empty bodies. With --raise, better figures are written to it.
"""

import json
import sys

# A figure may be this much lower: a few pages are borderline.
TOLERANCE = 0.003
# Smaller groups are not on record: their mean varies too much.
MIN_GROUP_PAGES = 10
MAX_LEAKED_COMMENTS = 0.03
# Pages without a body: the more of them come out empty, the better.
WITHOUT_BODIES = "voa_dari_homepages"


def figures(evaluation):
    """Every figure with its name. The higher, the better."""
    for corpus, of_corpus in sorted(evaluation.items()):
        if corpus == WITHOUT_BODIES:
            yield f"{corpus}: empty bodies", of_corpus["empty"]
            continue
        for group, of_group in sorted((of_corpus.get("groups") or {}).items()):
            if of_group["n"] >= MIN_GROUP_PAGES:
                yield f"{corpus}, {group}: word F1", of_group["f1"]
        snippets = of_corpus.get("snippets") or {}
        if snippets.get("f1"):
            yield f"{corpus}: snippet F1", snippets["f1"]


def leaked_comments(evaluation):
    """The share of comments in bodies: of words if the gold has a text, of lines elsewhere."""
    sets = [of_corpus["comments"] for of_corpus in evaluation.values() if of_corpus.get("comments")]
    for unit in ("words", "lines"):
        leaked, count = (sum(of_set[key] for of_set in sets) for key in (f"{unit}_leaked", unit))
        yield unit, leaked / max(1, count)


def fallen(reached, record):
    """A sentence for every figure on record that was not reached."""
    for name, recorded in record.items():
        value = reached.get(name)
        if value is None:
            yield f"{name} is missing, on record is {recorded}"
        elif value < recorded - TOLERANCE:
            yield f"{name} is {value:.4f}, on record is {recorded}"


def raised(reached, record):
    """The record with the better of both figures."""
    return {name: max(round(value, 4), record.get(name, 0)) for name, value in reached.items()}


def load(path):
    with open(path, encoding="utf8") as file:
        return json.load(file)


def main():
    paths = [argument for argument in sys.argv[1:] if argument != "--raise"]
    if len(paths) != 2:
        sys.exit(__doc__)
    evaluation, record = map(load, paths)
    reached = dict(figures(evaluation))
    faults = list(fallen(reached, record))
    for unit, share in leaked_comments(evaluation):
        print(f"{share:.4f} of the comments' {unit} are in bodies")
        if share > MAX_LEAKED_COMMENTS:
            faults.append(f"more than {MAX_LEAKED_COMMENTS} of the comments' {unit} are in bodies")
    if "--raise" in sys.argv:
        with open(paths[1], "w", encoding="utf8") as file:
            json.dump(raised(reached, record), file, indent=1, ensure_ascii=False)
            file.write("\n")
    print("\n".join(faults) or f"{len(record)} figures are as high as on record, or higher")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()

"""Compares the figures of `evaluate` with those on record, and fails where one has fallen.

usage: quality.py EVALUATION.json RECORD.json [--raise]

EVALUATION.json is what `evaluate --json` printed. RECORD.json has the figures that were reached: a set, its
groups of ten pages or more (type, language), the word F1 of each; snippets, comments, empty bodies.
With --raise, figures that are better than the record are written to it.
"""
import json
import sys

# A figure may fall so far: some pages lie on an edge.
SLACK = 0.003
FEWEST_PAGES = 10
MOST_LEAKED = 0.03


def figures(evaluation):
    """Every figure by its name; the greater is the better one."""
    for corpus, of_corpus in sorted(evaluation.items()):
        for group, of_group in sorted((of_corpus.get("groups") or {}).items()):
            if of_group["n"] >= FEWEST_PAGES and corpus != "voa_dari_homepages":
                yield f"{corpus}, {group}: word F1", of_group["f1"]
        snippets = of_corpus.get("snippets") or {}
        if snippets.get("f1"):
            yield f"{corpus}: snippet F1", snippets["f1"]
        if corpus == "voa_dari_homepages":
            yield f"{corpus}: empty bodies", of_corpus["empty"]


def leaked(evaluation):
    """The share of comments that is in bodies: of words where the gold has them, of lines elsewhere."""
    sets = [of_corpus["comments"] for of_corpus in evaluation.values() if of_corpus.get("comments")]
    for unit in ("words", "lines"):
        yield unit, sum(of_set[f"{unit}_leaked"] for of_set in sets) / max(1, sum(of_set[unit] for of_set in sets))


def main():
    evaluation = json.load(open(sys.argv[1], encoding="utf8"))
    record = json.load(open(sys.argv[2], encoding="utf8"))
    reached = dict(figures(evaluation))
    fallen = []
    for name, floor in record.items():
        value = reached.get(name)
        if value is None or value < floor - SLACK:
            fallen.append(f"{name} is {value}, on record is {floor}")
    for unit, share in leaked(evaluation):
        print(f"{share:.4f} of the comments' {unit} are in bodies")
        if share > MOST_LEAKED:
            fallen.append(f"that is more than {MOST_LEAKED}")
    if "--raise" in sys.argv:
        record = {name: max(round(value, 4), record.get(name, 0)) for name, value in reached.items()}
        with open(sys.argv[2], "w", encoding="utf8") as file:
            json.dump(record, file, indent=1, ensure_ascii=False)
            file.write("\n")
    print("\n".join(fallen) or f"{len(record)} figures are what they were, or better")
    sys.exit(bool(fallen))


main()

"""Fails where a scorer's printed figures fall under the bar.

usage: floors.py spans|comments|languages FILE   FILE holds what score_spans.py, score_lines.py or
score_language.py printed
"""
import re
import sys


def figure(pattern, text):
    found = re.search(pattern, text)
    if not found:
        sys.exit(f"no figure {pattern!r} in the scores")
    return [float(group) for group in found.groups()]


def spans(text):
    for name, f1 in re.findall(r"^(\S+\.txt): .*? F1 ([\d.]+)", text, re.M):
        yield f"body F1 of {name}", float(f1), 0.985
    total = next(line for line in text.splitlines() if line.startswith("ALL:"))
    yield "mean body F1", figure(r"mean F1 ([\d.]+)", total)[0], 0.99
    for what, floor in (("kinds", 0.95), ("langs", 0.99)):
        right, of = figure(what + r" (\d+)/(\d+)", total)
        yield f"{what} right", right / of, floor
    yield "minus cover faults", -figure(r"cover faults (\d+)", total)[0], 0


def comments(text):
    total = next(line for line in text.splitlines() if line.startswith("ALL"))
    yield "body recall", figure(r" R ([\d.]+)", total)[0], 0.92
    yield "minus leaked comments", -figure(r"leaked ([\d.]+)", total)[0], -0.15
    # Quotations of the article inside comments count as body there: 1.8 of the 2.4 % are theirs.
    yield "minus body called comment", -figure(r"body called comment ([\d.]+)", total)[0], -0.025


def languages(text):
    bars = {"ntrex512": (98.8, 97.0), "head": (98.8, 0), "sent": (99.5, 0), "pair": (92, 0), "word": (73, 0)}
    for name, (five_way, macro) in bars.items():
        line = next(line for line in text.splitlines() if line.startswith(name + ":"))
        yield f"5-way of {name}", figure(r"5-way ([\d.]+)", line)[0], five_way
        yield f"macro F1 of {name}", figure(r"macro F1 ([\d.]+)", line)[0], macro


def main():
    text = open(sys.argv[2], encoding="utf8").read()
    low = [(name, value, floor) for name, value, floor in globals()[sys.argv[1]](text) if value < floor]
    for name, value, floor in low:
        print(f"{name} is {abs(value):.4f}, the bar is {abs(floor):.4f}")
    sys.exit(bool(low))


main()

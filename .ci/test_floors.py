"""Tests of floors.py. Run `python3 -m unittest discover .ci`."""

import unittest

import floors

SPANS = """one.txt: body P 1.000 R 0.990 F1 0.995 kinds 9/10
two.txt: body P 0.900 R 0.900 F1 0.900 kinds 1/2
ALL: 2 pages, mean F1 0.9475, kinds 10/12, langs 200/201, cover faults 1
"""
COMMENTS = """de   body P 0.5 R 0.5 F1 0.5 | lines right 0.9 of 10
ALL  body P 0.8123 R 0.9336 F1 0.8687 | lines right 0.9 of 99 | comments leaked 0.0458, called comment 0.9, """ + (
    "body called comment 0.0263"
)


class Floors(unittest.TestCase):
    def test_spans(self):
        found = list(floors.spans(SPANS))
        self.assertEqual(found[0], ("body F1 of one.txt", 0.995, floors.MIN_PAGE_F1))
        self.assertEqual([name for name, *_ in found[2:]][-1], "minus cover faults")
        self.assertEqual(
            [sentence.split(" is ")[0] for sentence in floors.too_low(found)],
            ["body F1 of two.txt", "mean body F1", "share of kinds right", "minus cover faults"],
        )

    def test_comments(self):
        found = {name: value for name, value, _ in floors.comments(COMMENTS)}
        self.assertEqual(
            found, {"body recall": 0.9336, "minus leaked comments": -0.0458, "minus body called comment": -0.0263}
        )
        self.assertEqual(
            floors.too_low(floors.comments(COMMENTS)), ["minus body called comment is -0.0263, the floor is -0.0250"]
        )

    def test_languages(self):
        text = "".join(f"{name}: 5-way 99.6 macro F1 98.1\n" for name in floors.MIN_LANGUAGES)
        self.assertEqual(floors.too_low(floors.languages(text)), [])
        low = floors.too_low(floors.languages(text.replace("sent: 5-way 99.6", "sent: 5-way 99.4")))
        self.assertEqual(low, ["5-way of sent is 99.4000, the floor is 99.5000"])

    def test_missing_figures_are_named(self):
        for text in ("", "ALL: mean F2 0.9"):
            with self.assertRaisesRegex(SystemExit, "no (line|figure)"):
                list(floors.spans(text))


if __name__ == "__main__":
    unittest.main()

"""Tests of quality.py. Run `python3 -m unittest discover .ci`."""

import unittest

import quality

EVALUATION = {
    "pages": {
        "groups": {"all": {"n": 12, "f1": 0.91237}, "lang fa": {"n": 9, "f1": 0.5}},
        "snippets": {"f1": 0.8},
        "comments": {"words": 100, "words_leaked": 2, "lines": 0, "lines_leaked": 0},
        "empty": 1,
    },
    "more": {"groups": {}, "snippets": None, "comments": None, "empty": 0},
    quality.WITHOUT_BODIES: {"groups": {"all": {"n": 11, "f1": 1.0}}, "snippets": None, "comments": None, "empty": 11},
}


class Quality(unittest.TestCase):
    def setUp(self):
        self.reached = dict(quality.figures(EVALUATION))

    def test_small_groups_are_left_out(self):
        self.assertEqual(
            self.reached,
            {"pages, all: word F1": 0.91237, "pages: snippet F1": 0.8, "voa_dari_homepages: empty bodies": 11},
        )

    def test_fallen_figures_are_named(self):
        record = {"pages, all: word F1": 0.9153, "pages: snippet F1": 0.8031, "gone: word F1": 0.7}
        self.assertEqual(
            list(quality.fallen(self.reached, record)),
            ["pages: snippet F1 is 0.8000, on record is 0.8031", "gone: word F1 is missing, on record is 0.7"],
        )

    def test_records_are_never_lowered(self):
        raised = quality.raised(self.reached, {"pages, all: word F1": 0.95, "pages: snippet F1": 0.7})
        self.assertEqual(raised["pages, all: word F1"], 0.95)
        self.assertEqual(raised["pages: snippet F1"], 0.8)

    def test_leaked_comments(self):
        self.assertEqual(list(quality.leaked_comments(EVALUATION)), [("words", 0.02), ("lines", 0.0)])


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env python3
"""What checks the guide and its site finds what is wrong."""
import pathlib
import sys
import tempfile
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).parent), str(pathlib.Path(__file__).resolve().parents[2] / "tools")]
import check_site  # noqa: E402
import guide  # noqa: E402


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path


class Guide(Folder):
    def run_chapter(self, text):
        guide.run(self.write("chapter.md", text), "/bin/true")

    def test_output_is_compared(self):
        self.run_chapter("```console\n$ echo one; echo two 2.5 three\none\ntwo ... three\n```\n")
        self.run_chapter("```console\n$ seq 5\n1\n...\n5\n$ printf a >f\n$ cat \\\n> f\na\n```\n")
        for wrong in ("one", "one\ntwo\nthree", "One\ntwo", "one\n... two ..."):
            with self.assertRaises(guide.Wrong, msg=wrong):
                self.run_chapter(f"```console\n$ echo one; echo two\n{wrong}\n```\n")

    def test_a_failure_shows_its_message(self):
        self.run_chapter("```console\n$ echo out; echo why >&2; false\nout\nwhy\n```\n")
        with self.assertRaises(guide.Wrong):
            self.run_chapter("```console\n$ echo out; echo why >&2; false\nout\n```\n")

    def test_excerpts_are_those_of_the_file(self):
        self.run_chapter('```text title="LICENSE"\n                                 Apache License\n```\n')
        with self.assertRaises(guide.Wrong):
            self.run_chapter('```text title="LICENSE"\nAnother licence\n```\n')

    def test_no_block_is_passed_over(self):
        with self.assertRaises(guide.Wrong):
            self.run_chapter("```\nwhat is this\n```\n")

    def test_languages_and_links(self):
        english = "# A title\n\n```console\n$ true\n```\n\n[there](#a-title) [self](a.md)\n"
        chinese = self.folder / "zh/a.md"
        self.write("en/a.md", english)
        self.write("zh/a.md", english.replace("there", "那里"))
        for language in ("en", "zh"):
            self.write(f"{language}/index.md", "# No link\n")
        with self.assertRaises(guide.Wrong):
            guide.check(self.folder)
        for language in ("en", "zh"):
            self.write(f"{language}/index.md", "# [A](a.md)\n")
        guide.check(self.folder)
        for wrong in (english.replace("true", "false"), english + "[x](b.md)\n", english + "[x](#b)\n"):
            chinese.write_text(wrong)
            with self.assertRaises(guide.Wrong, msg=wrong):
                guide.check(self.folder)
        chinese.unlink()
        with self.assertRaises(guide.Wrong):
            guide.check(self.folder)


class Site(Folder):
    def faults(self, body):
        self.write("index.html", f"<html><body><h1 id='top'>Top</h1>{body}</body></html>")
        return list(check_site.faults(self.folder))

    def test_links(self):
        self.assertEqual(self.faults('<a href="index.html#top">x</a><a href="https://example.org">y</a>'), [])
        self.assertEqual(len(self.faults('<a href="other.html">x</a>')), 1)
        self.assertEqual(len(self.faults('<a href="#bottom">x</a>')), 1)

    def test_nothing_comes_from_the_network(self):
        self.assertEqual(len(self.faults('<script src="https://example.org/a.js"></script>')), 1)
        self.assertEqual(len(self.faults('<link rel="stylesheet" href="https://example.org/a.css">')), 1)
        self.assertEqual(self.faults('<link rel="canonical" href="https://example.org/">'), [])


if __name__ == "__main__":
    unittest.main()

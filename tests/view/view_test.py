#!/usr/bin/env python3
"""The live view of `tune` and `run` in a real pseudo-terminal.

  tests/view/view_test.py PROGRAM [unittest's arguments]

Exits with 77 where pyte is not installed (scripts/setup --tests).
"""
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

try:
    from terminal import Terminal
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

PROGRAM = "vernier"
SPACE = """parameters: {rate: {min: 0.001, max: 1.0, log: true}, units: {min: 1, max: 9}, kind: {values: [relu, tanh]}}
resource: {name: epochs, min: 1, max: 20}
objective: {name: loss}
"""
# Reports falling values and ends with {rate}; from trial 10 on it hangs after five reports.
OBJECTIVE = """
for step in 1 2 3 4 5; do echo "vernier: report step=$step value=$((9 - step))"; done
test "$VERNIER_TRIAL" -lt 10 || sleep 3600
echo "vernier: tell value={rate}"
"""


class ViewTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="vernier-view-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "space.yaml").write_text(SPACE)

    def run_view(self, objective=OBJECTIVE, options=None, flags=("--view",), **terminal):
        options = {"space": "space.yaml", "study": "demo", "sampler": "random", "pruner": "none", "reads": "lines", "trials": 40,
                   "jobs": 2, **(options or {})}
        words = [PROGRAM, "run", *flags, *(f"--{name}={value}" for name, value in options.items()), "--", "sh", "-c", objective]
        made = Terminal(words, folder=self.folder, before="earlier\r\n", **terminal)
        self.addCleanup(made.__exit__)
        return made

    def trials(self):
        told = subprocess.run([PROGRAM, "trials", "demo", "--json"], cwd=self.folder, capture_output=True, check=True)
        return json.loads(told.stdout)

    def assert_as_it_was(self, terminal):
        self.assertEqual(terminal.restored(), [])
        self.assertIn("earlier", terminal.picture())

    def test_shows_all_at_80x24_and_survives_resizing(self):
        terminal = self.run_view()
        panels = ["demo", "10/40 trials", "Best", "History", "Running", "Importance", "The best 10", "Messages", "q lines"]
        picture = terminal.wait_for(*panels, "2 running")
        self.assertTrue(terminal.screen.alternate)
        self.assertFalse(terminal.screen.cursor_shown)
        best = min((t for t in self.trials() if t["state"] == "complete"), key=lambda t: t["values"][0])
        self.assertIn("loss %.5g" % best["values"][0], picture)
        self.assertIn(f"trial {best['trial']}", picture)
        running = [line for line in picture.splitlines() if "█▆▅▃▁" in line]
        self.assertEqual(len(running), 2, picture)
        self.assertIn("kind=", picture)

        terminal.resize(200, 60)
        picture = terminal.wait_for(*panels, "Curves", "rate=")
        self.assertIn("is the best so far", picture)
        lines = picture.splitlines()
        self.assertGreater(max(len(line.rstrip()) for line in lines), 190)
        self.assertTrue(any(line.strip() for line in lines[50:]), "the whole height is used")

        terminal.resize(40, 10)
        terminal.wait_for("demo", "10/40 trials", "Best", "Running", gone=["History", "Importance"])
        terminal.resize(80, 24)
        terminal.wait_for(*panels)
        terminal.resize(80, 80)  # so that nothing scrolls away
        terminal.wait_for(*panels)

        terminal.press("\x03")
        self.assertEqual(terminal.finish(), 130)
        self.assertIn("the same command continues", terminal.picture())
        self.assert_as_it_was(terminal)

    def test_q_goes_on_with_lines_and_p_pauses(self):
        terminal = self.run_view(lines=80)
        terminal.wait_for("10/40 trials", "2 running")
        terminal.press("p")
        terminal.wait_for("paused")
        terminal.watch(0.6)
        written = len(terminal.written)
        terminal.watch(1.5)
        self.assertEqual(len(terminal.written), written, "nothing is drawn while it is paused")
        terminal.press("p")
        terminal.wait_for("10/40 trials", gone=["paused"])
        terminal.press("\x1b[A")  # an arrow is no key of ours
        terminal.press("q")
        terminal.wait_for("10/40 trials, 2 running", gone=["Messages"])
        self.assert_as_it_was(terminal)
        terminal.signal(signal.SIGTERM)
        self.assertEqual(terminal.finish(), 130)
        self.assert_as_it_was(terminal)

    def test_the_end_prints_the_result_on_the_screen_of_before(self):
        terminal = self.run_view(options={"trials": 6}, lines=80)
        self.assertEqual(terminal.finish(), 0)
        picture = terminal.picture()
        self.assertIn("Best configuration", picture)
        self.assertIn(b"\x1b[?1049h", terminal.written)
        self.assert_as_it_was(terminal)
        again = self.run_view(options={"trials": 8}, lines=80)  # a study that continues
        self.assertEqual(again.finish(), 0)
        self.assertEqual(len(self.trials()), 8)
        self.assert_as_it_was(again)

    def test_sigterm_restores(self):
        terminal = self.run_view(lines=80)
        terminal.wait_for("10/40 trials", "2 running")
        terminal.signal(signal.SIGTERM)
        self.assertEqual(terminal.finish(), 130)
        self.assert_as_it_was(terminal)

    def test_the_second_interrupt_and_a_crash_restore(self):
        for last in ["\x03", signal.SIGABRT]:
            terminal = self.run_view("trap '' TERM INT; " + OBJECTIVE, {"study": f"by {last!r}", "limits": "grace=1h"})
            terminal.wait_for("10/40 trials", "2 running")
            terminal.press("\x03")
            terminal.wait_for("stopping")
            if last == "\x03":
                terminal.press(last)
                self.assertEqual(terminal.finish(), 130)
                self.assertIn("stopped at once", terminal.picture())
            else:
                terminal.signal(last)
                self.assertEqual(terminal.finish(), -last)
            self.assert_as_it_was(terminal)

    def test_control_z_gives_the_terminal_back_until_fg(self):
        terminal = Terminal(["bash", "--norc", "-i"], folder=self.folder, environment={"PS1": "prompt> "})
        self.addCleanup(terminal.__exit__)
        terminal.wait_for("prompt>")
        terminal.press(f"{PROGRAM} run --space space.yaml --view -- sh -c 'sleep 3600'\n")
        terminal.wait_for("Messages", "1 running")
        terminal.press("\x1a")
        terminal.wait_for("Stopped")
        self.assertFalse(terminal.screen.alternate)
        self.assertTrue(terminal.screen.cursor_shown)
        terminal.press("fg\n")
        terminal.wait_for("Messages", "1 running")
        self.assertTrue(terminal.screen.alternate)
        terminal.press("\x03")
        terminal.wait_for("the same command continues")
        self.assertFalse(terminal.screen.alternate)

    def test_all_failed(self):
        terminal = self.run_view('test "$VERNIER_TRIAL" -lt 5 || sleep 3600; echo no such layer >&2; exit 3', {"jobs": 1},
                                 lines=80)
        picture = terminal.wait_for("All 5 trials so far have failed.", "the 4 before it too", "exit status 3: no such layer")
        self.assertIn("1 running", picture)
        terminal.press("\x03")
        self.assertEqual(terminal.finish(), 130)
        self.assert_as_it_was(terminal)

    def test_several_objectives_show_their_front(self):
        (self.folder / "space.yaml").write_text(
            "parameters: {x: {min: 0.0, max: 1.0}}\nobjectives: [{name: loss}, {name: size, direction: maximize}]\n")
        terminal = self.run_view("""test "$VERNIER_TRIAL" -lt 8 || sleep 3600
            echo "vernier: tell values={x},{x}" """)
        terminal.wait_for("8/40 trials", "8 trials that no other beats", "loss", "size", "Front")

    def test_names_and_values_of_users_are_harmless(self):
        (self.folder / "space.yaml").write_text(json.dumps(
            {"parameters": {"学习率": {"min": 0.1, "max": 1.0}, "evil\x1b[2J\r": {"values": ["\x1b]0;title\x07", "😀 wide"]}}}, ensure_ascii=False))
        terminal = self.run_view('test "$VERNIER_TRIAL" -lt 9 || sleep 3600; echo "vernier: tell value=1"', {"study": "研究\x1b[5m"})
        picture = terminal.wait_for("9/40 trials", "研究\\x1b[5m")
        self.assertIn("学习率", picture.replace(" ", ""))
        self.assertNotIn(b"\x1b]0;", terminal.written)
        self.assertNotIn(b"\x1b[5m", terminal.written)

    def test_no_color_and_ascii(self):
        plain = self.run_view(environment={"NO_COLOR": "1", "LC_ALL": "C"})
        picture = plain.wait_for("10/40 trials", "Importance")
        self.assertEqual(set(re.findall(rb"\x1b\[[0-9;]*m", plain.written)), set())
        self.assertTrue(picture.isascii(), picture)
        self.assertIn("|", picture)

    def test_where_there_is_no_screen_it_says_so_and_goes_on(self):
        dumb = self.run_view(options={"trials": 3}, environment={"TERM": "dumb"}, lines=80)
        self.assertEqual(dumb.finish(), 0)
        self.assertIn("no live view, since the terminal is a dumb one", dumb.picture())
        json_too = self.run_view(flags=["--view", "--json"], options={"trials": 3}, lines=80)
        self.assertEqual(json_too.finish(), 0)
        self.assertIn("no live view, since the JSON goes to the same terminal", json_too.picture())
        for made in dumb, json_too:
            self.assertNotIn(b"\x1b[?1049h", made.written)
        piped = subprocess.run([PROGRAM, "run", "--space", "space.yaml", "--study", "piped", "--trials", "2", "--reads", "lines",
                                "--view", "--", "sh", "-c", OBJECTIVE], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(piped.returncode, 0)
        self.assertEqual(piped.stderr.count("no live view, since stderr is not a terminal"), 1)
        self.assertIn("2/2 trials", piped.stderr)
        self.assertNotIn("\x1b", piped.stderr)

    def test_tune(self):
        rows = "\n".join(f"{i % 7 / 7},{i % 5 / 5},{'yes' if i % 7 > i % 5 else 'no'}" for i in range(400))
        (self.folder / "table.csv").write_text("a,b,answer\n" + rows + "\n")
        terminal = Terminal([PROGRAM, "tune", "table.csv", "--target", "answer", "--trials", "6", "--view"], folder=self.folder,
                            before="earlier\r\n", lines=70)
        self.addCleanup(terminal.__exit__)
        terminal.wait_for("/6 trials", "Running", "Best")
        self.assertTrue(terminal.screen.alternate)
        self.assertEqual(terminal.finish(), 0)
        self.assertIn("Best 6 trials", terminal.picture())
        self.assertEqual(terminal.restored(), [])


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        PROGRAM = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()

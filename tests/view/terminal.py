"""A program in a pseudo-terminal, and what a person would see there: pyte emulates the terminal."""
import fcntl
import glob
import os
import pathlib
import pty
import select
import signal
import struct
import sys
import termios
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += glob.glob(str(ROOT / "build/python/lib/python*/site-packages"))  # scripts/setup --tests
import pyte  # noqa: E402


class Screen(pyte.Screen):
    """With the alternate screen (DECSET 1049), which pyte leaves out."""

    alternate = False

    def set_mode(self, *modes, **kind):
        super().set_mode(*modes, **kind)
        if kind.get("private") and 1049 in modes and not self.alternate:
            self.alternate = True
            self.other = {y: dict(line) for y, line in self.buffer.items()}, self.cursor.y, self.cursor.x
            self.erase_in_display(2)

    def reset_mode(self, *modes, **kind):
        super().reset_mode(*modes, **kind)
        if kind.get("private") and 1049 in modes and self.alternate:
            self.alternate = False
            self.erase_in_display(2)
            lines, self.cursor.y, self.cursor.x = self.other
            for y, line in lines.items():
                self.buffer[y].update(line)
            self.dirty.update(range(self.lines))

    @property
    def cursor_shown(self):
        return not self.cursor.hidden

    @property
    def wraps(self):
        return pyte.modes.DECAWM in self.mode


class Terminal:
    def __init__(self, words, columns=80, lines=24, folder=".", environment=None, before=""):
        self.screen = Screen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        self.stream.feed(before.encode())
        self.written = b""
        self.status = None
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            self._set_size(0, columns, lines)
            os.chdir(folder)
            os.execvpe(words[0], words, {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **(environment or {})})
        self._set_size(self.file, columns, lines)
        self.modes_before = termios.tcgetattr(self.file)

    @staticmethod
    def _set_size(file, columns, lines):
        fcntl.ioctl(file, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.file)

    def resize(self, columns, lines):
        self.screen.resize(lines, columns)
        self._set_size(self.file, columns, lines)

    def press(self, keys):
        os.write(self.file, keys.encode())

    def signal(self, number):
        os.kill(self.pid, number)

    def _read(self, seconds):
        if not select.select([self.file], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.file, 65536)
        except OSError:  # nobody holds the other end any more
            return False
        self.written += data
        self.stream.feed(data)
        return bool(data)

    def watch(self, seconds):
        """Lets it run for a while."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and self._read(left):
            pass

    def wait_for(self, *texts, seconds=240, gone=()):
        """Until all of `texts` are on the screen and none of `gone`."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            picture = self.picture()
            if all(text in picture for text in texts) and not any(text in picture for text in gone):
                return picture
            if not self._read(0.1):
                break
        missing = [text for text in texts if text not in self.picture()]
        raise AssertionError(f"not on the screen: {missing}; still there: {[t for t in gone if t in self.picture()]}\n"
                             f"{self.picture()}")

    def finish(self, seconds=240):
        """Until the program has ended: its exit status, or minus the signal."""
        end = time.monotonic() + seconds
        while self._read(0.1):
            if time.monotonic() > end:
                raise AssertionError("the program does not end\n" + self.picture())
        self.status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.status

    def picture(self):
        return "\n".join(self.screen.display)

    def restored(self):
        """What is not as it was before the program; empty where all is."""
        faults = []
        if self.screen.alternate:
            faults.append("the alternate screen")
        if not self.screen.cursor_shown:
            faults.append("no cursor")
        if not self.screen.wraps:
            faults.append("no wrapping")
        if termios.tcgetattr(self.file) != self.modes_before:
            faults.append("the modes of the terminal")
        if self.screen.cursor.attrs != self.screen.default_char:
            faults.append("colours")
        return faults

#!/usr/bin/env python3
"""Runs the code blocks of the guide.

    guide.py run CHAPTER.md VERNIER    run a chapter's commands in an empty folder and compare what they print
    guide.py check GUIDE               both languages have the same chapters and blocks; links lead somewhere, and to every chapter

A block is one of
* ```console: lines that begin with "$ " are commands ("> " goes on with one), the lines below are their standard output; of a
  command that fails what it printed on standard error follows. "..." stands for anything within a line, and alone in a
  line for any lines. In the folder are `data` and `examples`; `vernier` is found.
* ```LANGUAGE title="FILE": lines of that file of the repository, word for word.
A block behind <!-- needs VERNIER_DATA --> is left out where that variable is not set.
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FENCE = re.compile(r'^(<!-- needs VERNIER_DATA -->\n)?```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.M | re.S)
TIME_LIMIT = 900  # seconds for one command


class Wrong(Exception):
    pass


def blocks(text):
    """(needs data, language, title, content) of every code block."""
    found = [match.groups() for match in FENCE.finditer(text)]
    if 2 * len(found) != len(re.findall("^```", text, re.M)):
        raise Wrong("a code block that this program does not understand")
    return found


def commands(content):
    """(command, lines of expected output) for each command of a console block."""
    found = []
    for line in content.splitlines():
        if line.startswith("$ "):
            found.append([line[2:], []])
        elif line.startswith("> ") and found and not found[-1][1]:
            found[-1][0] += "\n" + line[2:]
        elif found:
            found[-1][1].append(line)
        else:
            raise Wrong(f"output before the first command: {line}")
    return found


def matches(expected, actual):
    pattern = ""
    for line in expected:
        pattern += r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n"
    return re.fullmatch(pattern, "".join(line + "\n" for line in actual)) is not None


def run_command(command, expected, folder, environment):
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=folder, env=environment, capture_output=True,
                          text=True, timeout=TIME_LIMIT, stdin=subprocess.DEVNULL)
    printed = done.stdout + (done.stderr if done.returncode else "")
    actual = [line.rstrip() for line in printed.rstrip().splitlines()]
    if not matches(expected, actual):
        difference = difflib.unified_diff(expected, actual, "the guide", "the program", lineterm="")
        raise Wrong(f"$ {command}\n" + "\n".join(difference))


def check_excerpt(title, content):
    file = ROOT / title
    if not file.is_file() or content not in file.read_text():
        raise Wrong(f"the block is no part of {title}:\n{content}")


def run(chapter, vernier):
    environment = {**os.environ, "PATH": f"{pathlib.Path(vernier).resolve().parent}:{os.environ['PATH']}",
                   "COLUMNS": "80", "LC_ALL": "C.UTF-8"}
    skipped = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("data", "examples"):
            (pathlib.Path(folder) / name).symlink_to(ROOT / name)
        for needs_data, _, title, content in blocks(pathlib.Path(chapter).read_text()):
            if title:
                check_excerpt(title, content)
            elif needs_data and "VERNIER_DATA" not in os.environ:
                skipped += 1
            else:
                for command, expected in commands(content):
                    run_command(command, expected, folder, environment)
    if skipped:
        print(f"{skipped} blocks skipped: set VERNIER_DATA to the folder of the public data sets")


def headings(text):
    """The anchors of a page, as GitHub and MkDocs make them."""
    plain = FENCE.sub("", text)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in re.findall(r"^#+ (.*)$", plain, re.M)}


def check_links(page):
    text = page.read_text()
    for link in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", text)):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if re.match(r"https?:", link):
            continue
        if not target.is_file():
            raise Wrong(f"{page}: the link {link} leads nowhere")
        if anchor and anchor not in headings(target.read_text()):
            raise Wrong(f"{page}: the link {link} names a heading that is not there")


def check(guide):
    guide = pathlib.Path(guide)
    english, chinese = ({page.name: page for page in (guide / language).glob("*.md")} for language in ("en", "zh"))
    if english.keys() != chinese.keys() or not english:
        raise Wrong(f"chapters of one language alone: {sorted(english.keys() ^ chinese.keys())}")
    for name, page in sorted(english.items()):
        if blocks(page.read_text()) != blocks(chinese[name].read_text()):
            raise Wrong(f"{name}: the code blocks of the two languages differ")
        for one in (page, chinese[name]):
            check_links(one)
            if name != "index.md" and f"]({name})" not in (one.parent / "index.md").read_text():
                raise Wrong(f"{one}: the index does not link it")


if __name__ == "__main__":
    try:
        {"run": run, "check": check}[sys.argv[1]](*sys.argv[2:])
    except Wrong as wrong:
        sys.exit(f"guide: {wrong}")

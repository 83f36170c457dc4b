#!/usr/bin/env python3
"""Writes the reference as Markdown, from what the program says of itself: a page for each catalogue and one of the verbs.

    tools/reference_pages.py VERNIER FOLDER
"""
import json
import pathlib
import re
import subprocess
import sys


def printed(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def escaped(text):
    """Text inside a table or a paragraph: nothing in it is markup."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", str(text))


def number(value):
    return f"{int(value):,}" if value == int(value) else f"{value:.6g}"


def default(option):
    if option.get("required"):
        return "required"
    value = option.get("default")
    if value in (None, ""):
        return ""
    if isinstance(value, float):
        return f"`{value:.6g}`"
    return f"`{value if isinstance(value, str) else json.dumps(value)}`"


def bounds(option):
    words = {"at_least": "at least", "above": "above", "at_most": "at most", "below": "below"}
    parts = [f"{word} {number(option[key])}" for key, word in words.items() if key in option]
    if "choices" in option:
        parts.append(escaped(", ".join(option["choices"])))
    if "catalogue" in option:
        parts.append(f"one of the [{option['catalogue']}]({option['catalogue']}.md)")
    return "; ".join(parts)


def entry_text(entry):
    lines = [f"## {entry['name']}", "", escaped(entry["summary"][0].upper() + entry["summary"][1:]) + "."]
    facts = []
    if entry.get("aliases"):
        facts.append("Also known as: " + ", ".join(f"`{alias}`" for alias in entry["aliases"]))
    if entry.get("handles"):
        handled = [name for name, can in entry["handles"].items() if can]
        facts.append("Handles: " + (escaped(", ".join(handled)) if handled else "none of the special cases"))
    if entry.get("cites"):
        facts.append("Source: " + escaped(entry["cites"]))
    if facts:
        lines += [""] + [f"* {fact}." for fact in facts]
    if entry.get("options"):
        lines += ["", "| option | type | default | values | meaning |", "| --- | --- | --- | --- | --- |"]
        lines += [f"| `{option['name']}` | {option['type']} | {default(option)} | {bounds(option)} | {escaped(option['help'])} |"
                  for option in entry["options"]]
    return "\n".join(lines) + "\n"


def catalogue_page(vernier, catalogue):
    names = [entry["name"] for entry in json.loads(printed(vernier, "list", catalogue["name"], "--json"))]
    entries = [json.loads(printed(vernier, "list", catalogue["name"], name, "--json")) for name in names]
    head = f"# {catalogue['name'].capitalize()}\n\nThe {catalogue['name']}: {catalogue['summary']}. "
    return head + f"`vernier list {catalogue['name']}` prints them.\n\n" + "\n".join(map(entry_text, entries))


def verbs(vernier):
    """Names of verbs, in the order of the program's help."""
    above_options = printed(vernier, "--help").split("\nOptions:")[0]
    return re.findall(r"^  (\w+) {2,}\S", above_options, re.M)


def verbs_page(vernier):
    parts = ["# Verbs\n\nWhat the program does: `vernier VERB --help`.\n"]
    for verb in verbs(vernier):
        parts.append(f"## {verb}\n\n```text\n{printed(vernier, verb, '--help').rstrip()}\n```\n")
    return "\n".join(parts)


def main(vernier, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "verbs.md").write_text(verbs_page(vernier))
    for catalogue in json.loads(printed(vernier, "list", "--json")):
        (folder / f"{catalogue['name']}.md").write_text(catalogue_page(vernier, catalogue))


if __name__ == "__main__":
    main(*sys.argv[1:])

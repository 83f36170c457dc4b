#!/usr/bin/env python3
"""Lays out the pages of the guide's site, and a configuration of MkDocs for each language.

    tools/site_pages.py VERNIER FOLDER

Chapters come in the order in which the guide's index links them. Then come the reference, made from what the program says of
itself, the file formats and the decisions, which are in English in both.
"""
import json
import pathlib
import re
import shutil
import sys

import reference_pages

DOCS = pathlib.Path(__file__).resolve().parents[1] / "docs"
SECTIONS = {"en": ("Guide", "Reference", "File formats", "Decisions"), "zh": ("指南", "参考", "文件格式", "设计决策")}


def lay_out(language, reference, folder):
    pages = folder / language
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir(parents=True)
    for page in (DOCS / "guide" / language).glob("*.md"):
        (pages / page.name).write_text(page.read_text().replace("](../../", "]("))
    shutil.copytree(reference, pages / "reference")
    for name in ("formats", "decisions"):
        shutil.copytree(DOCS / name, pages / name)
    chapters = re.findall(r"\]\(([\w-]+\.md)\)", (pages / "index.md").read_text())
    rest = [sorted(str(page.relative_to(pages)) for page in (pages / name).glob("*.md"))
            for name in ("reference", "formats", "decisions")]
    titles = SECTIONS[language]
    return [{titles[0]: ["index.md", *chapters]}, *({title: part} for title, part in zip(titles[1:], rest))]


def main(vernier, folder):
    folder = pathlib.Path(folder).resolve()
    shutil.rmtree(folder / "reference", ignore_errors=True)
    reference_pages.main(vernier, folder / "reference")
    for language in SECTIONS:
        config = {"INHERIT": str(DOCS / "site" / "mkdocs.yml"), "docs_dir": str(folder / language),
                  "nav": lay_out(language, folder / "reference", folder), "theme": {"language": language}}
        (folder / f"{language}.yml").write_text(json.dumps(config, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])

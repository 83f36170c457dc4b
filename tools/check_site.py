#!/usr/bin/env python3
"""Fails where a page of a built site has a dead link, or loads something from the network.

    tools/check_site.py FOLDER
"""
import html.parser
import pathlib
import sys
import urllib.parse

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
NOT_LOADED = {"canonical", "alternate", "next", "prev"}  # kinds of <link> that a browser does not fetch


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.ids, self.links, self.loads = set(), [], []
        self.feed(path.read_text())

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids.update(values[key] for key in ("id", "name") if values.get(key))
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        address = values.get(LOADED.get(tag, ""))
        if address and values.get("rel") not in NOT_LOADED:
            self.loads.append(address)


def faults(folder):
    folder = folder.resolve()
    pages = {path: Page(path) for path in folder.rglob("*.html") if path.name != "404.html"}
    for path, page in sorted(pages.items()):
        place = path.relative_to(folder)
        for address in page.links + page.loads:
            parts = urllib.parse.urlsplit(address)
            if parts.scheme == "data" or parts.netloc or parts.scheme in ("http", "https"):
                if address in page.loads and parts.scheme != "data":
                    yield f"{place} loads {address} from the network"
                continue
            target = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
            if target.is_dir():
                target /= "index.html"
            anchor = urllib.parse.unquote(parts.fragment)
            if not target.is_file():
                yield f"{place}: dead link {address}"
            elif anchor and target in pages and anchor not in pages[target].ids:
                yield f"{place}: {address} names a heading that is not there"


def main():
    found = list(faults(pathlib.Path(sys.argv[1])))
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

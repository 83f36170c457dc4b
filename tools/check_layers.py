#!/usr/bin/env python3
"""Holds the modules to the dependency direction that CMakeLists.txt declares.

Fails on an include of a module that is not named after DEPS, on a DEPS that points upwards or sideways, on a cycle, and
on an include that does not begin with vernier/. Levels are those of ARCHITECTURE.md.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEVELS = {
    "base": 0,
    "space": 1, "math": 1,
    "trial": 2, "tensor": 2,
    "samplers": 3, "pruners": 3, "storages": 3, "importance": 3, "data": 3,
    "study": 4, "nn": 4,
    "workers": 5, "figures": 5, "benchmark": 5, "experiment": 5, "onnx": 5, "keras": 5,
    "tune": 6, "evaluation": 6, "advice": 6,
    "server": 7, "testing": 7,
}
# space draws its samples with math, importance reads what the models of samplers say, evaluation trains as tune does, and
# advice tries what tune would train; none is known to the other
SIDEWAYS = {("space", "math"), ("importance", "samplers"), ("evaluation", "tune"), ("advice", "tune")}
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def declared_modules():
    text = (ROOT / "CMakeLists.txt").read_text()
    modules = {}
    for call in re.findall(r"^vernier_module\(([^)]*)\)", text, re.MULTILINE):
        words = call.split()
        deps, reading = [], False
        for word in words[1:]:
            if word.isupper() or word in ("DEPS", "LINK", "CATALOGUES"):
                reading = word == "DEPS"
            elif reading:
                deps.append(word)
        modules[words[0]] = deps
    return modules


def sources(folder):
    return sorted(p for p in folder.rglob("*") if p.suffix in (".hpp", ".cpp"))


def find_cycle(edges):
    done, path = set(), []

    def visit(node):
        if node in path:
            return path[path.index(node):] + [node]
        if node in done:
            return None
        path.append(node)
        for target in sorted(edges.get(node, ())):
            cycle = visit(target)
            if cycle:
                return cycle
        path.pop()
        done.add(node)
        return None

    for node in sorted(edges):
        cycle = visit(node)
        if cycle:
            return cycle
    return None


def main():
    faults = []
    modules = declared_modules()
    for name, deps in modules.items():
        if name not in LEVELS:
            faults.append(f"CMakeLists.txt: module {name} has no level in tools/check_layers.py")
            continue
        for dep in deps:
            if LEVELS.get(dep, 99) >= LEVELS[name] and (name, dep) not in SIDEWAYS:
                faults.append(f"CMakeLists.txt: {name} (level {LEVELS[name]}) may not depend on {dep} (level {LEVELS.get(dep)})")
    edges, files = {}, 0
    for folder in sorted(p for p in (ROOT / "vernier").iterdir() if p.is_dir()):
        name = folder.name
        allowed = set(LEVELS) if LEVELS.get(name) == 7 else set(modules.get(name, ())) | {name}
        for path in sources(folder):
            files += 1
            for include in INCLUDE.findall(path.read_text(encoding="utf-8")):
                where = f"{path.relative_to(ROOT)}: \"{include}\""
                parts = include.split("/")
                if parts[0] != "vernier" or len(parts) < 3:
                    faults.append(f"{where}: write includes from the root, \"vernier/module/file.hpp\"")
                    continue
                if not (ROOT / include).exists():
                    faults.append(f"{where}: no such file")
                if parts[1] not in allowed:
                    faults.append(f"{where}: {name} does not declare {parts[1]} (DEPS of vernier_module({name} ...))")
                elif parts[1] != name:
                    edges.setdefault(name, set()).add(parts[1])
    cycle = find_cycle(edges)
    if cycle:
        faults.append("cycle: " + " -> ".join(cycle))
    for fault in faults:
        print(fault)
    used = sum(len(targets) for targets in edges.values())
    print(f"check_layers: {files} files, {len(modules)} modules, {used} dependencies, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

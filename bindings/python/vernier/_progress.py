"""How a run goes, in one line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from vernier._core import FrozenTrial

if TYPE_CHECKING:
    from vernier.study import Study


class ProgressLine:
    """A callback of Study.optimize that rewrites a line on stderr after each trial."""

    def __init__(self, total: int | None) -> None:
        self._total = total

    def __call__(self, study: Study, trial: FrozenTrial) -> None:
        counts = study.counts
        done = sum(counts.values()) - counts["running"]
        line = f"{done} trials" if self._total is None else f"{done}/{self._total} trials"
        if len(study.directions) == 1 and counts["complete"] > 0:
            line += f", best {study.best_value:.6g} (trial {study.best_trial.number})"
        end = "\n" if done == self._total else ""
        print(f"\r{line:<60}", end=end, file=sys.stderr, flush=True)

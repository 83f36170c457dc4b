"""The exceptions of Vernier: six kinds of errors, and the two ways in which an objective ends early."""


class VernierError(Exception):
    """The base of the six kinds. The message says what happened, what was expected, and how to fix it."""

    code = "error"


class InvalidArgument(VernierError, ValueError):
    """An option, a configuration, a space or a call that cannot be meant."""

    code = "invalid_argument"


class BadData(VernierError, ValueError):
    """A file or an array whose content is not what it should be."""

    code = "bad_data"


class NotFound(VernierError, LookupError):
    """A named thing (study, file, catalogue entry, trial) that does not exist."""

    code = "not_found"


class InvalidState(VernierError, RuntimeError):
    """A call at the wrong moment: telling a finished trial, fitting before compiling."""

    code = "invalid_state"


class StorageError(VernierError, OSError):
    """The storage could not read or write; what was acknowledged before is intact."""

    code = "storage"


class Unsupported(VernierError, NotImplementedError):
    """Something sensible that this build, machine or component does not do."""

    code = "unsupported"


BY_CODE: dict[str, type[VernierError]] = {
    kind.code: kind for kind in (InvalidArgument, BadData, NotFound, InvalidState, StorageError, Unsupported)
}


class TrialPruned(Exception):
    """Raised by an objective that ends because the pruner said so: the trial is pruned, or paused."""


class StopRequested(BaseException):
    """Raised by Trial.report when the run is being interrupted. Let it pass: the trial is run again next time."""

"""`agm` in a process of its own, without loading its libraries anew each time: that takes longer than most commands.

A clean process loads them once for all tests, holds nothing open, and forks for each command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing import get_context, set_start_method
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from tempfile import TemporaryDirectory

from agm.cli import main
from tests.support.project import ROOT

LONGEST_SECONDS = 600
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.support.loaded"])


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> Done:
    """Run `agm` with these arguments in this environment. Raises TimeoutError when it does not end."""
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = start(arguments, environment, out, err)
        process.join(LONGEST_SECONDS)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"agm {' '.join(arguments)} did not end in {LONGEST_SECONDS} s")
        status = process.exitcode
        process.close()
        return Done(status, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def start(arguments: Sequence[str], environment: Mapping[str, str], out: Path, err: Path) -> ForkServerProcess:
    """Start `agm` with these arguments in this environment; what it prints is added to these files."""
    process = FORKS.Process(target=agm, args=(arguments, dict(environment), str(out), str(err)))
    process.start()
    return process


def agm(arguments: Sequence[str], environment: Mapping[str, str], out: str, err: str) -> None:
    """In the new process: be the command."""
    for number, path in ((0, os.devnull), (1, out), (2, err)):
        os.dup2(os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.argv = ["agm", *arguments]
    set_start_method("fork", force=True)  # what a server starts has loaded everything too
    main()

"""The project's own files, and its tools, for tests that look at the code itself."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOL_SECONDS = 900


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project that is or may be committed, relative to its root."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=TOOL_SECONDS,
    )
    names = sorted(set(filter(None, listing.stdout.split("\0"))))
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def files_ending(*suffixes: str) -> list[Path]:
    """The project's files with one of these endings."""
    return [path for path in project_files() if path.suffix in suffixes]


def run_tool(name: str, *arguments: str) -> tuple[int, str]:
    """Run a tool of the environment in the project's root; its exit code and all that it printed."""
    finished = subprocess.run(
        [str(Path(sys.executable).with_name(name)), *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=TOOL_SECONDS,
    )
    return finished.returncode, finished.stdout

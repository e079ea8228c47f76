"""`agm count` called in this process, and the small file that most of its tests count."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from agm.cli import main

BLT = '3 1\n4 1 2 0\n3 2 0\n2 3 2 0\n0\n"Ann Lee"\n"Bo Kaur"\n"Cy Fox"\n"Chair"\n'


def write(folder: Path, name: str, text: str | bytes) -> str:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(path)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["count", *arguments])


def refused(*arguments: str, status: int = 2) -> str:
    """What standard error says; standard output is empty and there is no traceback."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout, type(result.exception)) == (status, "", SystemExit)
    assert "Traceback" not in result.stderr
    return result.stderr

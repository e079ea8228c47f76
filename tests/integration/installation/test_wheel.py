"""A wheel of the project carries all that the application needs, and runs where there is no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.project import ROOT, project_files

PROGRAM = """\
import agm
from agm.app import app_from_environment
from agm.cli import main

for command in ("--help", "migrate", "demo"):
    main([command], standalone_mode=False)
client = app_from_environment().test_client()
print(agm.__file__)
for address in ("/", "/account/sign-in", "/static/style.css"):
    print(address, client.get(address).status_code)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the project's wheel holds."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    built = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=600
    )
    zipfile.ZipFile(folder / built.stdout.strip()).extractall(folder / "installed")
    return folder / "installed"


def test_wheel_carries_package_templates_and_migrations(installed: Path) -> None:
    files = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    wanted = {
        path.as_posix() if path.parts[0] == "agm" else f"agm/{path.as_posix()}"
        for path in project_files()
        if path.parts[0] in {"agm", "templates", "migrations"}
    }
    assert {path for path in files if not path.startswith("agm-")} == wanted


def test_wheel_runs_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    variables = {name: value for name, value in os.environ.items() if not name.startswith("AGM_")}
    finished = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env=variables | {"PYTHONPATH": str(installed), "AGM_DATA_FOLDER": str(tmp_path / "100% data")},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "migrate" in finished.stdout
    assert finished.stdout.splitlines()[-4:] == [
        str(installed / "agm" / "__init__.py"),
        "/ 200",
        "/account/sign-in 200",
        "/static/style.css 200",
    ]

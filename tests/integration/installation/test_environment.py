"""`tools/environment` installs what a lock names, whatever else an index offers and whatever pip the Python brings."""

from __future__ import annotations

import base64
import ensurepip
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.project import ROOT

BACKEND = """\
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    import shutil
    return shutil.copy("offered/project-1.0-py3-none-any.whl", wheel_directory).rpartition("/")[2]
"""
PYPROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'


def make_wheel(folder: Path, name: str, version: str, *metadata: str) -> str:
    """Write a wheel of one empty module; its line of a lock."""
    record = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": "",
        f"{record}/METADATA": "\n".join(["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *metadata]),
        f"{record}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    digests = {path: hashlib.sha256(text.encode()).digest() for path, text in files.items()}
    files[f"{record}/RECORD"] = "".join(
        f"{path},sha256={base64.urlsafe_b64encode(digest).rstrip(b'=').decode()},\n" for path, digest in digests.items()
    )
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with nothing but the pip that the Python brings."""
    folder = tmp_path_factory.mktemp("bare") / "environment"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, timeout=600)
    return folder


@pytest.fixture
def project(bare: Path, tmp_path: Path) -> Path:
    """A project whose two dependencies, one wanted by the other with an extra, have newer versions than its lock's."""
    offered = tmp_path / "offered"
    shutil.copytree(bare, tmp_path / "environment", symlinks=True)
    for path in (offered, tmp_path / "tools"):
        path.mkdir()
    wants_coverage = ("Requires-Dist: coverage[toml]>=7.10.6",)
    lock = make_wheel(offered, "coverage", "7.17.3", "Provides-Extra: toml")
    lock += make_wheel(offered, "pytest_cov", "7.1.0", *wants_coverage)
    make_wheel(offered, "coverage", "99.0", "Provides-Extra: toml")
    make_wheel(offered, "pytest_cov", "99.0", *wants_coverage)
    make_wheel(offered, "pip", "99.0")
    make_wheel(offered, "project", "1.0", "Requires-Dist: pytest-cov")
    (tmp_path / "requirements.lock").write_text(lock)
    (tmp_path / "tools" / "pip.lock").write_text(f"pip=={ensurepip.version()} --hash=sha256:{'0' * 64}\n")
    (tmp_path / "backend.py").write_text(BACKEND)
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    return tmp_path


def make_environment(project: Path) -> subprocess.CompletedProcess[str]:
    """Run `tools/environment` in the project, with nothing but its offered wheels within reach."""
    return subprocess.run(
        [ROOT / "tools" / "environment", "environment", "requirements.lock"],
        cwd=project,
        env={name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
        | {"PYTHON": sys.executable, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "offered"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_environment_holds_the_versions_of_the_lock_where_newer_ones_are_offered(project: Path) -> None:
    made = make_environment(project)
    assert made.returncode == 0, made.stderr
    listed = subprocess.run(
        [project / "environment" / "bin" / "python", "-m", "pip", "list", "--format=freeze"],
        capture_output=True, text=True, check=True, timeout=600,
    )  # fmt: skip
    versions = dict(line.split("==") for line in listed.stdout.lower().replace("_", "-").splitlines() if "==" in line)
    versions.pop("setuptools", None)  # a Python before 3.12 brings it
    assert versions == {
        "coverage": "7.17.3", "pytest-cov": "7.1.0", "project": "1.0", "pip": ensurepip.version()
    }  # fmt: skip


def test_lock_that_lacks_a_dependency_is_refused(project: Path) -> None:
    lock = project / "requirements.lock"
    lock.write_text(lock.read_text().splitlines()[1])
    made = make_environment(project)
    assert made.returncode == 1
    assert "pytest-cov 7.1.0 requires coverage, which is not installed." in made.stderr


def test_file_with_another_hash_is_refused(project: Path) -> None:
    make_wheel(project / "offered", "coverage", "7.17.3", "Provides-Extra: toml", "Summary: forged")
    made = make_environment(project)
    assert made.returncode == 1
    assert "coverage==7.17.3" in made.stderr
    assert "HASHES" in made.stderr

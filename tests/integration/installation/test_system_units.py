"""The units that we ship for systemd: it takes them, they call commands that there are, and are well locked in."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agm.cli import main
from agm.settings import Settings
from tests.support.project import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
MOST_EXPOSED = 20
"""In tenths: systemd calls up to 2.0 "OK"; a service without any of it has 9.6."""
ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed")


@pytest.mark.parametrize("service", SERVICES, ids=lambda unit: unit.name)
def test_a_service_calls_commands_that_there_are(service: Path) -> None:
    called = re.findall(r"\.venv/bin/agm ([a-z]+)((?: --[a-z-]+)*)", service.read_text(encoding="utf-8"))
    assert called
    for name, options in called:
        command = main.get_command(None, name)  # type: ignore[arg-type]  # a name needs no context
        assert command is not None, name
        assert set(options.split()) <= {option for parameter in command.params for option in parameter.opts}


def test_the_settings_are_some_that_there_are() -> None:
    text = (ROOT / "deploy" / "agm.env").read_text(encoding="utf-8")
    given = dict(re.findall(r"^#?(AGM_[A-Z_]+)=(.*)$", text, flags=re.MULTILINE))
    assert {name.removeprefix("AGM_").lower() for name in given} <= set(Settings.model_fields)
    assert Settings.from_environment({**given, "AGM_SECRET_KEY": "x" * 40}).proxies == 1


@needs_systemd
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    program = tmp_path / "agm"
    program.symlink_to(sys.executable)
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/agm/.venv/bin/agm", str(program))
        (tmp_path / unit.name).write_text(text.replace("/opt/agm", str(ROOT)), encoding="utf-8")
    found = analyze("verify", *(str(tmp_path / unit.name) for unit in UNITS))
    assert (found.returncode, found.stdout + found.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("service", SERVICES, ids=lambda unit: unit.name)
def test_a_service_is_locked_in(service: Path) -> None:
    found = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(service))
    assert found.returncode == 0, found.stdout


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    assert ANALYZE is not None
    return subprocess.run([ANALYZE, *arguments], capture_output=True, text=True, timeout=60, check=False)

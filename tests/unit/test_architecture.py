"""The folders look only where docs/architecture.md lets them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.project import ROOT, run_tool

PURE = ("counting", "wording", "rules", "facts", "language")
FORMAT_LIBRARIES = {
    "jinja2",
    "markdown_it",
    "mdurl",
    "nh3",
    "PIL",
    "docx",
    "weasyprint",
    "resvg_py",
    "segno",
    "icalendar",
    "openpyxl",
}
VALUES = {"pydantic", "pydantic_core"}
LIBRARIES_OF_PURE = {"wording": VALUES, "rules": VALUES | {"holidays"}, "facts": VALUES, "language": {"rapidfuzz"}}
CHAPTERS = (
    "organisation",
    "people",
    "accounts",
    "office_holders",
    "membership",
    "meetings",
    "nominations",
    "voting",
    "results",
    "announcements",
)
ROOMS = {
    "models": {"models"},
    "commands": {"models", "commands"},
    "operations": {"models", "commands", "operations", "queries"},
    "queries": {"models", "queries"},
    "erasure": {"models"},
}
"""Which rooms each room may use, of its own chapter and of earlier ones; other files of a chapter are open to all."""

LOADED_BY_OTHERS = {
    "argon2-cffi": "Flask-Security hashes passwords with it",
    "tzdata": "zoneinfo reads it where the system has no time zones",
}
"""Dependencies that no module of ours imports, and why they are declared."""

present_pure = [name for name in PURE if (ROOT / "agm" / name).is_dir()]


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Who imports whom, libraries included."""
    return grimp.build_graph("agm", include_external_packages=True, cache_dir=None)


def test_every_import_contract_is_kept() -> None:
    code, output = run_tool("lint-imports", "--no-cache")
    assert code == 0, output


def test_no_folder_is_empty() -> None:
    starts = (ROOT / "agm").glob("*/__init__.py")
    assert [start.parent.name for start in starts if sum(map(size, start.parent.rglob("*.py"))) == 0] == []


def size(path: Path) -> int:
    """The length of a file in bytes."""
    return path.stat().st_size


def test_pure_libraries_use_only_libraries_of_values_and_formats(graph: grimp.ImportGraph) -> None:
    strangers = [
        f"{module} imports {imported}"
        for name in present_pure
        for module in graph.find_descendants(f"agm.{name}") | {f"agm.{name}"}
        for imported in graph.find_modules_directly_imported_by(module)
        if not imported.startswith("agm.")
        and imported not in sys.stdlib_module_names
        and not (module.startswith("agm.wording.render") and imported in FORMAT_LIBRARIES)
        and imported not in LIBRARIES_OF_PURE.get(name, set())
    ]
    assert strangers == []


@pytest.mark.parametrize("name", present_pure)
def test_a_pure_library_loads_without_flask_and_sqlalchemy(name: str) -> None:
    program = (
        "import importlib, pkgutil, sys\n"
        f"package = importlib.import_module('agm.{name}')\n"
        "for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "    if not found.name.endswith('__main__'): importlib.import_module(found.name)\n"
        "print(*sorted({'flask', 'sqlalchemy', 'werkzeug'} & set(sys.modules)))\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )
    assert (finished.returncode, finished.stdout.strip()) == (0, ""), finished.stderr


def test_rooms_use_only_the_rooms_that_are_open_to_them(graph: grimp.ImportGraph) -> None:
    faults = []
    for module in graph.modules:
        room = room_of(module)
        for imported in graph.find_modules_directly_imported_by(module) if room in ROOMS else ():
            is_closed = room_of(imported) not in {"", *ROOMS[room]} and imported != module
            if is_closed or (room == "commands" and imported == "sqlalchemy"):
                faults.append(f"{module} imports {imported}")
    assert not faults, "\n".join(sorted(faults))


def room_of(module: str) -> str:
    """The room of a chapter that a module belongs to; empty where it belongs to none."""
    parts = [*module.split("."), "", ""]
    return parts[2] if parts[1] in CHAPTERS and parts[2] in ROOMS else ""


def test_every_package_outside_the_web_is_forbidden_to_import_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [rule] = [
        one for one in project["tool"]["importlinter"]["contracts"] if one["name"] == "Only the web knows the web"
    ]
    packages = {f"agm.{start.parent.name}" for start in (ROOT / "agm").glob("*/__init__.py")} | {"agm.settings"}
    assert set(rule["source_modules"]) == packages - {"agm.web", "agm.cli", "agm.demo"}


def test_no_foreign_key_points_ahead() -> None:
    from agm.database import Base, load_models

    load_models()
    chapter_of = {mapper.local_table: mapper.class_.__module__.split(".")[1] for mapper in Base.registry.mappers}
    ahead = [
        f"{table.name}.{column.name} → {key.target_fullname}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if rank(chapter_of.get(key.column.table)) > rank(chapter_of.get(table))
    ]
    assert ahead == []


def rank(chapter: str | None) -> int:
    """A chapter's import rank; what serves all chapters (the audit log, files) comes before them."""
    return CHAPTERS.index(chapter) if chapter in CHAPTERS else -1


def test_imported_libraries_are_those_declared(graph: grimp.ImportGraph) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {Requirement(line).name for line in project["dependencies"]}
    distributions = packages_distributions()
    imported = {
        canonicalize_name(distributions[name][0])
        for module in graph.modules
        if module.startswith("agm")
        for name in graph.find_modules_directly_imported_by(module)
        if not name.startswith("agm") and name not in sys.stdlib_module_names | {"_typeshed"}
    }
    assert imported - declared == set()
    assert declared - imported == set(LOADED_BY_OTHERS)


def test_the_package_root_is_empty() -> None:
    assert Path(ROOT / "agm" / "__init__.py").read_text(encoding="utf-8") == ""

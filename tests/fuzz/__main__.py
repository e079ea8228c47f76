"""`python -m tests.fuzz`: many odd requests to the demonstration, in a database that is thrown away."""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from tests.fuzz.fuzzer import Fuzzer
from tests.support.databases import bare_postgresql, sqlalchemy_url
from tests.support.live_server import AGM, environment
from tests.support.postgresql_server import running_server
from tests.support.project import ROOT


@contextmanager
def filled_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database of this kind that holds the demonstration."""
    if kind == "sqlite":
        yield fill(f"sqlite:///{folder / 'agm.sqlite3'}", folder)
        return
    given = os.environ.get("AGM_TEST_POSTGRESQL_URL")
    if given:
        with bare_postgresql(given, f"agm_fuzz_{os.getpid()}") as conninfo:
            yield fill(sqlalchemy_url(conninfo), folder)
        return
    with running_server() as socket, bare_postgresql(f"host={socket} user=agm dbname=postgres", "agm_fuzz") as conninfo:
        yield fill(sqlalchemy_url(conninfo), folder)


def fill(url: str, folder: Path) -> str:
    for arguments in (("migrate",), ("demo", "--unless-filled")):
        variables = environment(folder, AGM_DATABASE_URL=url)
        subprocess.run([*AGM, *arguments], cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL)
    return url


def fuzz(url: str, folder: Path, requests: int, seed: int, table: Path | None) -> bool:
    """Make the requests, check what is left, and tell; whether all was well. Writes the answers by route to a table."""
    from agm.app import create_app
    from agm.settings import Settings
    from agm.web.kit.extensions import db
    from tests.fuzz.invariants import broken_invariants
    from tests.fuzz.prepared import prepare

    app = create_app(Settings(database_url=url, data_folder=folder, secret_key="x" * 40))
    logging.getLogger("agm").setLevel(logging.ERROR)  # refusals are meant, and many
    with app.app_context(), Session(db.engine) as session:
        begun = prepare(session)
    fuzzer = Fuzzer(app, seed, tell=lambda found: print(f"\n{found}", flush=True))
    fuzzer.known.add(begun)
    begin = time.monotonic()
    fuzzer.run(requests)
    seconds = time.monotonic() - begin
    total = sum(fuzzer.statuses.values())
    shares = ", ".join(f"{status}: {number}" for status, number in sorted(fuzzer.statuses.items()))
    routes = {(method, rule.rule) for rule in fuzzer.rules for method in (rule.methods or set()) & {"GET", "POST"}}
    missed = sorted(routes - fuzzer.reached)
    print(f"{total} requests and {fuzzer.jobs} jobs in {seconds:.0f} s; {shares}")
    print(f"{len(routes) - len(missed)} of {len(routes)} routes reached; not:")
    print("".join(f"  {method} {rule}\n" for method, rule in missed))
    if table is not None:
        rows = (f"{method}\t{rule}\t{status}\t{n}\n" for (method, rule, status), n in sorted(fuzzer.answers.items()))
        table.write_text("".join(rows), encoding="utf-8")
    broken = broken_invariants(app)
    print(*broken, sep="\n")
    print(f"{len(fuzzer.found)} faults, {len(broken)} broken invariants")
    return not fuzzer.found and not broken


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--table", type=Path, help="write how often each route answered by which status to this file")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="agm-fuzz-") as name, filled_database(chosen.database, Path(name)) as url:
        print(f"Seed {chosen.seed} on {chosen.database}", flush=True)
        is_well = fuzz(url, Path(name), chosen.requests, chosen.seed, chosen.table)
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()

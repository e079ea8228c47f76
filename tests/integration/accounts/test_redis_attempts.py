"""Attempts to sign in are counted in Redis where the settings say so: over all processes, and over a restart."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from flask import Flask
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from tests.conftest import skip_unless_ci
from tests.support.client import StrictClient

SIGN_IN = "/account/sign-in"
SECONDS = 120


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis server of the test's own, on a Unix socket."""
    program = shutil.which("redis-server") or ""
    if not program:
        skip_unless_ci("Redis is not installed (Debian: apt-get install redis-server)")
    place = tmp_path / "redis"
    options = ["--port", "0", "--unixsocket", str(place), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen([program, *options], stdout=subprocess.DEVNULL) as server:
        try:
            retry = Retry(ConstantBackoff(0.05), retries=SECONDS * 20)
            redis.Redis(unix_socket_path=str(place), retry=retry, retry_on_error=[redis.ConnectionError]).ping()
            yield f"redis+unix://{place}"
        finally:
            server.terminate()


def test_redis_counts_attempts_to_sign_in_for_every_process(redis_url: str, make_app: Callable[..., Flask]) -> None:
    statuses = []
    for _process in range(2):
        client = make_app(rate_limit_storage=redis_url).test_client()
        assert isinstance(client, StrictClient)
        page = client.get_page(SIGN_IN)
        for _attempt in range(3):
            typed = {"email": "dana@example.org", "password": "wrong"}
            statuses.append(client.submit(page, {**typed}, button="Sign in").status_code)
    assert statuses == [422] * 5 + [429]

"""nginx with the configuration that we ship, in front of an application, in a folder of its own."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.live_server import free_port
from tests.support.project import ROOT

HOST = "agm.example.org"
SHIPPED = ROOT / "deploy" / "nginx" / "agm.conf"
MAIN = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/agm.conf;
}}
"""


def nginx_program() -> str | None:
    """Where nginx is; None where it is not installed."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True, slots=True)
class Nginx:
    folder: Path
    port: int
    plain_port: int

    def connect(self, host: str = HOST) -> ssl.SSLSocket:
        """A connection that trusts the certificate and asks for this host."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        return self.trust().wrap_socket(plain, server_hostname=host)

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, bytes]:
        """Make a request over TLS; the answer and its body."""
        connection = HTTPSConnection(HOST, self.port, context=self.trust(), timeout=60)
        connection.sock = self.connect()
        return answer_of(connection, method, path, body, headers or {})

    def ask_plainly(self, path: str, host: str = HOST) -> tuple[HTTPResponse, bytes]:
        """Make a request without TLS."""
        return answer_of(HTTPConnection("127.0.0.1", self.plain_port, timeout=60), "GET", path, None, {"Host": host})


def answer_of(
    connection: HTTPConnection, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> tuple[HTTPResponse, bytes]:
    try:
        connection.request(method, path, body, {"Accept": "text/html"} | headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


@contextmanager
def running_nginx(folder: Path, application_port: int) -> Iterator[Nginx]:
    """Check our configuration and serve with it, with only the addresses and paths changed."""
    program = nginx_program()
    assert program is not None
    served = Nginx(folder, free_port(), free_port())
    write_certificate(folder)
    shipped = SHIPPED.read_text(encoding="utf-8")
    for written, here in (
        ("listen [::]:", "# listen [::]:"),
        ("listen 443", f"listen 127.0.0.1:{served.port}"),
        ("listen 80", f"listen 127.0.0.1:{served.plain_port}"),
        ("127.0.0.1:8000", f"127.0.0.1:{application_port}"),
        (f"/etc/letsencrypt/live/{HOST}", str(folder)),
        ("/var/cache/nginx/agm", str(folder / "cache")),
        ("/var/log/nginx", str(folder)),
    ):
        assert written in shipped
        shipped = shipped.replace(written, here)
    (folder / "agm.conf").write_text(shipped, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")
    command = [program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=60, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr
    subprocess.run(command, check=True, timeout=60)  # answers once the command has ended
    try:
        yield served
    finally:
        subprocess.run([*command, "-s", "stop"], check=True, timeout=60)


def write_certificate(folder: Path) -> None:
    """A certificate that signs itself, for the host of the example."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )

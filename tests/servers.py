"""Real servers for tests of publication, started for the session on ports of this machine and ended with it.

nginx serves a folder, OpenSSH's sshd answers SFTP, moto answers S3 over HTTP; a wire to a server can be cut.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

import pytest

from tests.postgresql import free_port

PATIENCE = 60  # seconds until a server has to be there
SBIN = "/usr/sbin:/usr/bin:/sbin:/bin"  # Debian's servers are not on everybody's path
SECRET = "s3cret-of-the-tests"  # noqa: S105 - of a server that lives as long as the tests


def program(name: str) -> str:
    """A server's program; the tests need it, and are not passed over without."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:{SBIN}")
    if not found:
        pytest.fail(f"no {name}; make set-up-tests installs it")
    return found


@contextlib.contextmanager
def running(command: Sequence[str], port: int, folder: Path, **environment: str) -> Iterator[None]:
    """A server for as long as it is needed; its words are in ``folder/log``."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            env={"PATH": f"{Path(sys.executable).parent}:{SBIN}", "LC_ALL": "C.UTF-8", **environment},
        )  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.02)
        else:
            pytest.fail(f"{command[0]} does not answer: {(folder / 'log').read_text(errors='replace')}")
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@dataclass(frozen=True)
class Served:
    """A folder, and the address under which nginx has it."""

    folder: Path
    url: str


@pytest.fixture(scope="session")
def nginx() -> Iterator[Served]:
    """Nginx with an empty folder."""
    with TemporaryDirectory(prefix="nginx-") as name:
        place, port = Path(name), free_port()
        (place / "public").mkdir()
        (place / "nginx.conf").write_text(
            f"""{"user root;" if not os.getuid() else ""}
            pid {place}/pid; error_log stderr; daemon off; worker_processes 1; events {{}}
            http {{
              types {{ text/html html; application/pdf pdf; image/svg+xml svg; application/atom+xml xml;
                       application/json json; image/png png; }}
              access_log off; client_body_temp_path {place}/a; proxy_temp_path {place}/b; fastcgi_temp_path {place}/c;
              uwsgi_temp_path {place}/d; scgi_temp_path {place}/e;
              server {{ listen 127.0.0.1:{port}; root "{place}/public"; charset utf-8; }}
            }}""",
            encoding="utf-8",
        )
        with running([program("nginx"), "-p", name, "-c", f"{name}/nginx.conf", "-e", "stderr"], port, place):
            yield Served(place / "public", f"http://127.0.0.1:{port}")


@dataclass(frozen=True)
class Shell:
    """An SSH server: its port, where it keeps files, the key that opens it, and the file that knows it."""

    folder: Path
    port: int
    key: Path
    known_hosts: Path

    def target(self, path: str, port: int | None = None) -> str:
        """The address of a folder on it; ``port``: that of a wire to it."""
        return f"sftp://{os.environ.get('USER') or 'root'}@127.0.0.1:{port or self.port}{self.folder}/{path}"

    def login(self, patch: pytest.MonkeyPatch) -> None:
        """Name the key and the known hosts in the environment, as a schedule does."""
        patch.setenv("REPORTGEN_SFTP_KEY", str(self.key))
        patch.setenv("REPORTGEN_SFTP_KNOWN_HOSTS", str(self.known_hosts))

    def know(self, port: int) -> None:
        """Know the server at another port too."""
        kind, key, *_ = (self.folder.parent / "host.pub").read_text(encoding="utf-8").split()
        with self.known_hosts.open("a", encoding="utf-8") as file:
            file.write(f"[127.0.0.1]:{port} {kind} {key}\n")


@pytest.fixture(scope="session")
def sshd() -> Iterator[Shell]:
    """OpenSSH's server with its own sftp-server."""
    with TemporaryDirectory(prefix="sshd-") as name:
        place, port = Path(name), free_port()
        (place / "files").mkdir()
        for key in ("host", "user"):
            subprocess.run(
                [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", place / key], check=True
            )
        shutil.copy(place / "user.pub", place / "authorized")
        if not os.getuid():
            Path("/run/sshd").mkdir(exist_ok=True)
        sftp = next(
            path
            for path in ("/usr/lib/openssh/sftp-server", "/usr/lib/ssh/sftp-server")
            if Path(path).exists()
        )
        (place / "config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {place}/host\nPidFile {place}/pid\n"
            f"AuthorizedKeysFile {place}/authorized\nStrictModes no\nPermitRootLogin yes\nPasswordAuthentication no\n"
            f"UsePAM no\nMaxStartups 100\nSubsystem sftp {sftp}\n",
            encoding="utf-8",
        )
        shell = Shell(place / "files", port, place / "user", place / "known_hosts")
        shell.know(port)
        with running([program("sshd"), "-D", "-e", "-f", str(place / "config")], port, place):
            yield shell


@dataclass(frozen=True)
class Buckets:
    """An S3 server; every test may have a bucket of its own."""

    port: int
    made: list[str] = field(default_factory=list)

    def login(self, patch: pytest.MonkeyPatch, port: int | None = None) -> None:
        """Name the server and the keys in the environment, as a schedule does; ``port``: that of a wire to it."""
        for name, value in self.environment(port).items():
            patch.setenv(name, value)

    def environment(self, port: int | None = None) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port or self.port}",
            "AWS_ACCESS_KEY_ID": "tester",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_DEFAULT_REGION": "us-east-1",
            **({"AWS_MAX_ATTEMPTS": "1"} if port else {}),  # a wire that was cut stays so
        }

    def bucket(self) -> str:
        """A new bucket, by its name."""
        import boto3

        name = f"bucket-{len(self.made) + 1}"
        keys = {"aws_access_key_id": "tester", "aws_secret_access_key": SECRET, "region_name": "us-east-1"}
        boto3.client("s3", endpoint_url=f"http://127.0.0.1:{self.port}", **keys).create_bucket(Bucket=name)
        self.made.append(name)
        return name


@pytest.fixture(scope="session")
def s3() -> Iterator[Buckets]:
    """Moto's server, which speaks S3 over HTTP."""
    with TemporaryDirectory(prefix="s3-") as name:
        port = free_port()
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        with running(command, port, Path(name)):
            yield Buckets(port)


class Wire:
    """A wire to a server, which breaks when ``limit`` bytes have gone up, and stays broken."""

    def __init__(self, port: int, limit: int) -> None:
        self._to, self._left, self._lock = port, limit, threading.Lock()
        self._sockets: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._answer, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cut()

    @property
    def was_cut(self) -> bool:
        """Whether so much has gone up."""
        return self._left <= 0

    def _answer(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                return
            self._sockets += [client, server]
            for one, other, up in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._carry, args=(one, other, up), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, up: bool) -> None:  # noqa: FBT001
        with contextlib.suppress(OSError):
            while some := one.recv(65536):
                if up:
                    with self._lock:
                        passed, self._left = some[: max(0, self._left)], self._left - len(some)
                    other.sendall(passed)
                    if self._left <= 0:
                        break
                else:
                    other.sendall(some)
            if up and self._left <= 0:
                self._cut()
            other.shutdown(socket.SHUT_WR)

    def _cut(self) -> None:
        for one in (self._door, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                one.close()

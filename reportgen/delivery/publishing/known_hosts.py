"""Whom we talk to by SSH: only servers whose key is known, as the ``ssh`` command would have it."""

from __future__ import annotations

from pathlib import Path

from paramiko import HostKeys, MissingHostKeyPolicy, PKey, SSHClient, SSHException

USUAL = Path("~/.ssh/known_hosts")


class KnownHosts(MissingHostKeyPolicy):
    """Lets in a server whose key stands in a file of known hosts, and no other."""

    def __init__(self, path: str | None) -> None:
        self.path = Path(path or USUAL).expanduser()

    def missing_host_key(self, client: SSHClient, hostname: str, key: PKey) -> None:  # noqa: ARG002 - paramiko's signature
        """Look the key up. Raises SSHException where the file does not have it."""
        known = HostKeys(str(self.path)) if self.path.is_file() else HostKeys()
        if not known.check(hostname, key):
            found = "has another key" if known.lookup(hostname) else "is not known"
            raise SSHException(
                f"the server {hostname} {found} in {self.path} (it shows {key.get_name()} {key.fingerprint}); "
                "have its key confirmed, and add it with ssh-keyscan"
            )

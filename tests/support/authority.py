"""A company's own certificate authority, made by the openssl command, and servers that it vouches for."""

import shutil
import ssl
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Authority:
    """An authority in a folder. `pem` is its certificate, as a person is given it."""

    def __init__(self, folder: Path, name: str = "Harbour Hill Root") -> None:
        if shutil.which("openssl") is None:
            pytest.skip("there is no openssl command")
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.pem, self._key = folder / "authority.pem", folder / "authority.key"
        self._openssl("req", "-x509", *_KEY, "-keyout", self._key, "-out", self.pem, "-days", "30",
                      "-subj", f"/O=Harbour Hill/CN={name}")  # fmt: skip

    def server(self, *hosts: str) -> ssl.SSLContext:
        """Return the context of a server that has these names."""
        request, certificate = self._folder / "server.csr", self._folder / f"{hosts[0]}.pem"
        key, wanted = certificate.with_suffix(".key"), self._folder / "server.cnf"
        wanted.write_text("subjectAltName=" + ",".join(_names(hosts)))
        self._openssl("req", *_KEY, "-keyout", key, "-out", request, "-subj", f"/CN={hosts[0]}")
        self._openssl("x509", "-req", "-in", request, "-CA", self.pem, "-CAkey", self._key, "-CAcreateserial",
                      "-days", "30", "-extfile", wanted, "-out", certificate)  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context

    @property
    def der(self) -> Path:
        """The certificate in bytes, as Windows exports it."""
        file = self._folder / "authority.cer"
        self._openssl("x509", "-in", self.pem, "-outform", "DER", "-out", file)
        return file

    @staticmethod
    def _openssl(*arguments: object) -> None:
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True, timeout=20)


def _names(hosts: Iterable[str]) -> list[str]:
    return [f"{'IP' if host.replace('.', '').isdecimal() else 'DNS'}:{host}" for host in hosts]

"""Certificates: the system decides, and a stranger's certificate sends nothing."""

import asyncio
import ssl
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.domain.errors import ErrorKind, Trouble
from desktop.net import HttpClient, warm
from desktop.net.origin import is_loopback, is_loopback_url, same_origin


@pytest.fixture
def stranger(tmp_path: Path) -> ssl.SSLContext:
    """A server's context whose certificate nobody signed but itself."""
    x509 = pytest.importorskip("cryptography.x509", reason="comes with the Linux keyring only")
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    pem += key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "stranger.pem"
    path.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_certificate_that_nobody_vouches_for_sends_nothing(
    stranger: ssl.SSLContext, host: str
) -> None:
    received: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        received.append(await reader.read())
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=stranger)
    port = server.sockets[0].getsockname()[1]
    http = HttpClient(
        provider="Acme", account="Office", now=lambda: datetime.now(UTC), wait_scale=0, on_wait=lambda _: None
    )
    async with server:
        with pytest.raises(Trouble) as caught:
            await http.request(
                "GET", f"https://{host}:{port}/", headers={"Authorization": "s3cret"}, retry=True
            )
        await http.close()
    assert caught.value.kind is ErrorKind.CERTIFICATE
    assert "settings under Network" in caught.value.sentence, "where a company's own authority is named"
    assert b"".join(received) == b""


async def test_the_context_is_built_once_and_checks_names() -> None:
    first, second = await warm(), await warm()
    assert first is second
    assert first.check_hostname
    assert first.verify_mode is ssl.CERT_REQUIRED
    if sys.platform == "linux":
        assert first.cert_store_stats()["x509_ca"] > 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "https://a.example:443/y", True),
        ("https://A.example./x", "HTTPS://a.example", True),
        ("https://a.example", "http://a.example", False),
        ("https://a.example", "https://a.example:8443", False),
        ("https://a.example", "https://b.a.example", False),
        ("https://a.example", "https://a.example@evil.example/", False),
        ("https://a.example", "https://a.example.evil.example/", False),
        ("https://a.example", "/relative", False),
        ("https://[bad", "https://[bad", False),
        ("https://a.example:port", "https://a.example:port", False),
    ],
)
def test_who_is_the_same_host(one: str, other: str, same: bool) -> None:
    assert same_origin(one, other) is same


def test_what_is_this_machine() -> None:
    assert all(is_loopback(host) for host in ("localhost", "x.localhost", "127.0.0.1", "127.9.9.9", "::1"))
    assert not any(is_loopback(host) for host in ("", "localhost.evil", "10.0.0.1", "example.com"))
    assert is_loopback_url("http://[::1]:80/")
    assert not is_loopback_url("http://[bad")

"""A client that is killed while it sends: what arrived of its request is no request."""

import socket
from typing import Any
from urllib.parse import urlsplit

from tests.support.sipalto_client import SipaltoClient

FORM = (
    b'--edge\r\nContent-Disposition: form-data; name="name"\r\n\r\nHalf\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="phone1"\r\n\r\n01632960001\r\n'
    b'--edge\r\nContent-Disposition: form-data; name="phone2"\r\n\r\n01632960002\r\n--edge--\r\n'
)
CUT = 40  # before its end, where the second number is on its way


def test_half_a_form_adds_nothing(hello: dict[str, Any]) -> None:
    with SipaltoClient(hello) as client:
        address = urlsplit(hello["sipalto"]["base_url"])
        head = (
            f"POST {address.path}/phone-books/add-global-contact HTTP/1.1\r\nHost: {address.netloc}\r\n"
            f"Authorization: {client.session.headers['Authorization']}\r\nContent-Length: {len(FORM)}\r\n"
            "Content-Type: multipart/form-data; boundary=edge\r\n\r\n"
        )
        with socket.create_connection((address.hostname, address.port), timeout=10) as link:
            link.sendall(head.encode() + FORM[:-CUT])
            link.shutdown(socket.SHUT_WR)
            assert link.recv(1024) == b""  # the other side is done with it
        assert "Half" not in {entry["name"] for entry in client.contacts()}

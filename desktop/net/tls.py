"""The SSL context: the system's certificates, read once, off the loop.

truststore asks the system's own verifier on Windows and macOS. On Linux it reads the whole store again
at each handshake (20 ms on the loop, measured), so OpenSSL's default context, which reads the same
store once, is taken where it finds certificates; where it finds none (a frozen OpenSSL on another
distribution) truststore knows the other usual places.
"""

import asyncio
import ssl
import sys
from functools import cache

import truststore


@cache
def ssl_context() -> ssl.SSLContext:
    """Return the one context of this process. The first call reads files: keep it off a loop."""
    if sys.platform not in {"win32", "darwin"}:
        context = ssl.create_default_context()
        if context.cert_store_stats()["x509_ca"]:
            return context
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


async def warm() -> ssl.SSLContext:
    """Build the context in a thread, so that no loop stands still for it."""
    if ssl_context.cache_info().currsize:
        return ssl_context()
    return await asyncio.to_thread(ssl_context)

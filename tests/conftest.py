"""What every test gets: no display needed, no real keyring, no leftovers."""

import os

# Before anything imports Qt: tests paint off screen unless they start a display of their own.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

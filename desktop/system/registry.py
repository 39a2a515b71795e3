"""The person's part of the Windows registry, as far as Sidetone reads and writes it.

Written from the documentation of winreg and of the registry, and not run.
"""

import sys
from typing import Protocol

from desktop.domain.errors import ErrorKind, Trouble


class Registry(Protocol):
    """Keys below HKEY_CURRENT_USER. All methods raise `Trouble` DISK when the system refuses."""

    def read(self, key: str, name: str = "") -> str | bytes | None:
        """Return a value, None when there is none of text or bytes; "" is the key's own."""
        ...

    def write(self, key: str, name: str, value: str) -> None:
        """Keep a text, and make the key where there is none."""
        ...

    def forget(self, key: str, name: str) -> None:
        """Delete a value; one that is not there is no error."""
        ...

    def forget_key(self, key: str) -> None:
        """Delete a key with all below it; one that is not there is no error."""
        ...


class UserRegistry:
    """The registry of the person who runs this."""

    def read(self, key: str, name: str = "") -> str | bytes | None:
        """Return a value."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 - of Windows alone

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    value = winreg.QueryValueEx(opened, name)[0]
            except FileNotFoundError:
                return None
            except OSError as error:
                raise _refused(key, error) from error
            return value if isinstance(value, str | bytes) else None
        return None

    def write(self, key: str, name: str, value: str) -> None:
        """Keep a text."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 - of Windows alone

            try:
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)
            except OSError as error:
                raise _refused(key, error) from error

    def forget(self, key: str, name: str) -> None:
        """Delete a value."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 - of Windows alone

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return
            except OSError as error:
                raise _refused(key, error) from error

    def forget_key(self, key: str) -> None:
        """Delete a key; the registry itself deletes only one with nothing below."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415 - of Windows alone

            try:
                while True:
                    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                        try:
                            below = winreg.EnumKey(opened, 0)
                        except OSError:  # there is none left
                            break
                    self.forget_key(rf"{key}\{below}")
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
            except FileNotFoundError:
                return
            except OSError as error:
                raise _refused(key, error) from error


def _refused(key: str, error: OSError) -> Trouble:
    return Trouble(ErrorKind.DISK, detail=f"the registry at {key}: {error.strerror}")

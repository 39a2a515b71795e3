"""Spares PySide the reading of source files."""

import importlib

_QUESTION = "_mod_uses_pyside"


def spare_sources() -> None:
    """Keep PySide from reading the source of every module that is imported from now on.

    It looks there for its own name, for modules that switch its snake_case on (`__feature__`), which none
    of ours does: 0.1 ms for each of two hundred modules, and their text is kept in memory. There is no
    option for it, so the question is answered for PySide; a version that does not ask it stays as it is.
    """
    try:
        feature = importlib.import_module("shibokensupport.feature")
    except ImportError:
        return
    if hasattr(feature, _QUESTION):
        setattr(feature, _QUESTION, _uses_no_feature)


def _uses_no_feature(_module: object) -> bool:
    return False

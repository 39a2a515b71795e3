"""One folder for each provider of telephony; a folder that is copied and renamed is found too."""

import importlib
import pkgutil

from desktop.domain.ports import Provider


def discover() -> dict[str, Provider]:
    """Find every provider by its folder: a package here that has the name `PROVIDER`.

    The key is the folder's name, which is the manifest's id as well.
    """
    found: dict[str, Provider] = {}
    for module in pkgutil.iter_modules(__path__):
        if not module.ispkg:
            continue
        provider = getattr(importlib.import_module(f"{__name__}.{module.name}"), "PROVIDER", None)
        if provider is not None:
            if provider.manifest.id != module.name:
                raise RuntimeError(f"the provider in {module.name} calls itself {provider.manifest.id}")
            found[module.name] = provider
    return found

"""What the stacks need and moto lacks or answers wrongly.

Each module of this folder holds one subject and has a function install(). A module says at its top what moto does
without it, so that it can go when moto has learnt the same.
"""

import importlib
import pkgutil


def install() -> None:
    """Installs every module of this folder. To be called once, before the first request."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}").install()

"""EC2 Image Builder: components, recipes, configurations of infrastructure and of distribution, pipelines, and their tags.

Measured with moto 5.2.5: it does not have the service at all, so that every call ends in "the emulator has no service
imagebuilder". Here it becomes one more of moto's services.

What differs from AWS: nothing is ever built, so a pipeline has no images and no executions.
"""

import re
import sys

from moto import backend_index

from . import models
from .urls import url_bases


def install() -> None:
    # Moto takes a service's backends from the module of its name.
    sys.modules["moto.imagebuilder"] = models
    backend_index.backend_url_patterns.extend(("imagebuilder", re.compile(base)) for base in url_bases)

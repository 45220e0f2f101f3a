from .pages import *  # noqa: F403
from .register import *  # noqa: F403

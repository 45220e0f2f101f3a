from .follow_up import *  # noqa: F403
from .pages import *  # noqa: F403
from .register import *  # noqa: F403
from .shown_answers import *  # noqa: F403
from .surveys import *  # noqa: F403

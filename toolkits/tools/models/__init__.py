"""Pages of tools and methodologies, and their catalogue."""

from .catalogue import ToolIndexPage
from .tool import ToolPage

__all__ = ["ToolIndexPage", "ToolPage"]

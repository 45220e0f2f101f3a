"""Pages of tools."""

__all__: list[str] = []

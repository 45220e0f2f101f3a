"""BRS Learn: see docs/contributing.md for the map of the house."""

"""The read API, version 1: what there is, and the figures that are for everybody. See docs/api.md."""

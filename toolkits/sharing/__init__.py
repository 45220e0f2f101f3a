"""Toolkits: what people gather, and the links by which facilitators share it."""

"""Toolkits: tools and methodologies, and what facilitators make of them."""

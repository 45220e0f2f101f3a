"""Courses: pages, learning state and questions. See docs/contributing.md for the rooms."""

"""What figures hold of a person: nothing that leads to them. What was published with them in it stays."""

from brs.people.privacy import Room, register

from .disclosure.monthly_closing import keep_what_was_published

FIGURES = register(Room("figures", (), keep_what_was_published))

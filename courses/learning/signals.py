"""Signals to the rooms above: what has just happened to an enrolment."""

from django.dispatch import Signal

# Sent inside the transaction, once per enrolment; kwargs: enrolment, evidence (ids of the events that earned it).
course_completed = Signal()

# Sent inside the transaction whenever something is done in a course that was completed before; kwargs: enrolment.
course_gone_over = Signal()

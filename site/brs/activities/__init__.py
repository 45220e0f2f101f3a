"""Capacity-building activities: workshops, webinars, tours, projects, courses; planned, run, followed up."""

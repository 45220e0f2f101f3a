"""Needs of Parties: questionnaires, assessments, learning plans; and the plan of assistance that meets them."""

"""What pages of other rooms show of the plan."""

from django import template

from brs.core.pages import TranslatedPage
from brs.needs.assistance_plan.served import Served, served_by

register = template.Library()


@register.inclusion_tag("needs/served.html")
def serves_in_plan(page: TranslatedPage) -> dict[str, list[Served]]:
    """«In the plan of technical assistance: …», nothing for what serves no part of one."""
    return {"served": served_by(page)}

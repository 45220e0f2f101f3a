"""Which register belongs to an activity: known by its key alone."""

from wagtail.models import TranslatableMixin

from .models import Register


def register_of(activity: TranslatableMixin) -> Register:
    """The activity's register, made if there is none."""
    return Register.objects.get_or_create(activity_key=activity.translation_key)[0]

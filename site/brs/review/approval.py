"""What becomes of what the last reviewer approves. Wagtail imports it before there are models."""

from typing import Any


def publish_approved(state: Any, user: Any = None) -> None:
    """It is published: reviewers need no permission to publish, or to take offline, anything else."""
    state.content_object.get_latest_revision().publish(user=user, skip_permission_checks=True)

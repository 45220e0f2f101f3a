"""Wagtail comes with groups of its own, "Editors" and "Moderators", and lets Moderators approve: our roles do that."""

from django.db import migrations


def let_reviewers_approve(apps, _schema_editor):
    """Where nobody is among the moderators, nobody could approve what is sent to them."""
    Group = apps.get_model("auth", "Group")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    named, name = "Moderators approval", "Review"
    tasks = GroupApprovalTask.objects.filter(groups__name="Moderators").exclude(groups__user__isnull=False)
    for task in list(tasks):
        task.groups.add(Group.objects.get_or_create(name="reviewer")[0])
        if task.name == named:
            task.name = name
            task.save()
            Workflow.objects.filter(name=named, workflow_tasks__task=task).update(name=name)


def take_away_groups_that_nobody_is_in(apps, _schema_editor):
    unused = apps.get_model("auth", "Group").objects.filter(
        name__in=["Editors", "Moderators"], user=None, pageviewrestriction=None, collectionviewrestriction=None
    )
    unused.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.RunPython(let_reviewers_approve, migrations.RunPython.noop),
        migrations.RunPython(take_away_groups_that_nobody_is_in, migrations.RunPython.noop),
    ]

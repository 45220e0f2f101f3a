"""Who may see a page in one language may see it in all: what was restricted in one is restricted in the others."""

from django.db import migrations


def restrict_all_languages(apps, schema_editor):
    Restriction = apps.get_model("wagtailcore", "PageViewRestriction")
    Page = apps.get_model("wagtailcore", "Page")
    for restriction in Restriction.objects.select_related("page").order_by("pk"):
        others = Page.objects.filter(translation_key=restriction.page.translation_key).exclude(pk=restriction.page_id)
        for page in others.filter(view_restrictions=None):
            same = Restriction.objects.create(
                page=page, restriction_type=restriction.restriction_type, password=restriction.password
            )
            same.groups.set(restriction.groups.all())


class Migration(migrations.Migration):
    dependencies = [("core", "0003_periodic_runs"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(restrict_all_languages, migrations.RunPython.noop)]

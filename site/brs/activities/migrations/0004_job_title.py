from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0003_who_and_when'),
    ]

    operations = [
        migrations.AddField(
            model_name='participation',
            name='job_title',
            field=models.CharField(blank=True, max_length=200, verbose_name='job title'),
        ),
    ]

from django.db import models


class Row(models.Model):
    kind = models.PositiveSmallIntegerField(db_index=True)
    text = models.CharField(max_length=100)

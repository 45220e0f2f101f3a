from django.db import models


class Allowance(models.Model):
    """How far somebody has used up a limit. `key` tells nobody who it is; `used_until` is in seconds: see limits.py."""

    key = models.CharField(max_length=32, primary_key=True)
    used_until = models.FloatField(db_index=True)

    def __str__(self) -> str:
        return self.key

#!/usr/bin/env python
"""Django's command line for BRS Learn."""

import logging
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brs.settings.local")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except Exception:  # told to whom the settings say, as what fails in a request is
        logging.getLogger("brs.command").exception("%s failed", " ".join(sys.argv[1:2]))
        sys.exit(1)

"""The worker that fills templates, with less time and memory than people give it."""

import sys

from reader.exchange.reports import template_worker
from reader.system.confinement import Limits

if __name__ == "__main__":
    template_worker.LIMITS = Limits(seconds=1, memory=300 << 20)
    sys.exit(template_worker.main())

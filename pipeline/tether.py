"""Run a module that ends with the process which started it: `python -m pipeline.tether MODULE …`.

The starter holds the other end of our standard input and never writes to it. Whatever ends the
starter, on whatever system, closes that end, and we read the end of the file.
"""

import os
import runpy
import signal
import sys
import threading
import time

GRACE = 5.0  # seconds for a polite end; a job that is cut off is completed by the next worker


def main() -> None:
    """Run the module that the first argument names, with the others."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_starter() -> None:
    while os.read(0, 1024):  # not sys.stdin, whose lock would be held when the interpreter ends
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


if __name__ == "__main__":
    main()

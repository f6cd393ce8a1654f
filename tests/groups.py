"""Run groups of tests, each a target of make, one after the other, and print how long each took: `make test`.

The first that fails ends it. Ctrl-C, and SIGTERM, reach all that the group has started.
"""

import os
import signal
import subprocess
import sys
import time


def main() -> int:
    """Run the targets of sys.argv; return the exit code of the one that failed, 130 where it was interrupted."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    took: list[str] = []
    code = 0
    for group in sys.argv[1:]:
        began = time.monotonic()
        # A shell that starts this in its background ignores SIGINT, and so would all that is started here.
        command = ["env", "--default-signal=INT", "make", "--no-print-directory", group]
        make = subprocess.Popen(command, start_new_session=True)
        try:
            code = make.wait()
        except KeyboardInterrupt:
            os.killpg(make.pid, signal.SIGINT)
            make.wait()
            code = 130
        took.append(f"  {group:<15} {time.monotonic() - began:6.0f} s{'' if code == 0 else f'  failed ({code})'}")
        if code:
            break
    print("each group took:", *took, sep="\n")  # noqa: T201
    return code


if __name__ == "__main__":
    sys.exit(main())

"""Becomes the database server: gives up root, ties its life to the service's, and turns into `postgres`.

Run as a script: `launch.py UID GID PARENT PROGRAM ARGUMENT…`; a UID of -1 keeps the present account. It is a program
of its own because the parent-death signal must be set after the account changes and before `postgres` begins, and
running Python code between fork and exec isn't safe in a process with threads.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(uid: int, gid: int, parent: int, command: list[str]) -> None:
    """Never returns: the process turns into `command` or exits with status 1."""
    libc = ctypes.CDLL(None, use_errno=True)
    os.setsid()  # a Ctrl-C in the terminal is for the service, which stops its server last
    os.umask(0o077)
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux":
        # SIGINT asks postgres for a fast shutdown: what it did is on disk, nobody is waited for.
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the service ended while its database was starting")
    os.execve(command[0], command, {"LC_ALL": "C"})  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])

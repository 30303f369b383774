#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (C) 2026 the receico-plugins authors
"""usage: waits_in_kernel.py NUMBER   so many processes that count as load, until standard input ends

Who makes a child by vfork sleeps in the kernel until the child has gone, uninterruptibly, as one does that waits
for a disk which does not answer. That is load (proc(5), loadavg), and takes no time of any processor.
"""

import ctypes
import os
import platform
import signal
import sys

CLONE = {"x86_64": 56, "aarch64": 220}  # the number of the system call
CLONE_VFORK = 0x4000
PR_SET_PDEATHSIG = 1


def end_with_parent(libc):
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def wait_in_kernel(libc):
    """Ends when it is killed."""
    end_with_parent(libc)
    child = libc.syscall(CLONE[platform.machine()], CLONE_VFORK | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        end_with_parent(libc)
        signal.pause()
    os._exit(0)


def main(number):
    libc = ctypes.CDLL(None)
    waiting = []
    for _ in range(number):
        process = os.fork()
        if process == 0:
            wait_in_kernel(libc)
        waiting.append(process)
    sys.stdin.read()
    for process in waiting:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Times `PROGRAM --version` as a whole process: wall time, CPU time and peak memory over many runs."""

import os
import statistics
import sys
import time


def run(program):
    began = time.perf_counter()
    process = os.posix_spawn(program, [program, "--version"], os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        sys.exit(f"{program} --version ended with status {status}")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main():
    program = sys.argv[1]
    runs = [run(program) for _ in range(60)][10:]
    for name, values, unit, scale in zip(("wall", "cpu", "peak memory"), zip(*runs), ("ms", "ms", "MB"), (1e3, 1e3, 1 / 1024)):
        figures = sorted(value * scale for value in values)
        print(f"{name:12} min {figures[0]:6.2f}  median {statistics.median(figures):6.2f}  max {figures[-1]:6.2f} {unit}")


main()

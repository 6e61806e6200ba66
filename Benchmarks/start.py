"""Times `PROGRAM --version` as a whole process: wall time, CPU time and peak memory over many runs."""

import os
import statistics
import subprocess
import sys
import time


def run(program):
    began = time.perf_counter()
    process = os.posix_spawn(program, [program, "--version"], os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        sys.exit(f"{program} --version ended with status {status}")
    return (time.perf_counter() - began) * 1e3, (usage.ru_utime + usage.ru_stime) * 1e3


def peak_memory(program):
    """In MB. Started by a small program: a child counts the memory of its parent until it has replaced itself."""
    result = subprocess.run(["/usr/bin/time", "-f", "%M", program, "--version"], capture_output=True, check=True, text=True)
    return int(result.stderr) / 1024


def report(name, values, unit):
    figures = sorted(values)
    print(f"  {name:12} min {figures[0]:6.2f}  median {statistics.median(figures):6.2f}  max {figures[-1]:6.2f} {unit}")


def main():
    for program in sys.argv[1:]:
        print(f"{program} --version")
        wall, cpu = zip(*[run(program) for _ in range(60)][10:])
        report("wall", wall, "ms")
        report("cpu", cpu, "ms")
        report("peak memory", [peak_memory(program) for _ in range(10)], "MB")


main()

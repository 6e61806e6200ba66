"""Compares uploads of one file, each by a process of its own: wall time, CPU time and peak memory.

    upload.py PROGRAM ENVIRONMENT

The program is benchmark-upload, the environment one of Python with boto3 and the AWS CLI.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

SIZE = 1 << 30
RUNS = 5


def run(command, variables):
    """Wall time and CPU time in seconds, and peak memory in MB. What counts children must not be large itself: a child has the
    peak of its parent until it is another program, hence /usr/bin/time."""
    result = subprocess.run(
        ["/usr/bin/time", "-f", "%e %U %S %M", *command], env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True,
    )
    if result.returncode != 0:
        sys.exit(f"{command[0]} failed: {result.stderr}")
    wall, user, system, memory = map(float, result.stderr.split("\n")[-2].split())
    return wall, user + system, memory / 1024


def main():
    program, environment = sys.argv[1:]
    here = os.path.dirname(os.path.abspath(__file__))
    server = subprocess.Popen([sys.executable, f"{here}/server.py"], stdout=subprocess.PIPE, text=True)
    try:
        url = f"http://127.0.0.1:{server.stdout.readline().strip()}"
        variables = {
            **os.environ, "AWS_ENDPOINT_URL_S3": url, "AWS_ACCESS_KEY_ID": "AKIABENCHMARK", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REQUEST_CHECKSUM_CALCULATION": "when_supported", "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
        }
        # In memory, so that no disk is measured.
        with tempfile.NamedTemporaryFile(dir="/dev/shm") as file:
            for _ in range(SIZE >> 22):
                file.write(os.urandom(1 << 22))
            file.flush()
            python = f"{environment}/bin/python"
            contestants = {
                "curlew": [program, file.name, "s3://lake", "part.parquet"],
                "boto3": [python, f"{here}/with_boto3.py", file.name, "lake", "part.parquet"],
                "aws s3 cp": [f"{environment}/bin/aws", "s3", "cp", "--quiet", file.name, "s3://lake/part.parquet"],
            }
            print(f"{SIZE >> 20} MB, median of {RUNS} runs, in turns")
            results = {name: [] for name in contestants}
            for _ in range(RUNS):
                for name, command in contestants.items():
                    results[name].append(run(command, variables))
            for name, figures in results.items():
                wall, cpu, memory = zip(*figures)
                print(
                    f"  {name:10} {statistics.median(wall):6.2f} s   CPU {statistics.median(cpu):6.2f} s"
                    f"   peak memory {max(memory):6.1f} MB"
                )
    finally:
        server.kill()


main()

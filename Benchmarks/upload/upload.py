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


def make_certificate(folder):
    """A key and a certificate of its own for the server, which clients are told to trust."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", f"{folder}/key", "-out", f"{folder}/certificate"],
        check=True, stderr=subprocess.DEVNULL,
    )
    with open(f"{folder}/key", "a") as key, open(f"{folder}/certificate") as certificate:
        key.write(certificate.read())


def compare(contestants, scheme, thought, folder):
    """Prints what uploads take from a server that thinks so many seconds about each answer."""
    here = os.path.dirname(os.path.abspath(__file__))
    secrets = [f"{folder}/key"] if scheme == "https" else []
    server = subprocess.Popen(
        [sys.executable, f"{here}/server.py", str(thought), *secrets], stdout=subprocess.PIPE, text=True
    )
    try:
        variables = {
            **os.environ, "AWS_ENDPOINT_URL_S3": f"{scheme}://127.0.0.1:{server.stdout.readline().strip()}",
            "AWS_ACCESS_KEY_ID": "AKIABENCHMARK", "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_CA_BUNDLE": f"{folder}/certificate",
            "SSL_CERT_FILE": f"{folder}/certificate",
            "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_REQUEST_CHECKSUM_CALCULATION": "when_supported",
        }
        print(f"{SIZE >> 20} MB by {scheme}, answers after {thought * 1000:.0f} ms, median of {RUNS} runs, in turns")
        results = {name: [] for name in contestants}
        for _ in range(RUNS):
            for name, command in contestants.items():
                results[name].append(run(command, variables))
        for name, figures in results.items():
            wall, cpu, memory = zip(*figures)
            print(
                f"  {name:16} {statistics.median(wall):6.2f} s   CPU {statistics.median(cpu):6.2f} s"
                f"   peak memory {max(memory):6.1f} MB"
            )
    finally:
        server.kill()


def main():
    program, environment = sys.argv[1:]
    here = os.path.dirname(os.path.abspath(__file__))
    # In memory, so that no disk is measured.
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        make_certificate(folder)
        path = f"{folder}/part.parquet"
        with open(path, "wb") as file:
            for _ in range(SIZE >> 22):
                file.write(os.urandom(1 << 22))
        contestants = {
            "curlew": [program, path, "s3://lake", "part.parquet"],
            "boto3": [f"{environment}/bin/python", f"{here}/with_boto3.py", path, "lake", "part.parquet"],
            "aws s3 cp": [f"{environment}/bin/aws", "s3", "cp", "--quiet", path, "s3://lake/part.parquet"],
        }
        for scheme, thought in [("http", 0), ("https", 0), ("https", 0.05)]:
            compare(contestants, scheme, thought, folder)


main()

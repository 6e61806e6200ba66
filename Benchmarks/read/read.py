"""Reads an API on loopback with `PROGRAM read`, curl and airbyte-cdk: `read.py CURLEW AIRBYTE-PYTHON`."""

import pathlib
import sys
import tempfile

import connectors
from pages import RECORDS_PER_PAGE, write_pages
from processes import count_lines, nginx, run, run_often, serving, unused_port

HERE = pathlib.Path(__file__).parent
FEW, MANY = 100, 2000
PARTITIONS, PAGES_PER_PARTITION, LATENCY = 8, 50, 20


def cost_of_records(folder, curlew, python):
    port = unused_port()
    commands = {}
    sizes = {}
    for count in [FEW, MANY]:
        pages, url = folder / str(count), f"http://127.0.0.1:{port}/{count}"
        pages.mkdir()
        sizes[count] = write_pages(pages, count, url)
        commands[count] = {
            "curl": connectors.curl(pages, [f"{url}/{number}.json" for number in range(count)]),
            "curlew": [curlew, *connectors.curlew(pages, url)],
            "airbyte-cdk": [python, HERE / "airbyte.py", *connectors.airbyte(pages, url)],
        }
    print(f"One slice, nginx on loopback, pages of {RECORDS_PER_PAGE} records of "
          f"{sizes[MANY] / MANY / RECORDS_PER_PAGE:.0f} bytes")
    with nginx(folder, port):
        for name, beginning in [("curlew", b'{"type":"RECORD"'), ("airbyte-cdk", b'{"type":"RECORD"')]:
            found = count_lines(commands[FEW][name], beginning)
            if found != FEW * RECORDS_PER_PAGE:
                sys.exit(f"{name} reads {found} records of {FEW * RECORDS_PER_PAGE}")
        costs = {
            count: {name: run_often(command, 1 if name == "airbyte-cdk" else 5) for name, command in group.items()}
            for count, group in commands.items()
        }
    for count in [FEW, MANY]:
        report(f"{count:,} pages", costs[count], count * RECORDS_PER_PAGE)
    extra = {
        name: (cost.cpu - costs[FEW][name].cpu) / ((MANY - FEW) * RECORDS_PER_PAGE)
        for name, cost in costs[MANY].items()
    }
    print(f"  each further record, without start: "
          + ", ".join(f"{name} {seconds * 1e6:.2f} µs" for name, seconds in extra.items()))
    print(f"  times fewer CPU seconds than airbyte-cdk: "
          f"{costs[MANY]['airbyte-cdk'].cpu / costs[MANY]['curlew'].cpu:.0f}, "
          f"without start {extra['airbyte-cdk'] / extra['curlew']:.0f} (goal: 40)")
    print(f"  peak memory: {costs[FEW]['curlew'].peak_megabytes:.1f} MB for {FEW} pages, "
          f"{costs[MANY]['curlew'].peak_megabytes:.1f} MB for {MANY:,} (goal: under 32, and flat)")


def report(title, costs, records):
    print(f"  {title:14} {'records per CPU s':>18} {'CPU s':>8} {'wall s':>8} {'peak MB':>8} {'CPU to curl':>12}")
    for name, cost in costs.items():
        print(f"    {name:12} {records / cost.cpu:18,.0f} {cost.cpu:8.3f} {cost.wall:8.3f} "
              f"{cost.peak_megabytes:8.1f} {cost.cpu / costs['curl'].cpu:12.2f}")


def overlap(folder, curlew):
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    partitions = [str(number) for number in range(PARTITIONS)]
    command = [curlew, *connectors.curlew_partitioned(folder, url, partitions)]
    urls = [f"{url}/{partition}/{number}" for number in range(PAGES_PER_PARTITION) for partition in partitions]
    parallel = [*connectors.curl(folder, urls), "--parallel", "--parallel-max", PARTITIONS]
    ideal = PAGES_PER_PARTITION * LATENCY / 1000
    print(f"{PARTITIONS} slices of {PAGES_PER_PARTITION} pages, {LATENCY} ms a request: ideal {ideal:.2f} s")
    with serving([sys.executable, HERE / "slow_server.py", port, LATENCY, PAGES_PER_PARTITION], port):
        found = count_lines(command, b'{"type":"RECORD"')
        if found != len(urls) * RECORDS_PER_PAGE:
            sys.exit(f"curlew reads {found} records of {len(urls) * RECORDS_PER_PAGE}")
        server = run(parallel).wall
        one = run([*command, "--concurrency", 1]).wall
        eight = run_often([*command, "--concurrency", PARTITIONS], 5).wall
    print(f"  what the server can do (curl --parallel)  {server:6.2f} s  {ideal / server:6.1%} of the ideal")
    print(f"  curlew, one slice at a time               {one:6.2f} s  {one / eight:6.1f} times as long")
    print(f"  curlew, {PARTITIONS} at a time                      {eight:6.2f} s  "
          f"{ideal / eight:6.1%} of the ideal (goal: 85 %)")


def main():
    curlew, python = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)  # nginx's worker is another user when root starts it.
        cost_of_records(folder, curlew, python)
        overlap(folder, curlew)


main()

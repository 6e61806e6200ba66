"""Runs programs where nothing is installed: in a root folder that holds /proc, /etc/resolv.conf, /etc/hosts, two CA
bundles and the programs; with a network of which only the loopback interface exists.

scripts/check-static starts this inside mount and network namespaces of its own, with the programs as arguments, the
probe last.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from name_server import NameServer
from web_server import ANSWER, Authority, WebServer

EMULATOR = pathlib.Path(".build/emulator/aws-lambda-rie").resolve()
EMULATOR_RUN = pathlib.Path(__file__).resolve().parent.parent / "Emulator/emulator_run.py"
PROGRAMS = [pathlib.Path(argument).resolve() for argument in sys.argv[1:]]
PROBE = PROGRAMS[-1].name

IPV4, IPV6 = "127.0.0.2", "::1"
RECORDS = {"curlew.test": IPV4, "six.curlew.test": IPV6, "misnamed.test": IPV4}
HOSTS = "127.0.0.1 localhost\n127.0.0.2 in-hosts.curlew.test\n"
COULD_NOT_RESOLVE, UNTRUSTED = "curl 6:", "curl 60:"


class IsolatedRun(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        authority, stranger = Authority(folder, "authority"), Authority(folder, "stranger")
        certificate, key = authority.certify(["curlew.test", "six.curlew.test", "in-hosts.curlew.test"])

        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        cls.root = folder / "root"
        cls.root.mkdir()
        # A file system of its own, so that nothing mounted in it outlives the namespace.
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", cls.root], check=True)
        cls.addClassCleanup(subprocess.run, ["umount", "--recursive", cls.root], check=True)
        (cls.root / "proc").mkdir()
        subprocess.run(["mount", "--rbind", "/proc", cls.root / "proc"], check=True)
        (cls.root / "etc").mkdir()
        (cls.root / "etc/resolv.conf").write_text("nameserver 127.0.0.1\n")
        (cls.root / "etc/hosts").write_text(HOSTS)
        shutil.copy(authority.certificate, cls.root / "etc/authority.pem")
        shutil.copy(stranger.certificate, cls.root / "etc/stranger.pem")
        for program in PROGRAMS:
            shutil.copy(program, cls.root)
        for address in IPV4, IPV6:
            cls.enterClassContext(WebServer(address, 443, certificate, key))

    def run_isolated(self, program, *arguments):
        return subprocess.run(
            [f"/{program}", *arguments], env={}, cwd="/", timeout=60, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=lambda: os.chroot(self.root),
        )  # fmt: skip

    def fetch(self, host, authority="authority"):
        return self.run_isolated(PROBE, f"https://{host}/", f"/etc/{authority}.pem")

    def assert_answered(self, result):
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn(f"response {ANSWER}", result.stdout)

    def assert_refused(self, result, code):
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertIn(code, result.stdout)

    def test_programs_start(self):
        for program in PROGRAMS:
            with self.subTest(program.name):
                result = self.run_isolated(program.name, *([] if program.name == PROBE else ["--version"]))
                self.assertEqual(result.returncode, 0, result.stdout)
                print(result.stdout, end="")

    def test_demo(self):
        result = self.run_isolated("curlew", "read", "--connector", "demo", "--format", "parquet", "--output", "/lake")
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn('"total_records":122008', result.stdout)

    @unittest.skipUnless(EMULATOR.exists(), "scripts/setup has fetched no Lambda emulator")
    def test_function(self):
        shutil.copy(EMULATOR, self.root)
        # The emulator, not the function, wants to open it.
        (self.root / "dev").mkdir()
        (self.root / "dev/null").touch()
        command = [sys.executable, EMULATOR_RUN, f"/{EMULATOR.name}", "/bootstrap", self.root]
        result = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_name_server_and_own_authority(self):
        for host in "curlew.test", "six.curlew.test":
            with self.subTest(host), NameServer("127.0.0.1", 53, RECORDS) as server:
                self.assert_answered(self.fetch(host))
                self.assertIn(host, server.asked)

    def test_hosts_file(self):
        with NameServer("127.0.0.1", 53, RECORDS) as server:
            self.assert_answered(self.fetch("in-hosts.curlew.test"))
            self.assertEqual(server.asked, set())

    def test_unknown_name(self):
        with NameServer("127.0.0.1", 53, RECORDS):
            self.assert_refused(self.fetch("unknown.test"), COULD_NOT_RESOLVE)

    def test_no_name_server(self):
        self.assert_refused(self.fetch("curlew.test"), COULD_NOT_RESOLVE)

    def test_authority_that_did_not_sign(self):
        with NameServer("127.0.0.1", 53, RECORDS):
            self.assert_refused(self.fetch("curlew.test", authority="stranger"), UNTRUSTED)

    def test_certificate_for_another_name(self):
        with NameServer("127.0.0.1", 53, RECORDS):
            self.assert_refused(self.fetch("misnamed.test"), UNTRUSTED)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

"""Has AWS's emulator of Lambda run a function's program: `emulator_run.py EMULATOR PROGRAM [ROOT]`. With a root folder the two
are named as they are in it, and run with nothing else."""

import os
import pathlib
import signal
import sys
import tempfile
import unittest

from emulator import Emulator
from pages import Pages

EMULATOR, PROGRAM, ROOT = [*sys.argv[1:], None][:3]
SPECIFICATION = {"action": "spec", "connector": "stripe"}


class EmulatorRun(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def function(self, **options):
        return self.enterContext(Emulator(EMULATOR, PROGRAM, self.folder / "log", root=ROOT, **options))

    def pages(self, *arguments, **options):
        return self.enterContext(Pages(*arguments, **options))

    def ids(self, answer):
        return [record["data"]["id"] for record in answer["records"]]

    def test_one_process_serves_invocations_and_keeps_its_connections(self):
        pages, function = self.pages(3), self.function()
        for _ in range(10):
            self.assertEqual(self.ids(function.invoke(pages.event())), [*range(1, 31)])
            self.assertEqual(function.invoke(SPECIFICATION)["type"], "SPEC")
        self.assertEqual(pages.connections, 1)
        self.assertEqual(len(function.functions()), 1)

    def test_errors_have_their_kind_and_are_not_the_end(self):
        function = self.function()
        process = None
        for event, words in [
            ({}, "`connector` is missing"),
            ({"connector": "nobody"}, "no connector is called `nobody`"),
            (b'{"connector"', "the event is not JSON"),
            (b"", "the event is not JSON"),
        ]:
            error = function.invoke(event)
            self.assertEqual(error["errorType"], "Function.Config")
            self.assertIn(words, error["errorMessage"])
            process = process or function.functions()
            self.assertEqual(function.functions(), process)
        self.assertEqual(function.invoke(SPECIFICATION)["type"], "SPEC")

    def test_a_sync_ends_before_the_deadline_and_goes_on(self):
        pages, function = self.pages(15, delay=0.2), self.function(seconds=2)
        event, ids, invocations = pages.event(), [], 0
        while event and invocations < 20:
            answer = function.invoke(event)
            self.assertIn("status", answer, answer)
            ids += self.ids(answer)
            event, invocations = answer.get("resume"), invocations + 1
        self.assertEqual(ids, [*range(1, 151)])
        self.assertGreater(invocations, 1)

    def test_a_function_that_outlives_its_deadline_is_killed_and_the_next_one_serves(self):
        pages, function = self.pages(3), self.function(seconds=2)
        self.assertEqual(len(self.ids(function.invoke(pages.event()))), 30)
        [process] = function.functions()
        pages.before_page = lambda page: os.kill(process, signal.SIGSTOP) if page == 2 else None
        killed = function.invoke(pages.event())
        self.assertIn("timed out", str(killed))
        pages.before_page = lambda page: None
        self.assertEqual(len(self.ids(function.invoke(pages.event()))), 30)
        self.assertNotIn(process, function.functions())

    def test_large_events_and_answers(self):
        pages, function = self.pages(10, filling=50_000), self.function()
        event = {**SPECIFICATION, "streams": ["x" * (5 << 20)]}
        self.assertEqual(function.invoke(event)["type"], "SPEC")
        first = function.invoke(pages.event())
        self.assertEqual(first["status"], "INCOMPLETE")
        rest = function.invoke(first["resume"])
        self.assertEqual(self.ids(first) + self.ids(rest), [*range(1, 101)])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

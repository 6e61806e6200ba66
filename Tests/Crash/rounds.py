"""Syncs that are killed again and again, a few at a time, until there were enough kills."""

import itertools
import threading

CHAINS_AT_ONCE = 4


def run(wanted, begin):
    """Returns all chains, and what is wrong. `begin(number)` makes a chain: it has `kills`, `complete(may_go_on)` carries it to its
    end, `check()` says what is wrong then, and `close()` follows when that is nothing."""
    numbers, lock = itertools.count(), threading.Lock()
    chains, faults = [], []

    def may_go_on():
        with lock:
            return sum(chain.kills for chain in chains) < wanted

    def work():
        try:
            while may_go_on() and not faults:
                with lock:
                    chain = begin(next(numbers))
                    chains.append(chain)
                chain.complete(may_go_on)
                wrong = chain.check()
                with lock:
                    faults.extend(f"{chain.name}: {fault}" for fault in wrong)
                if not wrong:
                    chain.close()
        except Exception as error:
            faults.append(f"{type(error).__name__}: {error}")

    workers = [threading.Thread(target=work) for _ in range(CHAINS_AT_ONCE)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return chains, faults

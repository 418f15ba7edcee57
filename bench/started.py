"""From the start of a process to its first mapped record: `python -m bench.started`, run by bench.cold."""

import time

import engine
from bench.workloads.first_record import MAPPING, RECORD, TODAY

outcome = engine.load_mapping(MAPPING).run(RECORD, today=TODAY)
arrived = time.monotonic()
assert isinstance(outcome, engine.Desired), outcome
print(arrived)

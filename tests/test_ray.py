"""A batch on a Ray of two nodes: the same sheets as on one machine, and nothing asked again after a crash."""

import json
import os
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib.util import find_spec

import pytest
from batching import endpoint, requests_of, write_stories

pytestmark = [pytest.mark.ray, pytest.mark.posix]

if find_spec("ray") is None:
    pytest.skip("needs the extra ray", allow_module_level=True)

STORY = "The council of Eastvale voted on Monday to reopen the old mine, Mayor Bo Carr said. " * 5

NODES = """
import os, signal, sys, warnings
warnings.simplefilter("ignore")
from ray.cluster_utils import Cluster

def below(top):
    found, parents = [top], {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            parents[int(pid)] = int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
        except OSError:
            pass
    while new := [pid for pid, parent in parents.items() if parent in found and pid not in found]:
        found += new
    return found

def is_worker(pid):
    try:
        return open(f"/proc/{pid}/cmdline").read().startswith("ray::MapWorker")
    except OSError:
        return False

cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
other = cluster.add_node(num_cpus=1)
print(cluster.address, flush=True)
for line in sys.stdin:
    if line == "actor\\n":
        workers = list(filter(is_worker, below(os.getpid())))
        os.kill(workers[0], signal.SIGKILL)
    else:
        cluster.remove_node(other, allow_graceful=False)
    print("done", flush=True)
cluster.shutdown()
"""
"""A cluster in a process of its own, which kills one of its actors or its second node when it is told to."""


class Nodes:
    def __init__(self, process):
        self.process = process
        self.address = process.stdout.readline().strip()

    def kill(self, what):
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n"


@contextmanager
def nodes():
    environment = {**os.environ, "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0"}
    command = [sys.executable, "-c", NODES]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, env=environment, **pipes) as process:
        try:
            yield Nodes(process)
        finally:
            process.stdin.close()


def batch(source, out, port, *more):
    command = [sys.executable, "-m", "factsheet", "batch", source, "-o", out, "-m", "vllm/m", "-y", "-q"]
    return [*command, "--base-url", f"http://127.0.0.1:{port}/v1", *more]


def sheets(out):
    return {path.name: path.read_bytes() for path in (out / "sheets").iterdir()}


def facts(out):
    """What the sheets say, but for what making them took."""
    found = {name: json.loads(content) for name, content in sheets(out).items()}
    return {name: {key: sheet[key] for key in ("facts", "standings")} for name, sheet in found.items()}


def states(out):
    command = [sys.executable, "-m", "factsheet", "status", out, "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return found["articles"], sorted((row["slug"] or row["title"], row["reason"]) for row in found["not_made"])


def _same_as_on_one_machine(tmp_path, number):
    source = write_stories(tmp_path / "in", number)
    faults = ("--faults", "0.3", "--steady")
    with endpoint(*faults) as port:
        here = subprocess.run(batch(source, tmp_path / "here", port), check=False)
    with nodes() as cluster, endpoint("--port", str(port), *faults) as port:
        there = subprocess.run(
            batch(source, tmp_path / "there", port, "--engine", "ray", "--ray-address", cluster.address), check=False
        )
        log = requests_of(port)
    assert here.returncode == there.returncode
    assert states(tmp_path / "here") == states(tmp_path / "there")
    assert sheets(tmp_path / "here") == sheets(tmp_path / "there")
    assert len(sheets(tmp_path / "there")) > number * 0.9
    good = [row[1] for row in log if row[2] == "good"]
    assert len(good) == len(set(good))


def test_the_sheets_are_those_of_one_machine_byte_for_byte(tmp_path):
    """With faults at the endpoint: the same sheets and the same failures, and no answer asked for twice."""
    _same_as_on_one_machine(tmp_path, 60)


@pytest.mark.long
def test_two_thousand_sheets_are_those_of_one_machine_byte_for_byte(tmp_path):
    """The same of a day."""
    _same_as_on_one_machine(tmp_path, 2000)


def test_an_actor_and_a_node_that_die_lose_nothing(tmp_path):
    """Killed in mid-run: all is made, and nothing that was answered is asked again."""
    source = write_stories(tmp_path / "in", 80)
    with endpoint("--steady") as port:
        assert subprocess.run(batch(source, tmp_path / "here", port), check=False).returncode == 0
    with nodes() as cluster, endpoint("--latency", "0.3", "--steady") as port:
        command = batch(source, tmp_path / "there", port, "--engine", "ray", "--ray-address", cluster.address)
        with subprocess.Popen(command) as process:
            for number, what in ((20, "actor"), (60, "node")):
                while len(requests_of(port)) < number:
                    assert process.poll() is None
                    time.sleep(0.1)
                cluster.kill(what)
            assert process.wait() == 0
        log = requests_of(port)
    assert facts(tmp_path / "here") == facts(tmp_path / "there")
    asked = [row[1] for row in log]
    assert len(asked) == len(set(asked))


def test_a_local_ray_makes_what_the_built_in_model_finds(tmp_path):
    """Without a cluster one is started here; the workers need no endpoint."""
    source = write_stories(tmp_path / "in", 20)
    program = [sys.executable, "-m", "factsheet", "batch", source, "-q", "-o"]
    for out, more in (("here", []), ("there", ["--engine", "ray"])):
        assert subprocess.run([*program, tmp_path / out, *more], check=False).returncode == 0
    assert sheets(tmp_path / "here") == sheets(tmp_path / "there")


def test_what_is_in_a_store_is_read_by_the_workers_and_sheets_are_written_as_parquet(tmp_path):
    """A folder, a pattern and a file by URL give the articles that reading them here gives; a partition a day."""
    import pyarrow.parquet as pq

    source = write_stories(tmp_path / "in", 30)
    (source / "bad.txt").write_bytes(b"")
    (source / "day.json").write_text(
        json.dumps({"headline": "Mine", "versioncreated": "2026-11-24T10:00:00Z", "body_text": STORY})
    )
    program = [sys.executable, "-m", "factsheet", "batch", "-q", "-o"]
    urls = [f"file://{source}/*.txt", f"file://{source}/day.json"]
    there = subprocess.run([*program, tmp_path / "there", "--engine", "ray", *urls], check=False)
    here = subprocess.run([*program, tmp_path / "here", source], check=False)
    assert here.returncode == there.returncode == 0
    assert facts(tmp_path / "here") == facts(tmp_path / "there")
    assert states(tmp_path / "there")[0] == states(tmp_path / "here")[0]
    files = sorted((tmp_path / "there" / "parquet").glob("day=*/sheets.parquet"))
    assert files[0].parent.name == "day=2026-11-24"
    rows = [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]
    assert {json.dumps(json.loads(row["sheet"])) for row in rows} == {
        json.dumps(json.loads(content)) for content in sheets(tmp_path / "there").values()
    }
    none = subprocess.run([*program, tmp_path / "none", "--engine", "ray", "file:///no/such"], check=False)
    assert none.returncode == 2
    nowhere = ["--engine", "ray", "--ray-address", "127.0.0.1:1", source]
    assert subprocess.run([*program, tmp_path / "none", *nowhere], check=False).returncode == 2

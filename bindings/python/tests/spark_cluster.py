# pyright: reportMissingImports=false
"""A Spark cluster of one machine: a master and workers, each a process of its own on 127.0.0.1."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

import pyspark

HOST = "127.0.0.1"
#: A Java program starts within this time, on a machine that does much else too (seconds).
START_TIMEOUT = 300


class Cluster:
    """Runs while it is a context: `with Cluster(folder) as cluster: SparkSession.builder.master(cluster.url)`."""

    def __init__(self, folder: Path, workers: int = 2) -> None:
        self.folder = folder
        self.url = f"spark://{HOST}:{_free_port()}"
        self._workers = workers
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Cluster:
        port = self.url.rsplit(":", 1)[1]
        try:
            self._start("master.Master", "--port", port, until="I have been elected leader")
            for number in range(self._workers):
                folder = self.folder / f"worker{number}"
                arguments = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder), self.url]
                self._start("worker.Worker", *arguments, until="Successfully registered with master")
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _stop(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in self._processes:
            process.wait()

    def _start(self, program: str, *arguments: str, until: str) -> None:
        log = self.folder / f"{program}{len(self._processes)}.log"
        command = [f"{Path(str(pyspark.__file__)).parent}/bin/spark-class", f"org.apache.spark.deploy.{program}"]
        options = ["--host", HOST, "--webui-port", "0", *arguments]
        with log.open("wb") as file:
            process = subprocess.Popen(
                [*command, *options], stdout=file, stderr=file, env={**os.environ, "SPARK_LOCAL_IP": HOST}
            )
        self._processes.append(process)
        end = time.monotonic() + START_TIMEOUT
        while until not in log.read_text(errors="replace"):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{program} has not started:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)


def executors() -> dict[str, int]:
    """The executors that run, by id: their processes."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # It has ended.
        if b"--executor-id" in arguments and any(re.search(rb"ExecutorBackend$", one) for one in arguments):
            found[arguments[arguments.index(b"--executor-id") + 1].decode()] = int(folder.name)
    return found


def kill_executor(executor: str) -> None:
    """Ends an executor without a chance to say goodbye."""
    os.kill(executors()[executor], signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port: int = listener.getsockname()[1]
        return port

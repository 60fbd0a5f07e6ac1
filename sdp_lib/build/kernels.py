"""A provisioner of Jupyter kernels: the ordinary one, except that kernels are forked, warm."""

from __future__ import annotations

import asyncio
import os
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from subprocess import Popen
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from sdp_lib.build.fork_server import ForkedProcess
from sdp_lib.build.forks import fork_kernel

NAME = "sdp-forked"
LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]

_running: set[Popen[bytes] | ForkedProcess] = set()


def kill_kernels() -> None:
    """Kill every kernel that was started here."""
    for process in list(_running):
        process.kill()


class ForkedProvisioner(LocalProvisioner):
    """Starts a kernel by forking, and sees its end when it ends.

    What is no IPython kernel of this very Python, and what cannot be forked, starts as ever.
    """

    process: Popen[bytes] | ForkedProcess | None  # type: ignore[assignment]

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel's process in the folder `cwd`, with the environment `env`."""
        if cmd[:3] != LAUNCHER or not self._fork(cmd[3:], **kwargs):
            await super().launch_kernel(cmd, **kwargs)
        if self.process:
            _running.add(self.process)
        return self.connection_info

    def _fork(self, arguments: list[str], *, env: dict[str, str], **kwargs: Any) -> bool:
        folder = Path(kwargs.get("cwd") or Path.cwd())
        # Kernels are told who asked for them: jupyter_client's launcher does it for ordinary ones.
        environment = {**env, "JPY_PARENT_PID": str(os.getpid())}
        try:
            process = fork_kernel(folder, arguments, environment)
        except OSError:
            return False
        self.process, self.pid, self.pgid, self.cwd = process, process.pid, process.pid, folder
        return True

    async def ended(self) -> None:
        """Return when the kernel's process has ended."""
        if isinstance(self.process, ForkedProcess) and self.process.poll() is None:
            await _readable(self.process.fileno())
        while await self.poll() is None:
            await asyncio.sleep(0.1)

    async def wait(self) -> int | None:
        """Return the exit status when the kernel's process has ended."""
        await self.ended()
        if self.process:
            _running.discard(self.process)
        return await super().wait()


async def _readable(descriptor: int) -> None:
    loop, ready = asyncio.get_running_loop(), asyncio.Event()
    own = os.dup(descriptor)  # several may wait, and a loop has one reader for each descriptor
    loop.add_reader(own, ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(own)
        os.close(own)


class ForkedSpecs(KernelSpecManager):
    """The kernels that are installed, each to be started by the provisioner above."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return a kernel's specification."""
        spec = super().get_kernel_spec(kernel_name)
        spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": NAME}}
        return spec


# As an entry point of the package would do it, but also for a package that is not installed.
KernelProvisionerFactory.provisioners[NAME] = EntryPoint(
    NAME, f"{__name__}:{ForkedProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME
)

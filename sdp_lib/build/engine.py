"""papermill's engine for this project: it waits for kernels, never for a clock."""

from __future__ import annotations

import asyncio
from contextlib import AbstractContextManager, nullcontext
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from traitlets import Type, default

from sdp_lib.build.kernels import ForkedProvisioner, ForkedSpecs

ENGINE = "sdp"
LAST_WORDS = 0.1  # seconds by which what a kernel said may come later than its end

Message = dict[str, Any]


class PromptChannel(AsyncZMQSocketChannel):
    """A channel that does not ask whether there is a message before it waits for one."""

    async def get_msg(self, timeout: float | None = None) -> Message:  # type: ignore[override] # as its base does
        """Return the next message; `queue.Empty` where none comes within so many seconds."""
        return await (self._recv() if timeout is None else super().get_msg(timeout))


class PromptClient(AsyncKernelClient):
    """A client that goes on as soon as its kernel has answered."""

    iopub_channel_class = Type(PromptChannel)

    @default("context")
    def _eager_context(self) -> zmq.asyncio.Context:
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.RECONNECT_IVL, 5)  # milliseconds: the kernel listens in a moment
        return context

    def start_channels(self, *_: bool, **__: bool) -> None:
        """Open two channels: nobody types, and no pulse is needed where death can be seen."""
        super().start_channels(stdin=False, hb=False, control=False)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels; `RuntimeError` where it never does."""
        answer = asyncio.ensure_future(self._answer())
        end = asyncio.ensure_future(_provisioner(self.parent).ended())
        await asyncio.wait({answer, end}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        dead = end.done()
        end.cancel()
        if answer.done():
            return answer.result()
        answer.cancel()
        how = "died before it answered" if dead else f"did not answer in {timeout} seconds"
        raise RuntimeError(f"The kernel {how}")

    async def _answer(self) -> None:
        await self._heard()  # ipykernel greets whoever listens; from then on nothing is missed
        while True:
            question = self.kernel_info()
            self._handle_kernel_info_reply(await self._async_recv_reply(question))
            while message := await self._heard():
                if _ends(message, question):
                    return

    async def _heard(self) -> Message | None:
        try:
            return await self._async_get_iopub_msg(timeout=1)
        except Empty:
            return None


def _ends(message: Message, question: str) -> bool:
    about, status = message["parent_header"].get("msg_id"), message["content"]
    return bool(about == question and status.get("execution_state") == "idle")


def _provisioner(manager: Any) -> ForkedProvisioner:
    provisioner: ForkedProvisioner = manager.provisioner
    return provisioner


class PromptManager(AsyncKernelManager):
    """A manager of forked kernels and prompt clients."""

    @default("kernel_spec_manager")
    def _forked_specs(self) -> ForkedSpecs:
        return ForkedSpecs(data_dir=self.data_dir)

    @default("client_factory")
    def _prompt_client(self) -> type[PromptClient]:
        return PromptClient

    async def _async_wait(self, pollinterval: float = 0.1) -> None:
        if self.has_kernel:
            await _provisioner(self).ended()
        await super()._async_wait(pollinterval)


class PromptNotebookClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, which sees a kernel's death at once, and not once a second.

    Its kernel is started at once, and its cells are run when it has its `turn`.
    """

    turn: AbstractContextManager[Any] = nullcontext()

    def papermill_execute_cells(self) -> None:
        """Run the cells."""
        with self.turn:
            super().papermill_execute_cells()

    async def _async_poll_kernel_alive(self) -> None:
        await _provisioner(self.km).ended()
        await asyncio.sleep(LAST_WORDS)
        self.task_poll_for_reply.cancel()


class PromptEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, with that client."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: Any
    ) -> None:
        """Run a notebook; a kernel that dies, or takes too long, is an error of its cell.

        The notebook that is run is put into a list `left`, where one is given: papermill marks in
        it where it failed. Its cells wait for a `turn`, where one is given.
        """
        kwargs.get("left", []).append(nb_man.nb)
        client = PromptNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            kernel_manager_class=PromptManager,
            startup_timeout=kwargs["start_timeout"],
            timeout=kwargs.get("execution_timeout"),
            shell_timeout_interval=1,
            resources=kwargs.get("resources", {}),
            config=kwargs.get("config"),
        )
        client.turn = kwargs.get("turn", client.turn)
        with asyncio.Runner(loop_factory=ensure_event_loop):  # closes what nbclient leaves open
            try:
                client.execute()
            except (DeadKernelError, CellTimeoutError) as error:
                _mark(nb_man, error)


def _mark(nb_man: NotebookExecutionManager, error: Exception) -> None:
    """Make it the error of the cell that ran last, also where the kernel was interrupted since."""
    cell = [one for one in nb_man.nb.cells if one.metadata.papermill["start_time"]][-1]
    name, words = type(error).__name__, str(error).splitlines()[0]
    kept = [output for output in cell.outputs if output.output_type != "error"]
    cell.outputs = [*kept, new_output("error", ename=name, evalue=words, traceback=[])]


papermill_engines.register(ENGINE, PromptEngine)

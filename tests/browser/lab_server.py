"""A JupyterLab of its own for the browser tests: on this machine only, with settings of its own, in Chinese."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Page, expect

SLOW = 90_000
"""Milliseconds that a kernel or a first page may take on a busy machine."""


@contextmanager
def lab(folder: Path, home: Path) -> Iterator[str]:
    """JupyterLab on the notebooks of `folder`; its address. `home` takes configuration and logs."""
    address = f"http://127.0.0.1:{_free_port()}"
    _settings(home)
    with (home / "lab.log").open("w") as log:
        server = subprocess.Popen(
            _command(folder, address),
            cwd=folder,
            env=_environment(home),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait(address, server, home / "lab.log")
            yield address
        finally:
            _end(server)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _command(folder: Path, address: str) -> list[str]:
    options = [
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        f"--port={address.rsplit(':', 1)[1]}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={folder}",
        "--IdentityProvider.token=",
    ]
    return [sys.executable, "-m", "jupyter", "lab", *options]


def _environment(home: Path) -> dict[str, str]:
    own = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    return os.environ | {name: str(home / place) for name, place in own.items()}


def _settings(home: Path) -> None:
    """The settings of `make lab`, in Chinese and asking nothing of the outside."""
    shutil.copytree(Path(__file__).parents[2] / "scripts" / "jupyter", home, dirs_exist_ok=True)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers; it tries again and again rather than sleep."""
    pause = 0.2
    for _ in range(300):
        with suppress(subprocess.TimeoutExpired):
            server.wait(pause)
            raise RuntimeError(log.read_text()[-2000:])
        with suppress(urllib.error.URLError, OSError):
            _get(f"{address}/api/status")
            return
    raise RuntimeError(log.read_text()[-2000:])


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310  # our own server
        content: bytes = answer.read()
        return content


def _end(server: subprocess.Popen[bytes]) -> None:
    """Ends the server and its kernels: they share its process group."""
    for kind, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
        with suppress(ProcessLookupError):
            os.killpg(server.pid, kind)
        with suppress(subprocess.TimeoutExpired):
            server.wait(patience)
            return


def run_all(page: Page, address: str, name: str) -> None:
    """Opens a notebook alone and runs it from top to bottom; waits until its last cell has run."""
    page.goto(f"{address}/lab/tree/{name}?reset")
    expect(page.locator(".jp-Notebook")).to_be_visible(timeout=SLOW)
    _kernel(page, address)
    page.locator(".jp-Notebook .jp-CodeCell").first.click()
    page.locator(".lm-MenuBar-itemLabel", has_text="运行").click()
    page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
    expect(page.locator(".jp-Notebook .jp-InputPrompt", has_text="[*]")).to_have_count(0, timeout=SLOW)


def _kernel(page: Page, address: str) -> None:
    """The page shows an idle kernel before it has any, and what is run then is lost: the server knows."""
    for _ in range(SLOW // 200):
        kernels = json.loads(_get(f"{address}/api/kernels"))
        if any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels):
            return
        page.wait_for_timeout(200)
    raise RuntimeError("no kernel")

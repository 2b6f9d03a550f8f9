"""A JupyterLab or a Voilà of its own for the browser tests: on this machine only, with our settings, in Chinese."""

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

ROOT = Path(__file__).parents[2]
SLOW = 90_000
"""Milliseconds that a kernel or a first page may take on a busy machine."""


def notebooks(place: Path) -> Path:
    """A copy of the notebooks, below a copy of the shipped bank as in the repository."""
    shutil.copytree(
        ROOT / "banks" / "dual-carbon",
        place / "banks" / "dual-carbon",
        ignore=shutil.ignore_patterns(".bank-index"),
    )
    ignored = shutil.ignore_patterns("build", ".ipynb_checkpoints")
    return shutil.copytree(ROOT / "notebooks", place / "notebooks", ignore=ignored)


@contextmanager
def lab(folder: Path, home: Path) -> Iterator[str]:
    """JupyterLab on the notebooks of `folder`; its address. `home` takes configuration and logs."""
    options = ("--allow-root", "--ip=127.0.0.1", "--ServerApp.port_retries=0", "--IdentityProvider.token=")
    with _served(
        ["jupyter", "lab", *options, f"--ServerApp.root_dir={folder}"], folder, home, "/api/status"
    ) as address:
        yield address


@contextmanager
def voila(folder: Path, home: Path) -> Iterator[str]:
    """The notebooks of `folder` as `make app` serves them; the address of their list."""
    with _served(["voila", ".", "--Voila.ip=127.0.0.1"], folder, home, "/") as address:
        yield address


@contextmanager
def _served(command: list[str], folder: Path, home: Path, probe: str) -> Iterator[str]:
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    shutil.copytree(ROOT / "scripts" / "jupyter", home, dirs_exist_ok=True)
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", *command, "--no-browser", f"--port={port}"],
            cwd=folder,
            env=_environment(home),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait(address + probe, server, home / "server.log")
            yield address
        finally:
            _end(server)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(home: Path) -> dict[str, str]:
    own = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    }
    strict = {"TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR": "1"}
    return os.environ | strict | {name: str(home / place) for name, place in own.items()}


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers; it tries again and again rather than sleep."""
    pause = 0.2
    for _ in range(300):
        with suppress(subprocess.TimeoutExpired):
            server.wait(pause)
            raise RuntimeError(log.read_text()[-2000:])
        with suppress(urllib.error.URLError, OSError):
            _get(address)
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


def open_app(page: Page, address: str, title: str) -> None:
    """Opens a notebook from the list of `voila` and waits until all of it has run."""
    page.goto(address)
    page.get_by_role("link", name=title).click(no_wait_after=True)
    expect(page.locator("#rendered_cells")).to_be_visible(timeout=SLOW)


def _kernel(page: Page, address: str) -> None:
    """The page shows an idle kernel before it has any, and what is run then is lost: the server knows."""
    for _ in range(SLOW // 200):
        with suppress(urllib.error.HTTPError):  # 500 while a kernel is just being made
            kernels = json.loads(_get(f"{address}/api/kernels"))
            if any(kernel["connections"] and kernel["execution_state"] == "idle" for kernel in kernels):
                return
        page.wait_for_timeout(200)
    raise RuntimeError("no kernel")

"""A real anywidget in a page of its own: the Python side is the widget and its model, the browser side its own script.

Only the line between them is ours. A change or message of the page reaches the widget as from a notebook, and whatever
the widget sends meanwhile goes back as the answer, in its order; what Python changes by itself is sent at once.
"""

import base64
import json
from typing import Any

import anywidget
from comm.base_comm import BaseComm
from playwright.sync_api import Page

__all__ = ["host"]

ADDRESS = "http://127.0.0.1:9/widget.html"
"""Answered by the browser test itself; no server listens."""

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>widget</title><link rel="icon" href="data:,">
<style>body { margin: 12px; font: 14px/1.6 "Noto Sans CJK SC", sans-serif; }</style></head>
<body><div id="widget"></div></body></html>"""

_MOUNT = """async ([given, script, style]) => {
  const state = JSON.parse(given);
  const listeners = new Map();
  const heard = (event) => listeners.get(event) ?? listeners.set(event, new Set()).get(event);
  const fire = (event, ...details) => [...heard(event)].forEach((listener) => listener(...details));
  window.takeMessages = (messages) => messages.forEach(({ method, state: changed, content }) => {
    if (method === "custom") return fire("msg:custom", content, []);
    Object.assign(state, changed);
    Object.keys(changed).forEach((name) => fire(`change:${name}`));
    return fire("change");
  });
  const signs = (buffer) => Array.from(new Uint8Array(buffer.buffer ?? buffer), (byte) => String.fromCharCode(byte));
  const bytes = (buffer) => btoa(signs(buffer).join(""));
  const answer = async (message, buffers) => JSON.parse(await window.toPython(message, buffers.map(bytes)));
  const send = async (message, buffers = []) => window.takeMessages(await answer(message, buffers));
  const unsaved = {};
  const model = {
    get: (name) => state[name],
    set: (name, value) => {
      state[name] = unsaved[name] = value;
      fire(`change:${name}`);
    },
    save_changes: () => {
      const changed = { ...unsaved };
      Object.keys(unsaved).forEach((name) => delete unsaved[name]);
      return send({ method: "update", state: changed, buffer_paths: [] });
    },
    send: (content, callbacks, buffers) => send({ method: "custom", content }, buffers),
    on: (event, listener) => heard(event).add(listener),
    off: (event, listener) => heard(event).delete(listener),
  };
  document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
  const module = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
  window.unmount = await module.default.render({ model, el: document.getElementById("widget") });
}"""


class _Line(BaseComm):
    """What the widget publishes: an answer while it is being asked, otherwise news for the page."""

    def __init__(self, page: Page) -> None:
        super().__init__(target_name="jupyter.widget")
        self.page = page
        self.answer: list[str] | None = []

    def publish_msg(self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_: Any) -> None:
        if msg_type != "comm_msg" or data["method"] not in ("update", "custom"):
            return
        message = json.dumps(data)
        if self.answer is None:
            self.page.evaluate("message => window.takeMessages([JSON.parse(message)])", message)
        else:
            self.answer.append(message)


def host(page: Page, widget: anywidget.AnyWidget) -> None:
    """Mounts a widget in a page, alone; the page's size and fonts are the test's."""
    line = _Line(page)
    widget.comm = line

    # As text both ways: Playwright takes its time over large nested values.
    def heard(message: dict[str, Any], buffers: list[str]) -> str:
        line.answer = []
        widget._handle_msg(
            {"content": {"data": message}, "buffers": [memoryview(base64.b64decode(b)) for b in buffers]}
        )
        answer, line.answer = line.answer, None
        return f"[{','.join(answer)}]"

    state = {name: value for name, value in widget.get_state().items() if not name.startswith("_")}
    page.route(ADDRESS, lambda route: route.fulfill(body=_PAGE, content_type="text/html; charset=utf-8"))
    page.expose_function("toPython", heard)
    page.goto(ADDRESS)
    line.answer = None
    page.evaluate(_MOUNT, [json.dumps(state), str(widget._esm), str(widget._css)])

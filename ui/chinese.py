"""What Gradio's page template does not offer: its language, Chinese texts in any browser, our styles, a content policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Gradio picks the language of its own texts by the browser; ours are Chinese, so theirs shall be too.
_LANGUAGE = b'<script>Object.defineProperty(navigator, "language", { get: () => "zh-CN" });</script>'


class ChinesePage:
    """ASGI middleware that rewrites the one HTML page at ``/`` and passes everything else through.

    Args:
        app: the application.
        policy: value of the Content-Security-Policy header.
        style: style sheet of the page. Gradio's own way would confine every rule to its container; in the body
            it stands after all of Gradio's sheets.
    """

    def __init__(self, app: ASGIApp, policy: str, style: str) -> None:
        self._app = app
        self._style = f"<style>{style}</style>".encode()
        self._headers = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"no-referrer"),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; see the ASGI specification for the arguments."""
        if scope["type"] != "http" or scope["path"] not in ("/", ""):
            await self._app(scope, receive, send)
            return
        # A compressed page could not be rewritten.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = bytearray()

        async def rewrite(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            page = bytes(body).replace(b'lang="en"', b'lang="zh-CN"', 1)
            page = page.replace(b"<head>", b"<head>" + _LANGUAGE, 1).replace(b"</body>", self._style + b"</body>", 1)
            headers = [(name, value) for name, value in start["headers"] if name != b"content-length"]
            length = (b"content-length", str(len(page)).encode())
            await send({**start, "headers": [*headers, length, *self._headers]})
            await send({"type": "http.response.body", "body": page})

        await self._app({**scope, "headers": plain}, receive, rewrite)

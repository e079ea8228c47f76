"""Response headers that keep a page to itself: content security policy with a nonce, no sniffing, no framing."""

import secrets

from flask import Flask, Response, g, request

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "manifest-src 'self'; object-src 'none'"
)


def init_security_headers(app: Flask) -> None:
    """Add the headers to every response, and `csp_nonce()` to every template."""
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def keep_to_oneself(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response


def csp_nonce() -> str:
    """The word that lets this response's own inline style or script run; new for each request."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def add_headers(response: Response) -> Response:
    """Set what is not set yet."""
    headers = {
        "Content-Security-Policy": POLICY.format(nonce=csp_nonce()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-cache",  # the public pages and the static files set their own
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    }
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    for name, value in headers.items():
        response.headers.setdefault(name, value)
    return response

"""Response headers that keep a page to itself: content security policy with a nonce; no sniffing, framing, copies."""

import secrets

from flask import Flask, Response, current_app, g, request

from agm.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "manifest-src 'self'; object-src 'none'"
)


def init_security_headers(app: Flask) -> None:
    """Add the headers to every response, and `csp_nonce()` to every template."""
    app.after_request(add_headers)
    app.jinja_env.globals["csp_nonce"] = csp_nonce


def cookie_name(settings: Settings, name: str) -> str:
    """A cookie's name: over TLS with the prefix by which browsers refuse what another host or plain HTTP has set."""
    return f"__Host-{name}" if settings.is_https else name


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
        # the public pages and the static files set their own
        "Cache-Control": "private, no-store" if is_behind_sign_in() else "private, no-cache",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    }
    settings: Settings = current_app.extensions["agm_settings"]
    if request.is_secure or settings.is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "security.logout":
        headers["Clear-Site-Data"] = '"cache", "storage"'
    there = {name.lower() for name, _value in response.headers}
    for name, value in headers.items():
        if name.lower() not in there:
            response.headers.add(name, value)
    return response


def is_behind_sign_in() -> bool:
    return request.path.startswith(("/desk", "/account"))

"""What is asked of a WordPress site by its REST interface: to find, make, change and remove posts and pictures."""

import base64
import hashlib
import json
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ssl import create_default_context
from urllib.parse import quote, urlencode, urlsplit

from agm.announcements.operations.wordpress import host_and_port
from agm.outbox.worker import GivenUpError, JobError
from agm.web.kit.outside import INSIDE, InsideError, connected

SECONDS = 20.0
LARGEST_ANSWER = 4 * 2**20
STATES = "publish,draft,pending,private,future"
MOVED, BAD, REFUSED, NOT_ALLOWED, NOT_THERE, TOO_MANY, SERVER_FAULT = 300, 400, 401, 403, 404, 429, 500
IN_ADDRESSES = "/%:@!$&'()*+,;=~"
"""What stays as it is in the path of an address that was typed."""
NO_WORDPRESS = "What answers at this address is no WordPress."


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture in the site's library: its number, its slug, and where readers find it."""

    number: int
    slug: str
    source: str


class Wordpress:
    """The posts and pictures of one site, as one user of it.

    A password goes to the host that somebody typed, found to be outside (`connected`), and follows no redirect.
    """

    def __init__(self, address: str, user_name: str, password: str, allowed_inside: Collection[str]) -> None:
        self.host, self.port = host_and_port(address)
        self.is_tls = address.startswith("https:")
        self.allowed_inside = allowed_inside
        interface = f"{quote(urlsplit(address).path, IN_ADDRESSES)}/wp-json/wp/v2"
        self.posts, self.media = f"{interface}/posts", f"{interface}/media"
        token = base64.b64encode(f"{user_name}:{password}".encode()).decode()
        self.headers = {"Authorization": f"Basic {token}", "Accept": "application/json", "User-Agent": "agm"}

    def post_with(self, slug: str) -> int | None:
        """The number of the post with this slug, whatever became of it there but for the bin."""
        found = self.listed(f"{self.posts}?{urlencode({'slug': slug, 'status': STATES, 'context': 'edit'})}")
        return next((number_in(one) for one in found), None)

    def save(self, number: int | None, fields: Mapping[str, object]) -> int:
        """Change a post, or make one: its number. What somebody decided there, published or not, stays."""
        return number_in(self.sent(self.posts if number is None else f"{self.posts}/{number}", fields))

    def media_of(self, mark: str) -> dict[str, Medium]:
        """The pictures whose slug begins with a mark, which stands in their description too, by their slug."""
        asked = {"search": mark, "per_page": "100", "context": "edit"}
        found = map(medium_of, self.listed(f"{self.media}?{urlencode(asked)}"))
        return {one.slug: one for one in found if one.slug.startswith(f"{mark}-")}

    def upload(self, slug: str, content: bytes, fields: Mapping[str, str]) -> Medium:
        """Make a picture with its words, in one request: it is there with them, or not at all."""
        parts = [*fields.items(), ("slug", slug)]
        boundary = hashlib.sha256(content).hexdigest()
        body = b"".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in parts
        )
        body += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{slug}.jpg"\r\n'
            f"Content-Type: image/jpeg\r\n\r\n"
        ).encode()
        body += content + f"\r\n--{boundary}--\r\n".encode()
        made = self.ask("POST", self.media, body, f"multipart/form-data; boundary={boundary}")
        return medium_of(made if isinstance(made, dict) else {})

    def describe(self, number: int, fields: Mapping[str, object]) -> None:
        """Change the words of a picture, and the post to which it belongs."""
        self.sent(f"{self.media}/{number}", fields)

    def remove(self, number: int) -> None:
        """Delete a picture for good, with its files."""
        self.ask("DELETE", f"{self.media}/{number}?force=true")

    def listed(self, path: str) -> list[dict[str, object]]:
        found = self.ask("GET", path)
        if not isinstance(found, list):
            raise GivenUpError(NO_WORDPRESS)
        return [one for one in found if isinstance(one, dict)]

    def sent(self, path: str, fields: Mapping[str, object]) -> object:
        return self.ask("POST", path, json.dumps(fields).encode(), "application/json")

    def ask(self, method: str, path: str, data: bytes | None = None, content_type: str = "") -> object:
        headers = {**self.headers, "Content-Type": content_type} if content_type else self.headers
        try:
            with closing(self.connection()) as connection:
                connection.request(method, path, data, headers)
                answer = connection.getresponse()
                if answer.status >= MOVED:
                    raise refusal(answer.status, asks=method == "GET", pictures=path.startswith(self.media))
                answered: object = json.loads(answer.read(LARGEST_ANSWER))
                return answered
        except InsideError:
            raise GivenUpError(INSIDE) from None
        except (HTTPException, OSError) as error:
            raise JobError(f"The WordPress site did not answer: {error}") from None
        except (ValueError, RecursionError):
            raise GivenUpError(NO_WORDPRESS) from None

    def connection(self) -> HTTPConnection:
        """Open, so that the library looks no name up by itself."""
        opened = connected(self.host, self.port, self.allowed_inside, SECONDS)
        if not self.is_tls:
            connection = HTTPConnection(self.host, self.port)
            connection.sock = opened
            return connection
        context = create_default_context()
        secure = HTTPSConnection(self.host, self.port, context=context)
        secure.sock = context.wrap_socket(opened, server_hostname=self.host)
        return secure


def number_in(answered: object) -> int:
    number = answered.get("id") if isinstance(answered, dict) else None
    if not isinstance(number, int):
        raise GivenUpError(NO_WORDPRESS)
    return number


def medium_of(told: Mapping[str, object]) -> Medium:
    number, slug, source = (told.get(name) for name in ("id", "slug", "source_url"))
    if not isinstance(number, int) or not isinstance(slug, str) or not isinstance(source, str):
        raise GivenUpError(NO_WORDPRESS)
    return Medium(number, slug, source)


def refusal(status: int, *, asks: bool, pictures: bool) -> JobError:
    """What an answer other than 2xx means for the job. To whoever is not let in WordPress says of the question for
    posts that are not public that it is a bad one."""
    if status in {REFUSED, NOT_ALLOWED} and pictures:
        return GivenUpError(f"WordPress lets this user add no pictures ({status}). It takes an author or an editor.")
    if status in {REFUSED, NOT_ALLOWED} or (asks and status == BAD):
        return GivenUpError(f"WordPress does not take this user name and password for posts ({status}).")
    if status == NOT_THERE:
        return GivenUpError("There is no WordPress at this address, or its REST interface is switched off (404).")
    if status == TOO_MANY or status >= SERVER_FAULT:
        return JobError(f"WordPress cannot take it at the moment ({status}).")
    if status < BAD:
        return GivenUpError("The site is at another address by now. Enter that one.")
    return GivenUpError(f"WordPress refused it ({status}).")

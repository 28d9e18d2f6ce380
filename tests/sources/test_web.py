"""A page from the web: against a server on the loopback interface alone; every bad answer gives one clear line."""

import gzip
import http.server
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator

import pytest

from reader.sources import Page, SourceError, open_page, probe, standard_input, walk, web
from tests.sources.builders import FIRST, SECOND, docx, word_paragraph

PAGE = f"<html><head><title>A quay</title></head><body><p>Caf\xe9. {FIRST}</p><p>{SECOND}</p></body></html>"
Answer = Callable[[http.server.BaseHTTPRequestHandler], object]


def answer(content: bytes, kind: str = "text/html", status: int = 200, **headers: str) -> Answer:
    def send(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content_Type": kind, "Content_Length": str(len(content)), **headers}.items():
            if value:
                request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return send


def redirect(where: str, status: int = 302) -> Answer:
    return answer(b"", status=status, Location=where)


class Site(http.server.ThreadingHTTPServer):
    """Answers by path; what was asked for is kept in ``asked``."""

    daemon_threads = True

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Site)
        self.server.asked.append(self.path)
        self.server.answers.get(self.path, answer(b"gone", status=404))(self)

    def log_message(self, *_: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()


def opened(site: Site, given: Answer, path: str = "/a") -> Page:
    site.answers[path] = given
    return open_page(site.address + path)


def fault(url: str, **limits: int) -> SourceError:
    with pytest.raises(SourceError) as caught:
        open_page(url, **limits)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_page_opens_under_its_address(site: Site) -> None:
    page = opened(site, answer(PAGE.encode("latin-1"), "text/html; charset=ISO-8859-1"))
    assert (page.path, page.media_type, page.source) == (f"{site.address}/a", "text/html", PAGE)
    assert SECOND in page.text


def test_what_is_given_is_read_by_its_kind(site: Site) -> None:
    assert opened(site, answer(FIRST.encode(), "text/plain")).media_type == "text/plain"
    assert opened(site, answer(b"# A quay\n\nWords.", "text/markdown")).media_type == "text/markdown"
    assert opened(site, answer(docx(word_paragraph(FIRST)), "application/octet-stream")).text == FIRST
    assert opened(site, answer(PAGE.encode(), ""), "/a.html").media_type == "text/html"
    packed = answer(gzip.compress(PAGE.encode()), Content_Encoding="gzip")
    assert SECOND in opened(site, packed).text


@pytest.mark.parametrize("kind", ["image/png", "application/json", "video/mp4"])
def test_a_kind_that_is_no_article_is_told(site: Site, kind: str) -> None:
    site.answers["/a"] = answer(b"{}", kind)
    assert kind in fault(f"{site.address}/a").what


def test_a_picture_that_says_it_is_a_page_is_told(site: Site) -> None:
    site.answers["/a"] = answer(b"\x89PNG\r\n\x1a\n" + bytes(50), "text/html")
    assert "PNG" in fault(f"{site.address}/a").what


def test_redirects_are_followed_to_the_address_that_is_kept(site: Site) -> None:
    site.answers.update({"/1": redirect("/2"), "/2": redirect("3?x=1#part", 308), "/3?x=1": answer(PAGE.encode())})
    assert open_page(f"{site.address}/1").path == f"{site.address}/3?x=1"


def test_redirects_without_end_are_left(site: Site) -> None:
    site.answers.update({"/1": redirect("/2"), "/2": redirect("/1")})
    assert "redirects too often" in fault(f"{site.address}/1").what
    assert len(site.asked) == web.MAX_REDIRECTS + 1


@pytest.mark.parametrize("where", ["file:///etc/passwd", "ftp://example.org/", "gopher://x", "http://u:p@example.org/"])
def test_a_redirect_to_anything_but_the_web_is_refused(site: Site, where: str) -> None:
    site.answers["/1"] = redirect(where)
    assert fault(f"{site.address}/1").what


def test_a_redirect_to_another_private_host_is_refused(site: Site) -> None:
    port = site.server_address[1]
    for host in ("localhost", "127.0.0.2", "[::1]", "0.0.0.0", "10.0.0.1", "169.254.169.254", "[::ffff:127.0.0.1]"):
        site.answers["/1"] = redirect(f"http://{host}:{port}/2")
        assert "private" in fault(f"{site.address}/1").what
    assert "/2" not in site.asked


@pytest.mark.parametrize(
    "host",
    [
        "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "[::7f00:1]", "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]", "[2002:7f00:1::1]", "[fec0::1]", "[fe80::1]", "[2001:0:7f00:1::1]", "100.64.0.1",
    ],
)  # fmt: skip
def test_a_private_host_is_refused_however_it_is_written(site: Site, host: str) -> None:
    site.answers["/1"] = redirect(f"http://{host}:{site.server_address[1]}/2")
    problem = fault(f"{site.address}/1")
    assert "private" in problem.what or "is not there" in problem.what  # where a system takes no such number
    assert site.asked == ["/1"]


def test_a_name_that_leads_to_a_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *rest, **more: real("127.0.0.1", *rest, **more))
    problem = fault(f"http://news.example:{site.server_address[1]}/a")
    assert "private" in problem.what
    assert site.asked == []


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/a", "http://", "http://u:p@example.org/", "http://[x"]
)
def test_what_is_no_address_of_the_web_is_told(url: str) -> None:
    assert fault(url).what


@pytest.mark.parametrize(
    ("status", "said"), [(404, "is not there"), (403, "may not be read"), (500, "was not delivered")]
)
def test_a_page_that_is_not_given_is_told(site: Site, status: int, said: str) -> None:
    site.answers["/a"] = answer(PAGE.encode(), status=status)
    assert said in fault(f"{site.address}/a").what
    assert str(status) in fault(f"{site.address}/a").what


def test_a_page_that_is_too_large_is_told_before_and_while_it_comes(site: Site) -> None:
    site.answers["/stated"] = answer(PAGE.encode() * 10)
    site.answers["/unstated"] = answer(PAGE.encode() * 10, Content_Length="")
    site.answers["/packed"] = answer(gzip.compress(bytes(1 << 20)), Content_Encoding="gzip")
    for path in site.answers:
        problem = fault(site.address + path, max_bytes=2000)
        assert problem.what in {"is too large", "is too large when unpacked"}
        assert problem.path == site.address + path


def test_a_page_that_is_cut_off_is_told(site: Site) -> None:
    site.answers["/a"] = answer(PAGE.encode()[:100], Content_Length="5000")
    assert "cut off" in fault(f"{site.address}/a").what
    site.answers["/a"] = answer(gzip.compress(PAGE.encode())[:50], Content_Encoding="gzip")
    assert "cut off" in fault(f"{site.address}/a").what
    site.answers["/a"] = answer(PAGE.encode(), Content_Encoding="br")
    assert "compressed with br" in fault(f"{site.address}/a").what


def test_a_server_that_says_nothing_or_drips_is_left(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = threading.Event()

    def silent(_: http.server.BaseHTTPRequestHandler) -> None:
        waiting.wait(20)

    def dripping(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not waiting.wait(0.02):
            request.wfile.write(b" ")

    monkeypatch.setattr(web, "MAX_SILENCE", 0.2)
    monkeypatch.setattr(web, "MAX_SECONDS", 0.6)
    site.answers.update({"/silent": silent, "/dripping": dripping})
    try:
        for path in site.answers:
            assert "too long" in fault(site.address + path).what
    finally:
        waiting.set()


def test_nobody_there_and_noise_are_told() -> None:
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        port = server.server_address[1]
    assert fault(f"http://127.0.0.1:{port}/").what == "is not there"

    class Noise(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(1000)
            self.request.sendall(b"\x00\xff no http at all\r\n\r\n")

    with socketserver.TCPServer(("127.0.0.1", 0), Noise) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert "unknown answer" in fault(f"http://127.0.0.1:{server.server_address[1]}/").what


def test_the_walk_and_the_probe_let_addresses_and_the_pipe_through() -> None:
    problems: list[SourceError] = []
    assert list(walk(["https://example.org/a#b", "-"], problems.append)) == ["https://example.org/a#b", "-"]
    assert problems == []
    assert probe("https://example.org/a") is None
    assert probe("-") is None


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], None]]:
    import io
    import types

    def give(data: bytes) -> None:
        standard_input._piped.cache_clear()
        monkeypatch.setattr("sys.stdin", types.SimpleNamespace(buffer=io.BytesIO(data)))

    yield give
    standard_input._piped.cache_clear()


def test_a_pipe_opens_like_a_file_and_more_than_once(pipe: Callable[[bytes], None]) -> None:
    pipe(PAGE.encode())
    assert open_page("-").media_type == "text/html"
    assert open_page("-").source == PAGE
    pipe(docx(word_paragraph(FIRST)))
    assert open_page("-").text == FIRST
    pipe(b"")
    assert fault("-").what == "is empty"
    pipe(b"x" * 3000)
    assert fault("-", max_bytes=2000).what == "is too large"

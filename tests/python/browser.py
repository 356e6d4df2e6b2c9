"""A person with a browser: fills in the emulator's sign-in pages. Only the standard library."""

import html.parser
import urllib.parse
import urllib.request


def sign_in(emulator, url, username, password):
    """Signs in on the pages at this address. Gives the fields that the app is sent back with."""
    browser = urllib.request.build_opener(
        *([] if emulator.tls is None else [urllib.request.HTTPSHandler(context=emulator.tls)]),
        NoRedirects,
    )
    given = {"username": username, "password": password}
    data = None
    for _ in range(5):
        with browser.open(urllib.request.Request(url, data=data)) as response:
            to = response.headers.get("Location")
            if to is not None:
                return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(to).query))
            form = Form(response.read().decode())
        for name in form.fields:
            form.fields[name] = given.get(name, form.fields[name])
        url = urllib.parse.urljoin(url, form.action or url)
        data = urllib.parse.urlencode(form.fields).encode()
    raise AssertionError("the pages do not come to an end")


class Form(html.parser.HTMLParser):
    """The first form of a page."""

    def __init__(self, page):
        super().__init__()
        self.action = None
        self.fields = {}
        self._forms = 0
        self.feed(page)
        if not self._forms:
            raise AssertionError("the page has no form")

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self._forms += 1
            if self._forms == 1:
                self.action = attributes.get("action")
        elif tag == "input" and self._forms == 1 and "name" in attributes:
            self.fields[attributes["name"]] = attributes.get("value") or ""


class NoRedirects(urllib.request.HTTPErrorProcessor):
    """Hands redirects to the caller: the app's address is not the web's."""

    def http_response(self, request, response):
        if 300 <= response.status < 400:
            return response
        return super().http_response(request, response)

    https_response = http_response

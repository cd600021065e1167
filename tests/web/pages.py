"""Reads a page as a browser's accessibility tree would: its title, heads, labels, and the form to send back."""

from html.parser import HTMLParser

import httpx

_VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """One parsed page. Raises AssertionError when its tags don't nest."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self.lang = ""
        self.title = ""
        self.heads: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.links: list[str] = []
        self.legends = 0
        self.fieldsets = 0
        self._open: list[str] = []
        self._select = ""
        self._textarea: dict[str, str] | None = None
        self.feed(response.text)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        match tag:
            case "html":
                self.lang = given.get("lang", "")
            case "h1" | "h2" | "h3":
                self.heads.append((tag, ""))
            case "label":
                self.labelled.add(given["for"])
            case "a":
                self.links.append(given["href"])
            case "fieldset":
                self.fieldsets += 1
            case "legend":
                self.legends += 1
            case "input" | "select" | "textarea":
                self.controls.append({"tag": tag} | given)
                self._select = given.get("name", "") if tag == "select" else self._select
                self._textarea = self.controls[-1] if tag == "textarea" else None
            case "option" if "selected" in given or "value" not in self.controls[-1]:
                self.controls[-1]["value"] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag, f"</{tag}> closes something else"
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title":
            self.title += data
        if self._textarea is not None:
            self._textarea["value"] = data.removeprefix("\n")
        for tag in ("h1", "h2", "h3"):
            if tag in self._open:
                self.heads[-1] = (tag, self.heads[-1][1] + data)

    def form(self) -> dict[str, str]:
        """What a browser would send without a button: name -> value."""
        return {
            control["name"]: control.get("value", "")
            for control in self.controls
            if control.get("name") and (control.get("type") not in {"radio", "checkbox"} or "checked" in control)
        }

    @property
    def unlabelled(self) -> list[str]:
        """Visible controls without a label."""
        return [
            control.get("id", control.get("name", "?"))
            for control in self.controls
            if control.get("type") != "hidden" and control.get("id") not in self.labelled
        ]

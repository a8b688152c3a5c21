"""A person who has only a keyboard: goes from stop to stop, sees where they are, presses Enter."""

from playwright.sync_api import Page

STOPS_LIMIT = 60
# How an element is drawn; radios and checkboxes are drawn by what stands beside them.
LOOK = """element => {
  const drawn = element.matches('.govuk-radios__input, .govuk-checkboxes__input')
    ? [getComputedStyle(element.nextElementSibling, '::before')]
    : [getComputedStyle(element), getComputedStyle(element, '::after')]
  return drawn.map(style => [style.outline, style.boxShadow, style.backgroundColor].join()).join()
}"""
# Where the focus is, what it is called, how it looks with the focus and without it.
STOP = f"""() => {{
  const look = {LOOK}
  const element = document.activeElement
  if (!element || element === document.body) return null
  const box = element.getBoundingClientRect()
  const name = (element.labels?.[0]?.innerText ?? element.innerText).trim()
  const focused = look(element)
  element.blur()
  const unfocused = look(element)
  element.focus()
  return {{name, seen: focused !== unfocused, inside: box.bottom > 0 && box.top < innerHeight}}
}}"""


class Keyboard:
    """Works a page with keys alone. Each stop on the way must be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, name: str) -> None:
        """Tab until the focus is on what is called so."""
        passed: list[str] = []
        for _stop in range(STOPS_LIMIT):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(STOP)
            if stop is None:
                continue
            assert stop["inside"], f"The focus is on “{stop['name']}”, outside of what is shown."
            assert stop["seen"], f"Nobody sees that the focus is on “{stop['name']}”."
            if stop["name"].startswith(name):
                return
            passed.append(stop["name"])
        raise AssertionError(f"“{name}” cannot be reached with the tab key; the stops are {passed}.")

    def press(self, name: str) -> None:
        """Go there and press Enter, which leads to another page."""
        self.go_to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def enter(self, name: str) -> None:
        """Go there and press Enter, which stays on this page."""
        self.go_to(name)
        self.page.keyboard.press("Enter")

    def write(self, name: str, text: str) -> None:
        self.go_to(name)
        self.page.keyboard.type(text)

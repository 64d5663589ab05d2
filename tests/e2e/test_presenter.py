"""Two windows of a lecture: the presenter's leads the hall's, and a vote goes from its code to the measured answer."""

import io
import re
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.accessibility import AXE

LESSON, STEP = "softmax-cross-entropy", "all-depend-on-all"

KEPT = "Object.values(sessionStorage).join() + Object.values(localStorage).join()"


class Phone:
    """A phone that runs no programs: it loads the room's page, keeps the cookie, and sends the form."""

    def __init__(self) -> None:
        self.open = build_opener(HTTPCookieProcessor(CookieJar())).open

    def vote(self, room: str, option: int) -> None:
        """Press one of the buttons."""
        page = self.open(room).read().decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        self.open(f"{room}/vote", urlencode({**hidden, "option": option}).encode()).close()


def test_a_vote_is_opened_closed_and_answered_from_the_presenters_window(open_page):
    hall = open_page(f"softmax?z=3,1,-1&lesson={LESSON}&at={STEP}")
    desk = open_page(f"hall/presenter?lesson={LESSON}&at=confidently-wrong", busy=True)
    expect(desk.get_by_text(re.compile(f"^Step 1 of .*{STEP}"))).to_be_visible()  # it is where the hall is
    expect(desk.locator(".hall-window")).to_be_hidden()
    expect(desk.locator(".answer")).to_contain_text("Measured: it falls")
    assert desk.evaluate(f"{AXE}; axe.run().then(found => found.violations.map(one => one.id))") == []

    desk.get_by_text("Phones cannot reach this address").click()
    desk.get_by_label("Address at which others reach this app").fill("192.168.1.20:8501")
    desk.keyboard.press("Enter")
    expect(desk.locator(".place")).to_be_hidden()
    desk.locator("body").click(position={"x": 2, "y": 2})
    desk.keyboard.press("v")
    board = hall.locator(".hall-votes")
    expect(board.locator(".code")).to_be_visible()
    expect(board).to_contain_text("0 answers")
    code = board.locator(".room").inner_text()
    board.locator(".code").evaluate("image => image.decode()")
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(board.locator(".code").screenshot())))
    assert read.text == f"http://192.168.1.20:8501/hall/{code}"

    room = hall.evaluate("code => new URL(`hall/${code}`, location.href).href", code)
    phones = [Phone() for _ in range(3)]
    for phone, option in zip(phones, (1, 1, 0), strict=True):
        phone.vote(room, option)
    phones[0].vote(room, 1)
    expect(board).to_contain_text("3 answers")
    expect(desk.locator(".voted")).to_contain_text("3 answers")
    assert board.locator(".histogram").count() == 0, "no count of any answer before the vote is closed"
    desk.get_by_role("button", name="Close vote").click()
    expect(board.locator(".histogram li").nth(1)).to_contain_text("2 · 67 %")
    desk.get_by_role("button", name="Second round").click()
    expect(board.locator(".code")).to_be_visible()
    for phone in phones:
        phone.vote(room, 0)
    expect(board).to_contain_text("3 answers")
    desk.get_by_role("button", name="Close vote").click()
    expect(board.locator(".histogram li").nth(0)).to_contain_text(re.compile("Round 1.*1 · 33 %.*Round 2.*3 · 100 %"))
    assert board.locator(".truth").count() == 0, "the answer is not on the hall's screen before it is revealed"
    desk.keyboard.press("r")
    expect(board.locator(".truth")).to_contain_text("measured: −0.009499")
    expect(board).to_have_attribute("data-mode", "docked")

    # Both windows find themselves again, and what only the lecturer may know stands in no address.
    token = hall.evaluate(f"JSON.parse(sessionStorage.getItem('nnviz-room:{LESSON}')).token")
    desk.reload()
    expect(desk.locator(".voted")).to_contain_text("closed")
    assert token in desk.evaluate(KEPT)
    hall.reload()
    expect(board.locator(".truth")).to_be_visible()
    assert all(token not in window.url + window.content() for window in (hall, desk))
    desk.keyboard.press("PageDown")
    expect(desk.get_by_text(re.compile("^Step 2 of "))).to_be_visible()
    expect(board).to_be_hidden()

    # Without a window of the hall the notes can still be read, and one is a click away.
    hall.get_by_role("button", name="Leave the lesson").click()
    expect(desk.get_by_role("link", name="Open the hall's window")).to_have_attribute(
        "href", re.compile(rf"softmax\?z=.*&lesson={LESSON}&at=add-to-all$")
    )
    desk.get_by_role("button", name="Next", exact=True).click()
    expect(desk.get_by_text(re.compile("^Step 3 of "))).to_be_visible()

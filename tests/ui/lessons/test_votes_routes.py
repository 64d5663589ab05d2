"""The routes of the hall as browsers meet them, well-meaning and hostile ones."""

import asyncio
import re
import socket
from threading import current_thread, main_thread
from types import SimpleNamespace
from urllib.parse import urljoin

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from nnviz.lessons.hall import limits
from nnviz.lessons.hall.hall import Hall
from nnviz.lessons.hall.limits import BODY
from nnviz.ui.lessons.phone_words import _WORDS
from nnviz.ui.lessons.routes import hall_routes
from nnviz.ui.lessons.votes_routes import VOTER, votes_routes
from tests.ui.lessons.asking import Browser

STEP = {
    "at": "why-sigmoid",
    "address": "playground?hidden=4",
    "question": "Which is first?",
    "options": ["ReLU", "tanh"],
}


class Lecture:
    """A lecturer with a room, and the app that everybody asks."""

    def __init__(self, base: str = "", **room: str):
        self.app = Starlette(routes=[Mount(f"{base}/hall", routes=votes_routes(Hall()))])
        self.lecturer = Browser(self.app)
        opened = self.lecturer.post(f"{base}/hall/rooms", {"lesson": "depth", "title": "Why depth", **room})
        assert opened.status == 201
        self.room, self.token = opened.json["room"], opened.json["token"]
        self.at = f"{base}/hall/{self.room}"

    def present(self, name: str, **content: object):
        return self.lecturer.post(f"{self.at}/{name}", {"token": self.token, **content})

    def ask(self, **step: object) -> None:
        assert self.present("step", **{**STEP, **step}).status == 200
        assert self.present("round", open=True).status == 200

    def phone(self) -> Browser:
        phone = Browser(self.app)
        assert phone.get(self.at).status == 200
        return phone

    @property
    def state(self) -> dict:
        return self.lecturer.get(f"{self.at}/state").json


def test_a_phone_votes_without_programs_changes_its_mind_and_reads_what_became_of_it():
    lecture = Lecture()
    lecture.ask()
    phone = lecture.phone()
    page = phone.get(lecture.at).text
    assert "Which is first?" in page
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    action = re.search(r'action="([^"]*)"', page)[1]
    for option, text in enumerate(STEP["options"]):
        answer = phone.send(urljoin(lecture.at, action), {**fields, "option": option})
        assert answer.status == 303
        page = phone.get(urljoin(urljoin(lecture.at, action), answer.headers["location"])).text
        assert f"Your answer: {text}. You can change it until the vote is closed." in page
    assert (lecture.state["voters"], lecture.state["voted"], lecture.state["histograms"]) == (1, 1, [])
    assert lecture.present("round", open=False).json["histograms"] == [[0, 1]]
    page = phone.get(lecture.at).text
    assert "The vote is closed. Your answer: tanh." in page and "Votes: 1 (100 %)" in page and "<form" not in page


def test_the_pages_program_gets_what_has_changed_without_a_redirection():
    lecture = Lecture()
    lecture.ask()
    phone = lecture.phone()
    answer = phone.send(f"{lecture.at}/vote", {"option": 1, "at": "why-sigmoid", "round": 1}, x_phone_program="1")
    assert answer.status == 200 and answer.text.startswith("<main") and "Your answer: tanh." in answer.text
    assert phone.get(lecture.at, x_phone_program="1").text == answer.text
    assert answer.text in phone.get(lecture.at).text
    lecture.present("round", open=False)
    answer = phone.send(f"{lecture.at}/vote", {"option": 0, "at": "why-sigmoid", "round": 1}, x_phone_program="1")
    assert "too late" in answer.text and lecture.state["histograms"] == [[0, 1]]
    lecture.present("close")
    assert phone.send(f"{lecture.at}/vote", {"option": 0}, x_phone_program="1").status == 303


def test_a_lecture_with_two_rounds_and_the_measured_answer():
    lecture = Lecture()
    phones = [lecture.phone() for _ in range(3)]
    assert "no question" in phones[0].get(lecture.at).text
    lecture.present("step", **STEP)
    assert "not open yet" in phones[0].get(lecture.at).text
    for options in [(0, 0, 1), (1, 1, 1)]:
        lecture.present("round", open=True, seconds=30)
        assert 29 < lecture.state["left"] <= 30
        for phone, option in zip(phones, options, strict=True):
            phone.send(f"{lecture.at}/vote", {"option": option})
        lecture.present("round", open=False)
    state = lecture.present("measured", option=1, value="0.083", why="It is centred.").json
    assert state["round"] == 2 and state["histograms"] == [[2, 1], [0, 3]]
    assert state["measured"] == {"option": 1, "value": "0.083", "why": "It is centred."}
    page = phones[0].get(lecture.at).text
    assert "Round 1 · Votes: 2 (67 %)" in page and "Round 2 · Votes: 3 (100 %)" in page
    assert "The network’s answer: <span>tanh</span> (0.083)" in page and "It is centred." in page


def test_the_histogram_is_in_no_answer_before_the_round_is_closed():
    lecture = Lecture()
    lecture.ask()
    phone = lecture.phone()
    phone.send(f"{lecture.at}/vote", {"option": 1})
    answers = [phone.get(f"{lecture.at}/state"), phone.get(lecture.at), lecture.present("step", **STEP)]
    answers.append(lecture.present("round", open=True))
    assert not any("[0, 1]" in answer.text or "[0,1]" in answer.text for answer in answers)
    assert all(answer.json["histograms"] == [] for answer in answers if answer.headers["content-type"].endswith("json"))
    assert "%" not in answers[1].text.partition("<main")[2].partition("</main>")[0]


def test_no_answer_tells_the_token_or_a_phones_id_and_none_is_kept_or_shared_with_other_sites():
    lecture = Lecture()
    lecture.ask()
    phone = lecture.phone()
    answers = [phone.get(lecture.at), phone.get(f"{lecture.at}/state"), phone.get(f"{lecture.at}/code.svg")]
    answers += [phone.send(f"{lecture.at}/vote", {"option": 1}), lecture.present("round", open=False)]
    answers += [phone.get("/hall/BCDFG"), phone.get("/hall/BCDFG/state"), phone.post(f"{lecture.at}/step", {})]
    for answer in answers:
        assert lecture.token not in answer.text and phone.cookies[VOTER] not in answer.text
        assert answer.headers["cache-control"] == "no-store" and answer.headers["x-content-type-options"] == "nosniff"
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_the_phones_id_is_random_kept_for_this_folder_and_out_of_reach_of_programs():
    lecture = Lecture()
    phones = [Browser(lecture.app) for _ in range(3)]
    for phone in phones:
        kept = phone.get(lecture.at).headers["set-cookie"].lower()
        assert "httponly" in kept and "samesite=lax" in kept and "path" not in kept and "secure" not in kept
    assert len({phone.cookies[VOTER] for phone in phones}) == 3
    kept = phones[0].cookies[VOTER]
    phones[0].get(lecture.at)
    assert phones[0].cookies[VOTER] == kept


PRESENTING = {
    "step": STEP,
    "round": {"open": True},
    "measured": {"option": 0},
    "close": {},
}


@pytest.mark.parametrize("name", PRESENTING)
def test_strangers_cannot_present(name):
    lecture = Lecture()
    lecture.ask()
    before = lecture.state
    other = Browser(lecture.app).post("/hall/rooms", {"lesson": "x", "title": "y"}).json["token"]
    for token in (other, lecture.room, "", None, ["a"], "é" * 40):
        answer = Browser(lecture.app).post(f"{lecture.at}/{name}", {**PRESENTING[name], "token": token})
        assert (answer.status, answer.json["reason"]) == (403, "token")
    assert Browser(lecture.app).post(f"{lecture.at}/{name}?token={lecture.token}", PRESENTING[name]).status == 403
    assert lecture.lecturer.get(f"{lecture.at}/{name}?token={lecture.token}").status == 405
    assert lecture.state == before


@pytest.mark.parametrize("path", ["rooms", "ROOM/step", "ROOM/round", "ROOM/measured", "ROOM/close", "ROOM/vote"])
def test_what_other_sites_pages_could_send_is_refused(path):
    lecture = Lecture()
    lecture.ask()
    at = f"/hall/{path.replace('ROOM', lecture.room)}"
    sent = b'{"token": "%s", "lesson": "x", "title": "y"}' % lecture.token.encode()
    stranger = Browser(lecture.app, {VOTER: "x" * 22})
    assert stranger.ask("POST", at, [sent], {"content_type": "text/plain"}).status == 415
    assert stranger.ask("POST", at, [sent], {}).status == 415
    assert stranger.post(at, {}, sec_fetch_site="cross-site").status == 403
    assert stranger.send(at, {"option": 0}, sec_fetch_site="cross-site").status == 403
    assert lecture.lecturer.ask("OPTIONS", at, [], {"origin": "https://evil.example"}).status == 405
    assert lecture.state["voted"] == 0


def test_without_its_id_a_phone_does_not_vote_and_is_told_why():
    lecture = Lecture()
    lecture.ask()
    for cookies in ({}, {VOTER: "short"}, {VOTER: "x" * 65}, {VOTER: '"<script>"'}):
        answer = Browser(lecture.app, dict(cookies)).send(f"{lecture.at}/vote", {"option": 0, "voter": "y" * 22})
        assert answer.headers["location"].endswith("?said=voter")
    assert "keeps no cookies" in Browser(lecture.app).get(f"{lecture.at}?said=voter").text
    assert lecture.state["voted"] == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"option": 2}, "input"),
        ({"option": -1}, "input"),
        ({"option": "<b>"}, "input"),
        ({}, "input"),
        ({"option": 0, "at": "another"}, "changed"),
        ({"option": 0, "round": 2}, "changed"),
        ({"option": 0, "round": "x"}, "input"),
    ],
)
def test_a_vote_that_cannot_be_taken_says_why_and_counts_nothing(fields, said):
    lecture = Lecture()
    lecture.ask()
    phone = lecture.phone()
    assert phone.send(f"{lecture.at}/vote", fields).headers["location"] == f"../{lecture.room}?said={said}"
    assert lecture.state["voted"] == 0


def test_a_late_vote_is_told_so():
    lecture = Lecture()
    lecture.ask()
    phone = lecture.phone()
    lecture.present("round", open=False)
    answer = phone.send(f"{lecture.at}/vote", {"option": 0, "at": "why-sigmoid", "round": 1})
    assert "too late" in phone.get(urljoin(f"{lecture.at}/vote", answer.headers["location"])).text
    assert lecture.state["histograms"] == [[0, 0]]


GARBAGE = [b"", b"{", b"[]", b"7", b"null", b"\xff\xfe", b"[" * 5000, b'{"a": NaN', b'"' + b"\\ud800" * 9 + b'"']


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_is_refused_in_words(garbage):
    lecture = Lecture()
    for path in ("/hall/rooms", f"{lecture.at}/step", f"{lecture.at}/round"):
        answer = lecture.lecturer.ask("POST", path, [garbage], {"content_type": "application/json"})
        assert answer.status == 400 and answer.json["error"]
    lecture.ask()
    form = {"content_type": "application/x-www-form-urlencoded; charset=utf-8"}
    answer = lecture.phone().ask("POST", f"{lecture.at}/vote", [garbage], form)
    assert answer.status in (303, 400) and lecture.state["voted"] == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("step", {**STEP, "options": ["a"]}),
        ("step", {**STEP, "address": "https://evil.example"}),
        ("step", {"at": {}}),
        ("round", {"open": "yes"}),
        ("round", {}),
        ("round", {"open": True, "seconds": -5}),
        ("round", {"open": True, "seconds": 1e9}),
        ("round", {"open": True, "seconds": []}),
        ("measured", {"option": 9}),
        ("measured", {"option": 0, "why": "x" * 5000}),
        ("measured", {}),
    ],
)
def test_what_a_presenter_sends_is_checked_too(name, content):
    lecture = Lecture()
    lecture.present("step", **STEP)
    before = lecture.state
    answer = lecture.present(name, **content)
    assert answer.status == 400 and "expected" in answer.json["error"]
    assert lecture.state == before


def test_a_body_that_does_not_end_is_not_read_to_its_end():
    lecture = Lecture()
    for path, kind in (("rooms", "json"), (f"{lecture.room}/vote", "x-www-form-urlencoded")):
        browser = Browser(lecture.app)
        answer = browser.ask("POST", f"/hall/{path}", [b"x" * 1000] * 5000, {"content_type": f"application/{kind}"})
        assert answer.status == 413 and answer.headers["connection"] == "close"
        assert browser.read <= BODY + 1000


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("nnviz.ui.lessons.requests.PATIENCE", 0.01)
    answer = Browser(Lecture().app).ask("POST", "/hall/rooms", [b"{", None], {"content_type": "application/json"})
    assert answer.status == 408 and answer.headers["connection"] == "close"


def test_answers_do_not_wait_for_each_other_on_a_phones_connection():
    class Cycle:
        """As uvicorn keeps a request: with the connection that it came over."""

        def __init__(self, connection: socket.socket):
            self.transport = SimpleNamespace(get_extra_info={"socket": connection}.get)

        async def receive(self) -> dict:
            return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_: object) -> None:
        """Send nothing."""

    lecture = Lecture()
    scope = {"type": "http", "method": "GET", "path": f"{lecture.at}/state", "query_string": b"", "headers": []}
    with socket.socket() as connection:
        asyncio.run(lecture.app({**scope, "root_path": ""}, Cycle(connection).receive, send))
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_texts_are_never_markup():
    evil = '"><script>alert(1)</script><img src=x onerror=alert(1)>{room}%s'
    lecture = Lecture(title=evil, language="de")
    lecture.ask(at=evil, question=evil, options=[evil, "'" + evil])
    pages = [lecture.phone().get(f"{lecture.at}?said={evil[:20]}").text]
    lecture.present("measured", option=1, value=evil[:60], why=evil)
    pages.append(lecture.phone().get(lecture.at).text)
    for page in pages:
        assert page.count("<script") == 1, "the page's own program"
        assert "<img" not in page and "&lt;img" in page
    assert "wählen" in pages[0].lower()


def test_the_page_may_run_its_own_program_and_nothing_else():
    lecture = Lecture()
    page = lecture.phone().get(lecture.at)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none';") and "unsafe" not in policy
    assert "base-uri 'none'" in policy and "frame-ancestors 'none'" in policy
    assert not re.search(r"\sstyle=|\son\w+=", page.text), "the policy forbids them"
    assert len(page.body) < 8000, "a few kB"


@pytest.mark.parametrize("base", ["", "/nn/app"])
def test_all_addresses_are_relative_so_that_the_app_may_lie_anywhere(base):
    lecture = Lecture(base)
    lecture.ask()
    page = lecture.phone().get(lecture.at).text
    links = re.findall(r'(?:href|action)="([^"]*)"', page.partition("<body>")[2])
    reached = {urljoin(f"http://h{lecture.at}", link.replace("&amp;", "&")) for link in links}
    follow = f"http://h{base}/playground?hidden=4&lesson=depth&at=why-sigmoid&follow={lecture.room}"
    assert reached == {f"http://h{lecture.at}", f"http://h{lecture.at}/vote", follow}


def test_a_code_that_is_typed_in_small_letters_leads_to_the_room():
    lecture = Lecture()
    answer = Browser(lecture.app).get(f"/hall/{lecture.room.lower()}")
    assert (answer.status, answer.headers["location"]) == (303, lecture.room)


def test_a_room_that_is_gone_says_so_in_the_phones_language():
    lecture = Lecture()
    lecture.present("close")
    answer = Browser(lecture.app).get(lecture.at, accept_language="de-CH,de;q=0.9")
    assert answer.status == 404 and "keinen Raum" in answer.text and "set-cookie" not in answer.headers
    assert Browser(lecture.app).get(f"{lecture.at}/state").json["reason"] == "gone"
    assert Browser(lecture.app).send(f"{lecture.at}/vote", {"option": 0}).status == 303
    assert Browser(lecture.app).get("/hall/<script>").status == 404


def test_who_cannot_scan_types_the_code():
    lecture = Lecture("/nn")
    phone = Browser(lecture.app)
    page = phone.get("/nn/hall/", accept_language="fr").text
    assert '<form action="./">' in page and "Code de la salle" in page and "<script" not in page
    assert phone.get(f"/nn/hall/?code={lecture.room.lower()}+").headers["location"] == lecture.room
    assert "no room with this code" in phone.get("/nn/hall/?code=<b>").text
    assert '<form action="./">' in phone.get("/nn/hall/BCDFG").text, "mistyped: once more"


@pytest.mark.parametrize("base", ["", "/nn/"])
def test_all_routes_of_the_hall_lie_below_the_path_that_the_app_is_served_at(base, monkeypatch):
    monkeypatch.setattr("nnviz.ui.shell.served_page.config.get_option", {"server.baseUrlPath": base}.get)
    browser = Browser(Starlette(routes=hall_routes()))
    at = f"{base.rstrip('/')}/hall"
    assert urljoin(f"http://h{at}", browser.get(at).headers["location"]) == f"http://h{at}/"
    assert browser.get(f"{at}/").status == browser.get(f"{at}/presenter?lesson=no").status - 204 == 200
    assert browser.post(f"{at}/rooms", {"lesson": "x", "title": "y"}).status == 201


def test_a_full_room_still_shows_the_question_and_says_that_it_is_full(monkeypatch):
    monkeypatch.setattr(limits, "VOTERS", 1)
    lecture = Lecture()
    lecture.ask()
    lecture.phone().get(f"{lecture.at}/state")
    second = lecture.phone()
    assert "The room is full" in second.get(lecture.at).text
    assert second.send(f"{lecture.at}/vote", {"option": 0}).headers["location"].endswith("said=full")


def test_too_many_rooms_are_refused_clearly(monkeypatch):
    monkeypatch.setattr(limits, "ROOMS", 1)
    lecture = Lecture()
    answer = Browser(lecture.app).post("/hall/rooms", {"lesson": "x", "title": "y"})
    assert (answer.status, answer.json["reason"]) == (503, "full")


def test_the_code_to_scan_leads_phones_to_where_they_reach_the_room(monkeypatch):
    lecture = Lecture("/nn")
    addresses = []
    monkeypatch.setattr("nnviz.ui.lessons.votes_routes.qr_svg", lambda address: addresses.append(address) or "<svg/>")
    for place in ("", "192.168.1.20:8501", "https://nets.example/app/"):
        answer = Browser(lecture.app).get(f"{lecture.at}/code.svg?place={place}")
        assert answer.status == 200 and answer.headers["content-type"] == "image/svg+xml"
    assert addresses == [
        f"http://hall.example:8501/nn/hall/{lecture.room}",
        f"http://192.168.1.20:8501/nn/hall/{lecture.room}",
        f"https://nets.example/app/hall/{lecture.room}",
    ]


def test_a_code_is_drawn_once_and_beside_the_votes(monkeypatch):
    lecture = Lecture()
    drawn = []
    monkeypatch.setattr("nnviz.ui.lessons.votes_routes.qr_svg", lambda _: drawn.append(current_thread()) or "<svg/>")
    for _ in range(3):
        assert lecture.lecturer.get(f"{lecture.at}/code.svg").text == "<svg/>"
    (thread,) = drawn
    assert thread is not main_thread()


@pytest.mark.parametrize("place", ["javascript://x", "a b", "http://", "https://x.example/" + "y" * 2000])
def test_a_place_that_is_none_is_refused(place):
    lecture = Lecture()
    assert Browser(lecture.app).get(f"{lecture.at}/code.svg?place={place}").status == 400


def test_every_language_fills_the_same_places():
    places = {
        name: {language: set(re.findall(r"{\w+}", getattr(words, name))) for language, words in _WORDS.items()}
        for name in vars(_WORDS["en"])
    }
    assert {name: found for name, found in places.items() if len(set(map(frozenset, found.values()))) > 1} == {}
    assert all(value for words in _WORDS.values() for value in vars(words).values())

"""Own data in a real browser: files good and bad, points by clicks, planes of many features."""

import codecs
import re
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from nnviz.datasets import example_table
from tests.e2e.live_stage import file_field, open_stage, press, stage, wait_for
from tests.seeds import some

MARKUP = b"a,b\n<img src=x>,1\n<img src=x>,1\n<b>x</b>,1\n=1+1,1\n"
GERMAN = example_table().replace(",", ";").replace(".", ",").encode("cp1252")


def open_panel(page: Page) -> None:
    page.get_by_role("radio", name="Own data").click()
    expect(page.get_by_text("They stay on the server of this page")).to_be_visible()


def upload(page: Page, name: str, content: bytes) -> None:
    file_field(page).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def use(page: Page) -> None:
    """Train on what was brought along."""
    before = stage(page, "scene")
    page.get_by_role("button", name="Train on these data").click()
    wait_for(page, f"s.scene !== {before}")
    expect(page.get_by_text("These data are in use.")).to_be_visible()  # and the panel stands still
    expect(page.get_by_text("These data are in use.")).to_be_visible()


@pytest.mark.parametrize("scheme", some(["light", "dark"]))
def test_a_file_is_understood_told_and_trained_on(open_page, shot, scheme):
    page = open_stage(open_page, scheme=scheme)
    open_panel(page)
    upload(page, "blumen.csv", GERMAN)
    expect(page.get_by_text("decimal comma: '5,1' in row 2, column 'sepal length (cm)'")).to_be_visible()
    expect(page.get_by_role("region", name="The first rows of the table")).to_contain_text("5,1")
    shot(page, f"own-data-{scheme}")
    use(page)
    press(page, "Play")
    wait_for(page, "s.epoch > 20 && s.accuracy > 0.8")
    press(page, "Pause")
    expect(page).to_have_url(re.compile("dataset=own"))
    map_text = page.get_by_label(re.compile("The other 2 features are fixed at their means"))
    expect(map_text).to_have_count(1)


def test_prices_are_told_in_their_own_units_and_a_truth_table_as_trained_on_whole(open_page, shot):
    page = open_stage(open_page)
    open_panel(page)
    rows = "".join(f"{20 + 4 * i},{(7 * i) % 60},{90_000 + 9_500 * i + 800 * (i % 7)}\n" for i in range(60))
    upload(page, "houses.csv", b"area,age,price\n" + rows.encode())
    use(page)
    expect(page.get_by_text("These data are in use. The network learns price scaled: −1 is ")).to_be_visible()
    press(page, "Epoch")
    wait_for(page, "s.epoch === 1")
    counter = page.locator(".counter.accuracy")
    expect(counter).to_contain_text("test RMSE")
    error = float(counter.locator("b").inner_text().replace(",", ""))
    assert 1_000 < error < 400_000
    expect(page.locator(".panel.accuracy")).to_contain_text("RMSE of price")
    output = page.get_by_label(re.compile("^Value of price over the plane"))
    output.scroll_into_view_if_needed()
    box, tip = output.bounding_box(), page.locator(".tip")
    for across, down in product(range(20, 60, 2), range(15, 75, 4)):
        page.mouse.move(box["x"] + box["width"] * across / 100, box["y"] + box["height"] * down / 100)
        if tip.is_visible():
            break
    expect(tip).to_contain_text(re.compile(r"price \((train|test)\)\s*true [\d,]+\s*predicted "))
    shot(page, "own-units")
    upload(page, "xor.csv", b"a,b,y\n0,0,no\n0,1,yes\n1,0,yes\n1,1,no\n")
    use(page)
    expect(page.locator(".counter.train")).to_contain_text("loss (train = test)")
    expect(page.locator(".counter.test")).to_be_hidden()
    expect(page.get_by_text("These data are in use. The network trains on all samples")).to_be_visible()
    shot(page, "own-truth-table")


def test_after_every_bad_file_the_data_stay_and_a_good_one_can_follow(open_page, shot):
    page = open_stage(open_page)
    open_panel(page)
    scene = stage(page, "scene")
    bad = {
        "empty.csv": (b"\n", "The file is empty"),
        "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(999), "this file is a PNG picture"),
        "ragged.csv": (b"a,b,c\n1,2,3\n4,5\n6,7,8\n9,1,2\n", "Row 3 has 2 cells, but most rows have 3: column 3 ('c')"),
        "nul.csv": (b"a,b\n1,2\n3,x\x00\n5,6\n7,8\n", "Row 3, column 2: expected text, but the cell holds a NUL byte"),
        "header.csv": (b"a,b\n", "row 2, column 'a' is empty"),
        "cut.csv": (codecs.BOM_UTF16_LE + "a,b\n1,2\n".encode("utf-16-le") + b"\x00", "row 3 cannot be read so"),
        "markup.csv": (MARKUP, "at least one feature beside the target 'a'"),
    }
    for name, (content, message) in bad.items():
        upload(page, name, content)
        expect(page.get_by_role("alert").filter(has_text=message)).to_be_visible()
        expect(page.get_by_role("button", name="Train on these data")).to_have_count(0)
    expect(page.get_by_role("region", name="The first rows of the table")).to_contain_text("<img src=x>")
    assert page.locator(".nnviz-table img, .nnviz-table b").count() == 0
    shot(page, "own-data-refused")
    assert stage(page, "scene") == scene and "dataset" not in page.url
    upload(page, "iris.csv", example_table().encode())
    use(page)


def test_after_a_visit_to_another_page_the_panel_knows_file_target_and_features(open_page):
    page = open_stage(open_page)
    open_panel(page)
    upload(page, "blumen.csv", GERMAN)
    use(page)
    page.get_by_role("combobox", name="Column to predict").click()
    page.get_by_role("option", name="petal width (cm)").click()
    columns = page.get_by_role("region", name="Every column, its role and why")
    expect(columns.get_by_role("row", name="petal width (cm) target chosen")).to_be_visible()
    page.get_by_role("button", name="Remove sepal length (cm)").click()
    expect(columns.get_by_role("row", name="sepal length (cm) left out not chosen")).to_be_visible()
    page.get_by_role("link", name="Home").first.click()
    expect(columns).to_have_count(0)
    page.wait_for_url(lambda url: "playground" not in url)  # else Back leaves the app
    page.go_back()
    wait_for(page, "s.painted > 0")
    expect(page.get_by_text("The file blumen.csv is still loaded.")).to_be_visible()
    expect(columns.get_by_role("row", name="petal width (cm) target chosen")).to_be_visible()
    expect(columns.get_by_role("row", name="sepal length (cm) left out not chosen")).to_be_visible()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(columns).to_have_count(0)


def test_a_click_on_the_map_adds_a_point_of_the_chosen_class(open_page):
    page = open_stage(open_page, "playground?dataset=xor")
    pen = page.get_by_role("group", name="Add a point of class").get_by_role("button").last
    pen.click()
    before = stage(page, "scene")
    box = page.locator(".panel.out canvas[aria-label*='over the plane']").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.35, box["y"] + box["height"] * 0.5)
    wait_for(page, f"s.scene !== {before}")
    expect(page.get_by_role("combobox", name=re.compile("Data set"))).to_have_value("Own data")
    press(page, "Batch")
    wait_for(page, "s.step === 1")


def test_an_almost_empty_plane_is_filled_without_a_mouse(open_page, shot):
    page = open_stage(open_page, width=390, height=844)
    page.get_by_role("radio", name="Own data").click()
    page.get_by_text("points drawn by hand").click()
    before = stage(page, "scene")
    page.get_by_role("button", name="Begin with two points of each class").click()
    wait_for(page, f"s.scene !== {before}")
    expect(page.get_by_role("button", name="Take the last point back")).to_be_visible()
    between = stage(page, "scene")
    page.get_by_role("button", name="Add the point").click()
    wait_for(page, f"s.scene !== {between}")
    shot(page, "own-data-drawn-phone")


CUTS = [("wine", "components"), ("iris", "features:0,3"), ("digits", "components")]


@pytest.mark.parametrize(("data", "view"), some(CUTS))
def test_a_cut_through_many_features_is_played(open_page, shot, data, view):
    page = open_stage(open_page, f"playground?dataset={data}&view={view}", scheme="dark")
    press(page, "Play")
    wait_for(page, "s.painted > 90")
    press(page, "Pause")
    shot(page, f"cut-{data}")


def test_a_file_that_a_proxy_refuses_is_explained(open_page):
    page = open_stage(open_page)
    open_panel(page)
    hint = page.locator(".nnviz-upload-hint")
    expect(hint).to_be_hidden()

    def refuse(route) -> None:
        if route.request.method == "PUT":
            route.fulfill(status=413, body="<h1>413 Request Entity Too Large</h1>", content_type="text/html")
        else:
            route.continue_()

    page.route("**/_stcore/upload_file/**", refuse)
    upload(page, "flowers.csv", example_table().encode())
    expect(hint).to_be_visible()
    page.unroute("**/_stcore/upload_file/**")
    upload(page, "flowers.csv", example_table().encode())
    expect(page.get_by_role("region", name="The first rows of the table")).to_contain_text("5.1")

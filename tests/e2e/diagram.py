"""Parts of the network diagram, which is painted on a canvas: found by what its tooltip says of them."""

from playwright.sync_api import Page

FIND = """(canvas, wanted) => {
    const tip = canvas.getRootNode().querySelector(".tip");
    const { left, top, right, bottom } = canvas.getBoundingClientRect();
    for (let y = top + 20; y < bottom - 16; y += 2) {
        for (let x = left + 30; x < right - 30; x += 2) {
            canvas.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: y }));
            if (!tip.hidden && tip.textContent.startsWith(wanted)) return [x, y + 1];
        }
    }
}"""


def part_of_diagram(page: Page, wanted: str) -> tuple[float, float]:
    """Where the diagram's tooltip begins with some words."""
    found = page.locator(".panel.net canvas").evaluate(FIND, wanted)
    assert found, f"nothing says {wanted}"
    return found[0], found[1]

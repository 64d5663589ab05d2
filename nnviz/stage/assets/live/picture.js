// The picture: everything that the stage shows as one PNG on the theme's paper, made in the browser.

const WORDS =
  "h2, .unit, .panel .note, .counter .caption, .counter b, .legend .low, .legend .high, .where, .sentence, .swatches span, .net .switch [aria-pressed=true], .log[aria-pressed=true], .settings .caption, .settings select, .layers .count";
const SCALE = 2;

/** @typedef {import("../kit/surface.js").Look} Look */
/** @typedef {import("./geometry.js").Box} Box */

/** @param {HTMLElement} root @param {Look} look @param {string} title what stands where the buttons are */
export function stagePicture(root, look, title) {
  const frame = root.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(frame.width * SCALE);
  canvas.height = Math.round(frame.height * SCALE);
  const c = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  c.scale(SCALE, SCALE);
  c.fillStyle = look.colours.paper;
  c.fillRect(0, 0, frame.width, frame.height);
  const at = (/** @type {Element} */ element) => {
    const box = element.getBoundingClientRect();
    return { x: box.left - frame.left, y: box.top - frame.top, width: box.width, height: box.height };
  };
  c.strokeStyle = look.colours.hairline;
  for (const panel of root.querySelectorAll(".settings, .bar, .panel")) {
    const { x, y, width, height } = at(panel);
    if (width) c.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
  }
  for (const part of root.querySelectorAll("canvas")) {
    const { x, y, width, height } = at(part);
    if (width && part.width) c.drawImage(part, x, y, width, height);
  }
  for (const scale of root.querySelectorAll(".legend i")) paintScaleOf(c, at(scale), look);
  for (const name of /** @type {const} */ (["gradient", "update"])) {
    const swatch = root.querySelector(`.swatches .${name}`);
    if (swatch) paintSwatch(c, at(swatch), look, look.colours[name]);
  }
  for (const word of root.querySelectorAll(WORDS)) paintWord(c, /** @type {HTMLElement} */ (word), at(word));
  c.font = look.type(17, "600");
  c.fillStyle = look.colours.ink;
  c.textBaseline = "middle";
  const buttons = root.querySelector(".buttons");
  if (buttons) c.fillText(title, at(buttons).x, at(buttons).y + at(buttons).height / 2);
  return canvas;
}

/** @param {CanvasRenderingContext2D} c @param {Box} box @param {Look} look */
function paintScaleOf(c, { x, y, width, height }, look) {
  if (!width) return;
  const gradient = c.createLinearGradient(x, 0, x + width, 0);
  for (const [share, colour] of look.colours.diverging) gradient.addColorStop(share, colour);
  c.fillStyle = gradient;
  c.fillRect(x, y, width, height);
}

/** The square before a name; the name itself stands behind it. @param {CanvasRenderingContext2D} c @param {Box} box @param {Look} look @param {string} colour */
function paintSwatch(c, { x, y, width, height }, look, colour) {
  if (!width) return;
  c.fillStyle = colour;
  c.fillRect(x, y + height / 2 - look.px(5), look.px(10), look.px(10));
}

/** @param {CanvasRenderingContext2D} c @param {HTMLElement} word @param {Box} box */
function paintWord(c, word, { x, y, width, height }) {
  const text = (word instanceof HTMLSelectElement ? word.selectedOptions[0]?.text : word.innerText)?.trim();
  if (!text || !width) return;
  const style = getComputedStyle(word);
  c.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  c.fillStyle = style.color;
  c.textBaseline = "middle";
  c.textAlign = style.textAlign === "right" ? "right" : "left";
  c.save();
  c.beginPath();
  c.rect(x, y, width + 1, height);
  c.clip();
  const before = getComputedStyle(word, "::before");
  const swatch = before.content === "none" ? 0 : parseFloat(before.width) + parseFloat(before.marginRight) || 0;
  const inset = (parseFloat(style.paddingLeft) || 0) + swatch;
  c.fillText(text, c.textAlign === "right" ? x + width : x + inset, y + height / 2);
  c.restore();
  c.textAlign = "left";
}

/** Hand a picture to the person as a file. @param {HTMLCanvasElement} canvas @param {string} name */
export function saveAsFile(canvas, name) {
  canvas.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }, "image/png");
}

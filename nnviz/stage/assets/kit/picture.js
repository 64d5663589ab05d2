// A picture of a figure as a PNG: what its elements, drawings and canvases show is painted once more, on one canvas.
//
//   saveAsFile(pictureOf(root, { paper: "#ffffff" }), "nnviz-softmax.png");
//
// A browser cannot photograph a page, and an SVG that carries HTML (`foreignObject`) loses the app's font. So elements are
// walked in their order, and each paints what CSS can make of it here: fields, frames, text, sliders, SVG shapes.

import { paintShapes } from "./picture_shapes.js";

const SCALE = 2;
const MARGIN = 12;

/** Tools, and what only a reader hears. */
const LEFT_OUT = ".figure-tools, .buttons, .said, .status, .theme-probe, .tip, style, script, option";

/** @typedef {CanvasRenderingContext2D} Context */

/**
 * @param {Element} root
 * @param {{paper: string, title?: string}} options the title stands where the root's buttons are
 */
export function pictureOf(root, { paper, title }) {
  const frame = root.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round((frame.width + 2 * MARGIN) * SCALE);
  canvas.height = Math.round((frame.height + 2 * MARGIN) * SCALE);
  const c = /** @type {Context} */ (canvas.getContext("2d"));
  c.fillStyle = paper;
  c.fillRect(0, 0, canvas.width, canvas.height);
  c.setTransform(SCALE, 0, 0, SCALE, (MARGIN - frame.left) * SCALE, (MARGIN - frame.top) * SCALE);
  paint(c, root);
  const buttons = title && root.querySelector(".buttons");
  if (buttons) {
    const { left, top, height } = buttons.getBoundingClientRect();
    useFont(c, getComputedStyle(buttons));
    c.textBaseline = "middle";
    c.fillText(title, left, top + height / 2);
  }
  return canvas;
}

/** @param {Context} c @param {Element} element */
function paint(c, element) {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.opacity === "0" || element.matches(LEFT_OUT)) return;
  const box = element.getBoundingClientRect();
  c.save();
  c.globalAlpha *= Number(style.opacity);
  if (style.visibility === "visible") {
    paintBox(c, box, style);
    paintMark(c, element, box, style);
  }
  if (style.overflowX !== "visible" && style.display !== "inline") {
    c.beginPath();
    c.rect(box.left, box.top, box.width, box.height);
    c.clip();
  }
  if (element instanceof SVGSVGElement) paintShapes(c, element);
  else if (element instanceof HTMLCanvasElement) paintCanvas(c, element, box, style);
  else if (element instanceof HTMLInputElement) paintInput(c, element, box, style);
  else if (element instanceof HTMLSelectElement) write(c, element.selectedOptions[0]?.text ?? "", box, style);
  else {
    for (const node of element.childNodes) {
      if (node instanceof Element) paint(c, node);
      else if (node instanceof Text && style.visibility === "visible") paintText(c, node, style);
    }
  }
  c.restore();
}

/** @param {Context} c @param {CSSStyleDeclaration} style */
function useFont(c, style) {
  c.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  c.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
  c.fillStyle = style.color;
}

/** Each word where the browser has put it. @param {Context} c @param {Text} node @param {CSSStyleDeclaration} style */
function paintText(c, node, style) {
  useFont(c, style);
  c.textBaseline = "alphabetic";
  const range = document.createRange();
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const [place] = range.getClientRects();
    if (!place?.width) continue;
    const text = style.textTransform === "uppercase" ? word.toUpperCase() : word;
    c.fillText(text, place.left, place.top + c.measureText(text).fontBoundingBoxAscent);
  }
}

/** A text that is no text of the page, such as a field's. @param {Context} c @param {string} text @param {DOMRect} box @param {CSSStyleDeclaration} style */
function write(c, text, box, style) {
  useFont(c, style);
  c.textBaseline = "middle";
  c.textAlign = style.textAlign === "center" ? "center" : "left";
  c.fillText(
    text,
    c.textAlign === "center" ? box.left + box.width / 2 : box.left + parseFloat(style.paddingLeft),
    box.top + box.height / 2,
  );
}

/** Background, frame, and rings that a shadow makes. @param {Context} c @param {DOMRect} box @param {CSSStyleDeclaration} style */
function paintBox(c, box, style) {
  if (!box.width || !box.height) return;
  const path = new Path2D();
  path.roundRect(box.left, box.top, box.width, box.height, parseFloat(style.borderTopLeftRadius) || 0);
  c.fillStyle = style.backgroundColor;
  c.fill(path);
  const gradient = gradientOf(c, box, style.backgroundImage);
  if (gradient) {
    c.fillStyle = gradient;
    c.fill(path);
  }
  if (style.backgroundImage.startsWith("repeating-linear-gradient(45deg")) hatch(c, path, box, style.backgroundImage);
  for (const [, colour, spread] of style.boxShadow.matchAll(/(\w+\([^)]*\)) 0px 0px 0px ([\d.]+)px inset/g))
    ring(c, box, colour, Number(spread));
  const sides = /** @type {const} */ (["Top", "Right", "Bottom", "Left"]);
  const widths = sides.map((side) => parseFloat(style[`border${side}Width`]));
  if (widths.every((width) => width === widths[0])) {
    if (widths[0]) ring(c, box, style.borderTopColor, widths[0], parseFloat(style.borderTopLeftRadius) || 0);
    return;
  }
  sides.forEach((side, k) => {
    if (!widths[k]) return;
    c.fillStyle = style[`border${side}Color`];
    const across = side === "Top" || side === "Bottom";
    if (across && style[`border${side}Style`] === "dashed")
      return dashes(c, box, side === "Top", widths[k], c.fillStyle);
    const x = side === "Right" ? box.right - widths[k] : box.left;
    const y = side === "Bottom" ? box.bottom - widths[k] : box.top;
    c.fillRect(x, y, across ? box.width : widths[k], across ? widths[k] : box.height);
  });
}

/** The little field or line before a name, as legends have it. @param {Context} c @param {Element} element @param {DOMRect} box @param {CSSStyleDeclaration} style */
function paintMark(c, element, box, style) {
  const mark = getComputedStyle(element, "::before");
  const [width, height] = [mark.width, mark.height].map(parseFloat);
  if (mark.content === "none" || mark.content === "normal" || !width || mark.display === "none") return;
  const tall = (height || 0) + (mark.boxSizing === "border-box" ? 0 : parseFloat(mark.borderTopWidth));
  const left = box.left + parseFloat(style.paddingLeft);
  paintBox(c, new DOMRect(left, box.top + (box.height - tall) / 2, width, tall), mark);
}

/** @param {Context} c @param {DOMRect} box @param {string} colour @param {number} width @param {number} [radius] */
function ring(c, { left, top, width: w, height: h }, colour, width, radius = 0) {
  c.strokeStyle = colour;
  c.lineWidth = width;
  c.setLineDash([]);
  c.beginPath();
  c.roundRect(left + width / 2, top + width / 2, Math.max(0, w - width), Math.max(0, h - width), radius);
  c.stroke();
}

/** @param {Context} c @param {DOMRect} box @param {boolean} above @param {number} width @param {string} colour */
function dashes(c, box, above, width, colour) {
  const y = above ? box.top + width / 2 : box.bottom - width / 2;
  c.strokeStyle = colour;
  c.lineWidth = width;
  c.setLineDash([2 * width, width]);
  c.beginPath();
  c.moveTo(box.left, y);
  c.lineTo(box.right, y);
  c.stroke();
}

/** A gradient from left to right, as scales of colours have it. @param {Context} c @param {DOMRect} box @param {string} image */
function gradientOf(c, { left, right }, image) {
  if (!/^linear-gradient\((90deg|to right)/.test(image)) return null;
  const stops = [...image.matchAll(/(rgba?\([^)]*\)|#\w+)(?: ([\d.]+)%)?/g)];
  const gradient = c.createLinearGradient(left, 0, right, 0);
  stops.forEach(([, colour, at], k) =>
    gradient.addColorStop(at === undefined ? k / Math.max(1, stops.length - 1) : Number(at) / 100, colour),
  );
  return gradient;
}

/** Lines from the upper left to the lower right. @param {Context} c @param {Path2D} path @param {DOMRect} box @param {string} image from transparent to a colour: its last two lengths are where a line begins and ends */
function hatch(c, path, { left, top, right, bottom, height }, image) {
  const colours = [...image.matchAll(/(?:rgba?|color)\([^)]*\)|#\w+/g)];
  const [from, to] = [...image.matchAll(/([\d.]+)px/g)].slice(-2).map(([, length]) => Number(length));
  c.save();
  c.clip(path);
  c.strokeStyle = colours[colours.length - 1][0];
  c.lineWidth = to - from;
  c.beginPath();
  for (let x = left - height; x < right; x += to * Math.SQRT2) {
    c.moveTo(x, top);
    c.lineTo(x + height, bottom);
  }
  c.stroke();
  c.restore();
}

/** @param {Context} c @param {HTMLCanvasElement} canvas @param {DOMRect} box @param {CSSStyleDeclaration} style */
function paintCanvas(c, canvas, box, style) {
  if (!canvas.width || !canvas.height || !box.width) return;
  c.imageSmoothingEnabled = style.imageRendering !== "pixelated";
  c.drawImage(canvas, box.left, box.top, box.width, box.height);
}

/** @param {Context} c @param {HTMLInputElement} input @param {DOMRect} box @param {CSSStyleDeclaration} style */
function paintInput(c, input, box, style) {
  if (input.type !== "range") return write(c, input.value, box, style);
  const share = (Number(input.value) - Number(input.min)) / (Number(input.max) - Number(input.min) || 1);
  const [middle, radius] = [box.top + box.height / 2, 7];
  const x = box.left + radius + share * (box.width - 2 * radius);
  const accent = style.accentColor === "auto" ? style.color : style.accentColor;
  c.fillStyle = accent;
  c.globalAlpha *= 0.25;
  c.fillRect(box.left, middle - 2, box.width, 4);
  c.globalAlpha *= 4;
  c.fillRect(box.left, middle - 2, x - box.left, 4);
  c.beginPath();
  c.arc(x, middle, radius, 0, 7);
  c.fill();
}

/** Hand a picture to the person as a file. @param {HTMLCanvasElement} picture @param {string} name */
export function saveAsFile(picture, name) {
  picture.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }, "image/png");
}

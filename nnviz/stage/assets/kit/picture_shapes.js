// The shapes and the text of an SVG drawing, painted on a canvas: what the kit's drawings are made of, and no more.

const SHAPES = "path, line, rect, circle, ellipse, polyline, polygon, image, text";

/** @typedef {CanvasRenderingContext2D} Context */

/** @param {Context} c whose transform leads from the window to the canvas @param {SVGSVGElement} drawing */
export function paintShapes(c, drawing) {
  const window_ = c.getTransform();
  for (const shape of /** @type {NodeListOf<SVGGraphicsElement>} */ (drawing.querySelectorAll(SHAPES))) {
    const matrix = shape.getScreenCTM();
    if (!matrix || shape.closest("defs, clipPath") || !shape.checkVisibility({ visibilityProperty: true })) continue;
    c.save();
    clip(c, shape, drawing, window_);
    c.setTransform(window_.multiply(DOMMatrix.fromMatrix(matrix)));
    c.globalAlpha *= opacity(shape, drawing);
    if (shape instanceof SVGTextElement) paintLetters(c, shape);
    else if (shape instanceof SVGImageElement) paintImage(c, shape);
    else fillAndStroke(c, getComputedStyle(shape), new Path2D(outline(shape)));
    c.restore();
  }
}

/** Show nothing outside of the frames that a shape stands in. @param {Context} c @param {Element} shape @param {SVGSVGElement} drawing @param {DOMMatrix} window_ */
function clip(c, shape, drawing, window_) {
  for (let group = shape.closest("[clip-path]"); group; group = group.parentElement?.closest("[clip-path]") ?? null) {
    const id = /#([^)"]+)/.exec(group.getAttribute("clip-path") ?? "")?.[1];
    const frame = id && drawing.querySelector(`#${CSS.escape(id)} rect`);
    const matrix = /** @type {SVGGraphicsElement} */ (group).getScreenCTM();
    if (!frame || !matrix) continue;
    c.setTransform(window_.multiply(DOMMatrix.fromMatrix(matrix)));
    c.clip(new Path2D(outline(frame)));
  }
}

/** @param {Element} shape @param {Element} drawing */
function opacity(shape, drawing) {
  let product = 1;
  for (let one = /** @type {Element | null} */ (shape); one && one !== drawing; one = one.parentElement)
    product *= Number(getComputedStyle(one).opacity);
  return product;
}

/** A shape as the data of a path. @param {Element} shape */
function outline(shape) {
  const at = (/** @type {string} */ name) => Number.parseFloat(shape.getAttribute(name) ?? "0") || 0;
  switch (shape.localName) {
    case "line":
      return `M${at("x1")} ${at("y1")}L${at("x2")} ${at("y2")}`;
    case "polyline":
      return `M${shape.getAttribute("points")}`;
    case "polygon":
      return `M${shape.getAttribute("points")}z`;
    case "rect": {
      const [x, y, w, h] = ["x", "y", "width", "height"].map(at);
      return rounded(x, y, w, h, Math.min(at("rx") || at("ry"), w / 2, h / 2));
    }
    case "circle":
      return ellipse(at("cx"), at("cy"), at("r"), at("r"));
    case "ellipse":
      return ellipse(at("cx"), at("cy"), at("rx"), at("ry"));
    default:
      return shape.getAttribute("d") ?? "";
  }
}

/** @param {number} x @param {number} y @param {number} w @param {number} h @param {number} r */
function rounded(x, y, w, h, r) {
  if (!r) return `M${x} ${y}h${w}v${h}h${-w}z`;
  const turn = (/** @type {number} */ dx, /** @type {number} */ dy) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  const [a, b] = [w - 2 * r, h - 2 * r];
  return `M${x + r} ${y}h${a}${turn(r, r)}v${b}${turn(-r, r)}h${-a}${turn(-r, -r)}v${-b}${turn(r, -r)}z`;
}

/** @param {number} x @param {number} y @param {number} a @param {number} b */
function ellipse(x, y, a, b) {
  return a && b ? `M${x - a} ${y}a${a} ${b} 0 1 0 ${2 * a} 0a${a} ${b} 0 1 0 ${-2 * a} 0z` : "";
}

/** @param {Context} c @param {CSSStyleDeclaration} style @param {Path2D} path */
function fillAndStroke(c, style, path) {
  const whole = c.globalAlpha;
  if (style.fill !== "none") {
    c.globalAlpha = whole * Number(style.fillOpacity);
    c.fillStyle = style.fill;
    c.fill(path, style.fillRule === "evenodd" ? "evenodd" : "nonzero");
  }
  if (strokes(c, style)) {
    c.globalAlpha = whole * Number(style.strokeOpacity);
    c.stroke(path);
  }
  c.globalAlpha = whole;
}

/** Take the pen of a style. @param {Context} c @param {CSSStyleDeclaration} style @returns {boolean} whether it draws */
function strokes(c, style) {
  const width = parseFloat(style.strokeWidth);
  if (style.stroke === "none" || !width) return false;
  c.strokeStyle = style.stroke;
  c.lineWidth = width;
  c.lineCap = /** @type {CanvasLineCap} */ (style.strokeLinecap);
  c.lineJoin = /** @type {CanvasLineJoin} */ (style.strokeLinejoin);
  c.setLineDash(style.strokeDasharray === "none" ? [] : style.strokeDasharray.split(/[ ,]+/).map(parseFloat));
  return true;
}

/** @param {Context} c @param {SVGImageElement} image */
function paintImage(c, image) {
  c.imageSmoothingEnabled = getComputedStyle(image).imageRendering === "auto";
  c.drawImage(
    image,
    image.x.baseVal.value,
    image.y.baseVal.value,
    image.width.baseVal.value,
    image.height.baseVal.value,
  );
}

/** Every piece of a text where the browser has put it. @param {Context} c @param {SVGTextElement} text */
function paintLetters(c, text) {
  let at = 0;
  const pieces = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = pieces.nextNode(); node; node = pieces.nextNode()) {
    const piece = node.textContent ?? "";
    const first = piece.length - piece.trimStart().length;
    const shown = piece.trim();
    if (!shown || at + first >= text.getNumberOfChars()) continue;
    const style = getComputedStyle(/** @type {Element} */ (node.parentElement));
    const { x, y } = text.getStartPositionOfChar(at + first);
    at += piece.length;
    c.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    c.textBaseline = "alphabetic";
    const lower = style.dominantBaseline === "central" || style.dominantBaseline === "middle" ? middle(c, shown) : 0;
    if (strokes(c, style)) {
      c.lineJoin = "round";
      c.strokeText(shown, x, y + lower);
    }
    c.fillStyle = style.fill;
    c.fillText(shown, x, y + lower);
  }
}

/** How far below the middle of a line its letters stand. @param {Context} c @param {string} text */
function middle(c, text) {
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = c.measureText(text);
  return (up - down) / 2;
}

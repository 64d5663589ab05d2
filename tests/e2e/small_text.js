// Every text on the page, in drawings and on canvases too, that is drawn smaller than `least` pixels: [size, where, text].
// Text that only a reader hears, and what the browser does not paint, does not count.
async (least) => {
  const found = new Map();
  const keep = (size, where, text) => {
    if (size < least - 0.05) found.set(`${where}: ${text}`, [Math.round(10 * size) / 10, where, text]);
  };
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
    const { a, b } = this.getTransform();
    const shown = this.canvas.width ? this.canvas.getBoundingClientRect().width / this.canvas.width : 0;
    const size = Number(/([\d.]+)px/.exec(this.font)[1]) * Math.hypot(a, b) * shown;
    if (shown) keep(size, `canvas of ${this.canvas.parentElement?.className}`, text);
    return fillText.call(this, text, ...place);
  };
  window.dispatchEvent(new Event("resize"));
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (let k = 0; k < 4; k++) await frame();
  CanvasRenderingContext2D.prototype.fillText = fillText;

  const unseen = "style, script, noscript, option, .katex-mathml, [data-testid=stSkipToContent]";
  const look = (node, where) => {
    if (node instanceof Element) {
      if (node.matches(unseen)) return;
      const name = node.dataset.testid ?? node.getAttribute("class") ?? "";
      const here = `${where} ${node.localName}${name && `.${name.split(" ")[0]}`}`.split(" ").slice(-4).join(" ");
      for (const child of [...(node.shadowRoot?.childNodes ?? []), ...node.childNodes]) look(child, here);
      return;
    }
    const text = node.textContent.trim();
    if (node.nodeType !== Node.TEXT_NODE || !text) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { width, height } = range.getBoundingClientRect();
    const element = node.parentElement;
    if (!width || !height || !element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return;
    const style = getComputedStyle(element);
    if (style.clipPath.startsWith("inset(50%") || style.clip !== "auto") return;
    const matrix = element.ownerSVGElement && element.getScreenCTM();
    keep(parseFloat(style.fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1), where, text.slice(0, 40));
  };
  look(document.body, "");
  return [...found.values()];
};

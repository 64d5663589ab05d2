// The title of a Plotly figure on a narrow screen, where Plotly would cut it.

/** A glyph is about so wide, in units of the size of the text. */
const GLYPH = 0.53;

/**
 * The title in as many lines as it needs, since Plotly cuts it, and the room above the axes for them.
 * @param {{title: {text: string, font?: {size?: number}}, margin?: {t?: number}, template?: {layout?: {title?: {font?: {size?: number}}, margin?: {t?: number}}}}} layout
 * @param {number} width
 */
export function wrappedTitle({ title, margin, template }, width) {
  const usual = template?.layout;
  const size = title.font?.size ?? usual?.title?.font?.size ?? 20;
  const most = Math.max(8, Math.floor(width / (GLYPH * size)));
  /** @type {string[]} */
  const lines = [];
  for (const word of title.text.split(" ")) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + word.length < most) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  const top = (margin?.t ?? usual?.margin?.t ?? 56) + 1.3 * size * (lines.length - 1);
  return { title: { ...title, text: lines.join("<br>") }, margin: { ...margin, t: top } };
}

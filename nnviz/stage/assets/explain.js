// What lies under the pointer in the network diagram, in words and numbers.

import {KINDS, ends, linkHeight, subscript} from "./links.js";
import {precise} from "./numbers.js";

/** What is under the pointer, in words. @param {any} diagram @param {number} x @param {number} y */
export function explain(diagram, x, y) {
  for (let i = 0; i < diagram.places.length; i++) {
    const column = diagram.places[i];
    const k = column.hit(x, y);
    if (k >= 0) return describeUnit(diagram, i, k);
  }
  return describeLink(diagram, x, y);
}

/** @param {any} diagram @param {number} i @param {number} k */
function describeUnit(diagram, i, k) {
  const { block } = diagram.frame;
  const spec = diagram.scene.columns[i];
  const lines = [`${spec.title}, unit ${k + 1}${spec.labels.length ? `: ${spec.labels[k]}` : ""}`];
  const a = diagram.outputs(i);
  if (a) lines.push(`output ${precise(a.data[k])}`);
  const [b, db] = [block.get(`biases.${i - 1}`), block.get(`bias_gradients.${i - 1}`)];
  if (b) lines.push(`bias b = ${precise(b.data[k])}`);
  if (db) lines.push(`gradient db = ${precise(db.data[k])}`);
  return lines.join("\n");
}

/** @param {any} diagram @param {number} x @param {number} y */
function describeLink(diagram, x, y) {
  let best = { distance: diagram.look.px(7), l: -1, i: 0, j: 0 };
  for (let l = 0; l + 1 < diagram.places.length; l++) {
    const [from, to] = [diagram.places[l], diagram.places[l + 1]];
    if (x < from.right || x > to.left) continue;
    if (from.card) return describeCard(diagram, l, x, y);
    for (let i = 0; i < from.units.length; i++) {
      for (let j = 0; j < to.units.length; j++) {
        const distance = Math.abs(linkHeight(ends(from, i, to, j), x) - y);
        if (distance < best.distance) best = { distance, l, i, j };
      }
    }
  }
  return best.l < 0 ? "" : describeWeight(diagram, best.l, best.i, best.j);
}

/** @param {any} diagram @param {number} l @param {number} i @param {number} j */
function describeWeight(diagram, l, i, j) {
  const n = diagram.scene.columns[l + 1].units;
  const read = (/** @type {string} */ name) => diagram.frame.block.get(`${name}.${l}`)?.data[i * n + j];
  const index = `${subscript(l + 1)}[${i + 1}, ${j + 1}]`;
  const lines = [`W${index} = ${precise(read("weights"))}`];
  if (read("weight_gradients") !== undefined) lines.push(`dW${index} = ${precise(read("weight_gradients"))}`);
  if (read("weight_updates") !== undefined) lines.push(`last change ${precise(read("weight_updates"))}`);
  return lines.join("\n");
}

/** @param {any} diagram @param {number} l @param {number} x @param {number} y */
function describeCard(diagram, l, x, y) {
  const card = diagram.places[l].card;
  if (x < card.x || x > card.x + card.width || y < card.y || y > card.y + card.height) return "";
  const { weight, symbol } = KINDS[diagram.kind];
  const picture = diagram.frame.block.get(`${weight}.${l}.picture`);
  const largest = diagram.frame.block.get(`${weight}.${l}.largest`).data[0];
  const [rows, cols] = picture.shape;
  const i = Math.min(rows - 1, Math.floor(((y - card.y) / card.height) * rows));
  const j = Math.min(cols - 1, Math.floor(((x - card.x) / card.width) * cols));
  const value = ((picture.data[i * cols + j] - 128) / 127) * largest;
  const exact = rows === diagram.scene.columns[l].units && cols === diagram.scene.columns[l + 1].units;
  const place = exact ? `[${i + 1}, ${j + 1}]` : " (largest of a block)";
  return `${symbol[0]}${subscript(l + 1)}${place} ≈ ${precise(Number(value.toPrecision(2)))}`;
}

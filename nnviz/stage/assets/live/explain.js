// What lies under the pointer in the network diagram: its formula with the numbers of this step filled in.

import { KINDS, ends, linkHeight } from "./links.js";
import { bracketed, inUnits, precise, short, subscript } from "../kit/number_format.js";

/** Sums of more terms than this show only their largest. */
const MOST_TERMS = 8;
const LARGEST_TERMS = 5;

/**
 * @typedef {object} Target what a click points at
 * @property {"weight" | "bias" | "unit"} kind
 * @property {number} column the column that it leads into; 0 for an input
 * @property {number} i
 * @property {number} j
 * @property {boolean} whole false where a cell of a picture stands for several weights
 */

/** @param {any} diagram @param {number} x @param {number} y @returns {Target | null} */
export function targetAt(diagram, x, y) {
  for (let column = 0; column < diagram.places.length; column++) {
    const place = diagram.places[column];
    const j = biasAt(diagram, place, column, x, y);
    if (j >= 0) return { kind: "bias", column, i: 0, j, whole: true };
    const k = place.hit(x, y);
    if (k >= 0) return { kind: "unit", column, i: 0, j: k, whole: true };
  }
  return linkAt(diagram, x, y);
}

/** @param {any} diagram @param {any} place @param {number} column @param {number} x @param {number} y */
function biasAt(diagram, place, column, x, y) {
  if (column === 0 || place.wide) return -1;
  const reach = diagram.look.px(6.5);
  return place.units.findIndex(
    (/** @type {number} */ middle) => Math.hypot(x - place.left, y - middle - place.side / 2) < reach,
  );
}

/** @param {any} diagram @param {number} x @param {number} y @returns {Target | null} */
function linkAt(diagram, x, y) {
  let best = { distance: diagram.look.px(7), column: 0, i: 0, j: 0 };
  for (let l = 0; l + 1 < diagram.places.length; l++) {
    const [from, to] = [diagram.places[l], diagram.places[l + 1]];
    if (x < from.right || x > to.left) continue;
    if (from.card) return cellAt(diagram, l, x, y);
    for (let i = 0; i < from.units.length; i++) {
      for (let j = 0; j < to.units.length; j++) {
        const distance = Math.abs(linkHeight(ends(from, i, to, j), x, diagram.straight) - y);
        if (distance < best.distance) best = { distance, column: l + 1, i, j };
      }
    }
  }
  return best.column ? { kind: "weight", column: best.column, i: best.i, j: best.j, whole: true } : null;
}

/** The weight that a cell of a matrix's picture stands for. @returns {Target | null} */
function cellAt(diagram, l, x, y) {
  const card = diagram.places[l].card;
  if (x < card.x || x >= card.x + card.width || y < card.y || y >= card.y + card.height) return null;
  const [n, m] = [diagram.scene.columns[l].units, diagram.scene.columns[l + 1].units];
  const [rows, cols] = diagram.frame.block.get(`weights.${l}.picture`).shape;
  const i = Math.floor((Math.floor(((y - card.y) / card.height) * rows) * n) / rows);
  const j = Math.floor((Math.floor(((x - card.x) / card.width) * cols) * m) / cols);
  return { kind: "weight", column: l + 1, i, j, whole: rows === n && cols === m };
}

/** What a target is called. @param {Target} target */
export function nameOf({ kind, column, i, j }) {
  return kind === "weight" ? `W${subscript(column)}[${i + 1}, ${j + 1}]` : `b${subscript(column)}[${j + 1}]`;
}

/** The value of a weight or a bias in the frame; only about so many digits where a picture carries it. */
export function valueOf(diagram, { kind, column, i, j }, group = kind === "weight" ? "weights" : "biases") {
  const { block } = diagram.frame;
  const l = column - 1;
  const numbers = block.get(`${group}.${l}`);
  if (kind !== "weight") return numbers?.data[j];
  if (numbers) return numbers.data[i * diagram.scene.columns[column].units + j];
  const picture = block.get(`${group}.${l}.picture`);
  if (!picture) return undefined;
  const [rows, cols] = picture.shape;
  const row = Math.floor((i * rows) / diagram.scene.columns[l].units);
  const col = Math.floor((j * cols) / diagram.scene.columns[column].units);
  const share = (picture.data[row * cols + col] - 128) / 127;
  return Number((share * block.get(`${group}.${l}.largest`).data[0]).toPrecision(2));
}

/** What is under the pointer, in formulas. @param {any} diagram @param {Target} target */
export function explain(diagram, target) {
  if (target.kind === "weight") return explainWeight(diagram, target);
  if (target.kind === "bias") return explainParameter(diagram, target).join("\n");
  return explainUnit(diagram, target);
}

/** A parameter, its gradient and its last change. */
function explainParameter(diagram, target) {
  const weight = target.kind === "weight";
  const name = nameOf(target);
  const about = weight && !diagram.frame.block.has(`weights.${target.column - 1}`) ? "≈" : "=";
  const [value, gradient, update] = Object.values(KINDS).map((k) =>
    valueOf(diagram, target, weight ? k.weight : k.bias),
  );
  const lines = [`${name} ${about} ${precise(value)}`];
  if (gradient !== undefined) lines.push(`d${name} ${about} ${precise(gradient)}`);
  if (update !== undefined) lines.push(`last change ${precise(update)}`);
  return lines;
}

function explainWeight(diagram, target) {
  const lines = explainParameter(diagram, target);
  if (!target.whole) lines[0] += " (largest of a block)";
  const input = diagram.frame.block.get(`activations.${target.column - 1}`)?.data[target.i];
  if (input !== undefined && target.whole) lines.push(`adds w·x = ${product(valueOf(diagram, target), input)} to z`);
  return lines.join("\n");
}

/** @param {any} diagram @param {Target} target */
function explainUnit(diagram, { column, j }) {
  const { block } = diagram.frame;
  const spec = diagram.scene.columns[column];
  const lines = [`${spec.title}, unit ${j + 1}${spec.labels.length ? `: ${spec.labels[j]}` : ""}`];
  const a = diagram.outputs(column)?.data[j];
  const inputs = block.get(`activations.${column - 1}`)?.data;
  if (column && inputs) lines.push(...sumOf(diagram, column, j, inputs));
  const z = block.get(`pre_activations.${column}`)?.data[j];
  if (z !== undefined && a !== undefined && spec.activation)
    lines.push(`a = ${spec.activation}(${short(z)}) = ${precise(a)}`);
  else if (a !== undefined) lines.push(`${column ? "a" : "x"} = ${precise(a)}`);
  const own =
    column === diagram.scene.columns.length - 1 ? block.get("predictions")?.data[diagram.sample?.index] : undefined;
  if (own !== undefined) lines.push(`${diagram.scene.target.name}: ${inUnits(own)} in its own units`);
  if (column) lines.push(...explainParameter(diagram, { kind: "bias", column, i: 0, j, whole: true }));
  return lines.join("\n");
}

/** z = w·x + ... + b with the numbers of the chosen sample. @returns {string[]} */
function sumOf(diagram, column, j, inputs) {
  const bias = valueOf(diagram, { kind: "bias", column, i: 0, j });
  const weights = Array.from(inputs, (_, i) => valueOf(diagram, { kind: "weight", column, i, j }));
  if (bias === undefined || weights.some((w) => w === undefined)) return [];
  let order = weights.map((_, i) => i);
  const left = order.length > MOST_TERMS ? order.length - LARGEST_TERMS : 0;
  const size = (/** @type {number} */ i) => Math.abs(weights[i] * inputs[i]);
  if (left)
    order = order
      .sort((p, q) => size(q) - size(p))
      .slice(0, LARGEST_TERMS)
      .sort((p, q) => p - q);
  const terms = order.map((i) => product(weights[i], inputs[i]));
  const z = diagram.frame.block.get(`pre_activations.${column}`)?.data[j];
  const sum = [...terms, ...(left ? [`${left} smaller terms`] : []), bracketed(bias, short)].join(" + ");
  return ["z = Σ w·x + b", `= ${sum}`, ...(z === undefined ? [] : [`= ${precise(z)}`])];
}

const product = (/** @type {number} */ w, /** @type {number} */ x) => `${bracketed(w, short)}·${bracketed(x, short)}`;

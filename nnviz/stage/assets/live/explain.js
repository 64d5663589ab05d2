// What lies under the pointer in the network diagram: its formula with the numbers of this step filled in.

import { blockOf, firstOf } from "./blocks.js";
import { layerNumber, rowsOf } from "./channels.js";
import { channelAt, explainChannel, explainKernel, explainOthers, featureName, kernelAt } from "./explain_maps.js";
import { biasPlace, unitAt } from "./geometry.js";
import { KINDS, ends, linkHeight } from "./links.js";
import { bracketed, inUnits, precise, short, subscript } from "../kit/number_format.js";

/** Sums of more terms than this show only their largest. */
const MOST_TERMS = 8;
const LARGEST_TERMS = 5;

/** @typedef {import("./geometry.js").Place} Place */
/** @typedef {Pick<Target, "kind" | "column" | "i" | "j">} Parameter a weight or a bias */

/**
 * @typedef {object} Drawn a diagram as it is on view
 * @property {import("./wire.js").Scene} scene
 * @property {Place[]} places
 * @property {boolean} straight whether its lines are straight
 * @property {import("../kit/surface.js").Look} look
 * @property {import("./wire.js").Frame} frame
 * @property {import("./wire.js").Sample | null} sample the chosen one
 * @property {number[][]} channels those that are drawn of each column of feature maps
 */

/**
 * @typedef {object} Target what a click points at
 * @property {"weight" | "bias" | "unit" | "kernel" | "others"} kind a unit may be a channel; the others are channels that are not drawn
 * @property {number} column the column that it leads into; 0 for an input
 * @property {number} i
 * @property {number} j
 * @property {boolean} whole false where a cell of a picture stands for several weights
 * @property {number} [a] the row in a kernel or in a feature map
 * @property {number} [b] the column there
 */

/** @param {Drawn} diagram @param {number} x @param {number} y @returns {Target | null} */
export function targetAt(diagram, x, y) {
  for (let column = 0; column < diagram.places.length; column++) {
    const place = diagram.places[column];
    const j = biasAt(diagram, place, column, x, y);
    if (j >= 0) return { kind: "bias", column, i: 0, j, whole: true };
    const channel = place.tiles ? channelAt(diagram, column, x, y) : null;
    if (channel) return channel;
    const k = unitAt(place, x, y);
    if (k >= 0) return { kind: "unit", column, i: 0, j: k, whole: true };
  }
  return linkAt(diagram, x, y);
}

/** @param {Drawn} diagram @param {Place} place @param {number} column @param {number} x @param {number} y */
function biasAt(diagram, place, column, x, y) {
  if (column === 0 || place.wide || !diagram.frame.block.has(`biases.${column - 1}`)) return -1;
  const { tiles } = place;
  if (tiles) {
    const slot = tiles.slots.findIndex(
      (at) => Math.hypot(x - place.left - at.x, y - at.y - tiles.height) < diagram.look.px(5),
    );
    return diagram.channels[column][slot] ?? -1;
  }
  const reach = diagram.look.px(6.5);
  return place.units.findIndex((middle) => {
    const [bx, by] = biasPlace(place, middle);
    return Math.hypot(x - bx, y - by) < reach;
  });
}

/** @param {Drawn} diagram @param {number} x @param {number} y @returns {Target | null} */
function linkAt(diagram, x, y) {
  let best = { distance: diagram.look.px(7), column: 0, i: 0, j: 0 };
  for (let l = 0; l + 1 < diagram.places.length; l++) {
    const [from, to] = [diagram.places[l], diagram.places[l + 1]];
    if (x < from.right || x > to.left) continue;
    if (from.card) return cellAt(diagram, l, from.card, x, y);
    if (from.kernels) return kernelAt(diagram, l, x, y);
    for (let i = 0; i < from.units.length; i++) {
      for (let j = 0; j < to.units.length; j++) {
        const distance = Math.abs(linkHeight(ends(from, i, to, j), x, diagram.straight) - y);
        if (distance < best.distance) best = { distance, column: l + 1, i, j };
      }
    }
  }
  return best.column ? { kind: "weight", column: best.column, i: best.i, j: best.j, whole: true } : null;
}

/** The weight that a cell of a matrix's picture stands for. @param {Drawn} diagram @param {number} l @param {import("./geometry.js").Box} card @param {number} x @param {number} y @returns {Target | null} */
function cellAt(diagram, l, card, x, y) {
  if (x < card.x || x >= card.x + card.width || y < card.y || y >= card.y + card.height) return null;
  const [n, m] = matrixShape(diagram.scene.columns, l + 1);
  const [rows, cols] = diagram.frame.block.get(`weights.${l}.picture`)?.shape ?? [n, m];
  const i = firstOf(Math.floor(((y - card.y) / card.height) * rows), n, rows);
  const j = firstOf(Math.floor(((x - card.x) / card.width) * cols), m, cols);
  return { kind: "weight", column: l + 1, i, j, whole: rows === n && cols === m };
}

/** Rows and columns of the weights that lead into a column. @param {import("./wire.js").Column[]} columns @param {number} column @returns {[number, number]} */
export const matrixShape = (columns, column) => [rowsOf(columns[column - 1], columns[column]), columns[column].units];

/** What a target is called. @param {Pick<Drawn, "scene">} diagram @param {Parameter} target */
export function nameOf({ scene }, { kind, column, i, j }) {
  const number = subscript(layerNumber(scene.columns, column));
  return kind === "weight" ? `W${number}[${i + 1}, ${j + 1}]` : `b${number}[${j + 1}]`;
}

/**
 * The value of a weight or a bias in the frame; only about so many digits where a picture carries it.
 * @param {Pick<Drawn, "frame" | "scene">} diagram
 * @param {Parameter} target
 * @param {string} [group] the arrays that it is looked up in: its own value, or its gradient or last change
 * @returns {number | undefined}
 */
export function valueOf(diagram, { kind, column, i, j }, group = kind === "weight" ? "weights" : "biases") {
  const { block } = diagram.frame;
  const l = column - 1;
  const numbers = block.get(`${group}.${l}`);
  if (kind !== "weight") return numbers?.data[j];
  if (numbers) return numbers.data[i * diagram.scene.columns[column].units + j];
  const picture = block.get(`${group}.${l}.picture`);
  if (!picture) return undefined;
  const [rows, cols] = picture.shape;
  const [n, m] = matrixShape(diagram.scene.columns, column);
  const [row, col] = [blockOf(i, n, rows), blockOf(j, m, cols)];
  const share = (picture.data[row * cols + col] - 128) / 127;
  return Number((share * block.data(`${group}.${l}.largest`)[0]).toPrecision(2));
}

/** What the units of a column say about the chosen sample: probabilities where the output means them. @param {Drawn} diagram @param {number} i @returns {import("./wire.js").Tensor | undefined} */
export function outputsOf({ scene, sample, frame: { block } }, i) {
  const P = block.get("probabilities");
  const values = block.get(`activations.${i}`);
  if (!values || !P || !sample || i + 1 < scene.columns.length || P.shape[1] !== values.data.length) return values;
  return { shape: values.shape, data: P.data.subarray(sample.index * P.shape[1], (sample.index + 1) * P.shape[1]) };
}

/** What is under the pointer, in formulas. @param {Drawn} diagram @param {Target} target */
export function explain(diagram, target) {
  if (target.kind === "others") return explainOthers(diagram, target);
  if (target.kind === "kernel") return explainKernel(diagram, target);
  if (target.kind === "weight") return explainWeight(diagram, target);
  if (target.kind === "bias") return explainParameter(diagram, target).join("\n");
  return explainUnit(diagram, target);
}

/** A parameter, its gradient and its last change. @param {Drawn} diagram @param {Target} target */
function explainParameter(diagram, target) {
  const weight = target.kind === "weight";
  if (!weight && valueOf(diagram, target) === undefined) return ["no bias"];
  const name = nameOf(diagram, target);
  const about = weight && !diagram.frame.block.has(`weights.${target.column - 1}`) ? "≈" : "=";
  const [value, gradient, update] = Object.values(KINDS).map((k) =>
    valueOf(diagram, target, weight ? k.weight : k.bias),
  );
  const lines = [`${name} ${about} ${precise(value ?? NaN)}`];
  if (gradient !== undefined) lines.push(`d${name} ${about} ${precise(gradient)}`);
  if (update !== undefined) lines.push(`last update ${precise(update)}`);
  return lines;
}

/** @param {Drawn} diagram @param {Target} target */
function explainWeight(diagram, target) {
  const lines = explainParameter(diagram, target);
  if (!target.whole) lines[0] += " (largest of its block)";
  const feature = featureName(diagram.scene, target.column - 1, target.i);
  if (feature) lines.unshift(feature);
  const input = diagram.frame.block.get(`activations.${target.column - 1}`)?.data[target.i];
  const w = valueOf(diagram, target);
  if (input !== undefined && w !== undefined && target.whole) lines.push(`contributes w·x = ${product(w, input)} to z`);
  return lines.join("\n");
}

/** @param {Drawn} diagram @param {Target} target */
function explainUnit(diagram, target) {
  const { column, j } = target;
  const { block } = diagram.frame;
  const spec = diagram.scene.columns[column];
  if (spec.shape) {
    const bias = block.has(`biases.${column - 1}`) ? explainParameter(diagram, { ...target, kind: "bias" }) : [];
    return [...explainChannel(diagram, target), ...bias].join("\n");
  }
  const lines = [`${spec.title}, unit ${j + 1}${spec.labels.length ? `: ${spec.labels[j]}` : ""}`];
  const a = outputsOf(diagram, column)?.data[j];
  const inputs = block.get(`activations.${column - 1}`)?.data;
  if (column && inputs) lines.push(...sumOf(diagram, column, j, inputs));
  const z = block.get(`pre_activations.${column}`)?.data[j];
  if (z !== undefined && a !== undefined && spec.activation)
    lines.push(`a = ${spec.activation}(${short(z)}) = ${precise(a)}`);
  else if (a !== undefined) lines.push(`${column ? "a" : "x"} = ${precise(a)}`);
  const { target: predicted, columns } = diagram.scene;
  if (predicted && diagram.sample && column === columns.length - 1)
    lines.push(`${predicted.name}: ${inUnits(block.data("predictions")[diagram.sample.index])} in its own units`);
  if (column && spec.operation !== "pooling")
    lines.push(...explainParameter(diagram, { kind: "bias", column, i: 0, j, whole: true }));
  return lines.join("\n");
}

/** z = w·x + ... + b, or without b where the layer has none, with the numbers of the chosen sample. @param {Drawn} diagram @param {number} column @param {number} j @param {ArrayLike<number>} inputs @returns {string[]} */
function sumOf(diagram, column, j, inputs) {
  const bias = valueOf(diagram, { kind: "bias", column, i: 0, j });
  const weights = Array.from(inputs, (_, i) => valueOf(diagram, { kind: "weight", column, i, j }));
  if (!weights.every((w) => w !== undefined)) return [];
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
  const added = bias === undefined ? [] : [bracketed(bias, short)];
  const sum = [...terms, ...(left ? [`${left} smaller terms`] : []), ...added].join(" + ");
  const result = z === undefined ? [] : [`z = ${precise(z)}`];
  return [...result, added.length ? "z = Σ w·x + b" : "z = Σ w·x", `= ${sum}`];
}

const product = (/** @type {number} */ w, /** @type {number} */ x) => `${bracketed(w, short)}·${bracketed(x, short)}`;

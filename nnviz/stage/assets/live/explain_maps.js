// What lies under the pointer among feature maps and kernels: whose numbers these are, and how large.

import { precise, short, subscript } from "../kit/number_format.js";
import { featuresOf, hasMaps, layerNumber } from "./channels.js";
import { kernelCellAt, slotAt } from "./geometry_maps.js";
import { KINDS } from "./links.js";

/** @typedef {import("./explain.js").Drawn} Drawn */
/** @typedef {import("./explain.js").Target} Target */
/** @typedef {import("./wire.js").Tensor} Tensor */

/** @param {Drawn} drawn @param {number} column @param {number} x @param {number} y @returns {Target | null} */
export function channelAt({ places, channels, scene }, column, x, y) {
  const place = places[column];
  const { tiles } = place;
  const slot = slotAt(place, x, y);
  const spec = scene.columns[column];
  if (!tiles || slot < 0 || !hasMaps(spec)) return null;
  const j = channels[column][slot];
  if (j === undefined) return { kind: "others", column, i: 0, j: 0, whole: false };
  const [high, wide] = spec.shape;
  const a = Math.min(high - 1, Math.floor(((y - tiles.slots[slot].y) / tiles.height) * high));
  const b = Math.min(wide - 1, Math.floor(((x - place.left - tiles.slots[slot].x) / tiles.width) * wide));
  return { kind: "unit", column, i: 0, j, whole: true, a, b };
}

/** @param {Drawn} drawn @param {number} l @param {number} x @param {number} y @returns {Target | null} */
export function kernelAt(drawn, l, x, y) {
  const { kernels } = drawn.places[l];
  const tensor = kernelsOf(drawn, l + 1, "weights");
  const hit = kernels && tensor && kernelCellAt(kernels, x, y, tensor.shape);
  if (!hit) return null;
  const i = drawn.channels[l]?.[hit.i] ?? hit.i;
  const j = drawn.channels[l + 1]?.[hit.j] ?? hit.j;
  return { kind: "kernel", column: l + 1, i, j, whole: true, a: hit.a, b: hit.b };
}

/** The kernels that lead into a column, as numbers or as bytes. @param {Pick<Drawn, "frame">} drawn @param {number} column @param {string} group @returns {Tensor | undefined} */
export const kernelsOf = ({ frame: { block } }, column, group) =>
  block.get(`${group}.${column - 1}`) ?? block.get(`${group}.${column - 1}.picture`);

/**
 * One kernel as rows of numbers; about so many digits where a picture carries them.
 * @param {Pick<Drawn, "frame">} drawn @param {Target} target @param {string} [group]
 * @returns {number[][]}
 */
export function kernelOf(drawn, { column, i, j }, group = "weights") {
  const tensor = kernelsOf(drawn, column, group);
  if (!tensor) return [];
  const [high, wide, n, m] = tensor.shape;
  const largest = drawn.frame.block.get(`${group}.${column - 1}.largest`)?.data[0];
  const value = (/** @type {number} */ v) =>
    largest === undefined ? v : Number((((v - 128) / 127) * largest).toPrecision(2));
  return Array.from({ length: high }, (_, a) =>
    Array.from({ length: wide }, (_, b) => value(tensor.data[((a * wide + b) * n + i) * m + j])),
  );
}

/** @param {Drawn["scene"]} scene @param {Target} target @param {string} [prefix] */
export function kernelName({ columns }, { column, i, j, a, b }, prefix = "") {
  const place = a === undefined || b === undefined ? ":, :" : `${a + 1}, ${b + 1}`;
  return `${prefix}K${subscript(layerNumber(columns, column))}[${place}, ${i + 1}, ${j + 1}]`;
}

/** @param {Drawn} drawn @param {Target} target @returns {string} */
export function explainKernel(drawn, target) {
  const { scene } = drawn;
  const numbers = kernelOf(drawn, target);
  const about = drawn.frame.block.has(`weights.${target.column - 1}`) ? "=" : "≈";
  const [a, b] = [target.a ?? 0, target.b ?? 0];
  const from = scene.columns[target.column - 1];
  const lines = [
    `kernel from ${from.title}${from.units > 1 ? `, channel ${target.i + 1}` : ""} to channel ${target.j + 1}`,
    `${kernelName(scene, { ...target, a, b })} ${about} ${precise(numbers[a]?.[b] ?? NaN)}`,
  ];
  const gradient = kernelOf(drawn, target, KINDS.gradients.weight)[a]?.[b];
  const update = kernelOf(drawn, target, KINDS.updates.weight)[a]?.[b];
  if (gradient !== undefined)
    lines.push(`${kernelName(scene, { ...target, a, b }, "d")} ${about} ${precise(gradient)}`);
  if (update !== undefined) lines.push(`last update ${precise(update)}`);
  return [...lines, ...numbers.map((row) => row.map((v) => short(v)).join("  "))].join("\n");
}

/** The length of what leads to one channel. @param {Drawn} drawn @param {number} column @param {number} j @param {string} group @returns {number} NaN where it is not known */
export function channelNorm(drawn, column, j, group) {
  const tensor = kernelsOf(drawn, column, group);
  if (!tensor) return NaN;
  const largest = drawn.frame.block.get(`${group}.${column - 1}.largest`)?.data[0];
  const m = tensor.shape[3];
  let sum = 0;
  for (let k = j; k < tensor.data.length; k += m) {
    const v = largest === undefined ? tensor.data[k] : ((tensor.data[k] - 128) / 127) * largest;
    sum += v * v;
  }
  return Math.sqrt(sum);
}

/** A number of a map, from its byte. @param {Pick<Drawn, "frame">} drawn @param {string} kind @param {Target} target */
export function mapValue({ frame: { block } }, kind, { column, j, a = 0, b = 0 }) {
  const maps = block.get(`${kind}.${column}`);
  if (!maps) return NaN;
  const [, high, wide] = maps.shape;
  return ((maps.data[(j * high + a) * wide + b] - 128) / 127) * block.data(`${kind}.${column}.largest`)[0];
}

/** Whether a channel puts out zero for all that it has been shown. @param {Pick<Drawn, "frame">} drawn @param {number} column @param {number} j */
export const isDead = ({ frame }, column, j) => frame.block.get(`dead_channels.${column}`)?.data[j] === 1;

/** @param {Drawn} drawn @param {Target} target @returns {string[]} */
export function explainChannel(drawn, target) {
  const { column, j } = target;
  const spec = drawn.scene.columns[column];
  const lines = [`${spec.title}, channel ${j + 1} of ${spec.units}`];
  if (target.a !== undefined && target.b !== undefined) {
    const place = `[${target.a + 1}, ${target.b + 1}]`;
    lines.push(`a${place} ≈ ${short(mapValue(drawn, "channel_maps", target))}`);
    const gradient = mapValue(drawn, "map_gradients", target);
    if (!Number.isNaN(gradient)) lines.push(`da${place} ≈ ${short(gradient)}, of this sample's loss`);
  }
  if (spec.operation === "pooling") lines.push(`${spec.activation} of channel ${j + 1} before it`);
  if (spec.operation === "convolution") {
    const [norm, gradient, update] = Object.values(KINDS).map((kind) => channelNorm(drawn, column, j, kind.weight));
    lines.push(`‖K‖ = ${short(norm)}`);
    if (!Number.isNaN(gradient)) lines.push(`‖dK‖ = ${short(gradient)}`);
    if (!Number.isNaN(update)) lines.push(`‖ΔK‖/‖K‖ = ${short(norm ? update / norm : 0)}`);
  }
  if (isDead(drawn, column, j)) lines.push("dead: zero for all samples");
  return lines;
}

/** The channels that are not drawn. @param {Drawn} drawn @param {Target} target */
export function explainOthers({ scene, channels }, { column }) {
  const { title, units } = scene.columns[column];
  return `${title}: ${units - channels[column].length} more channels\nHere: the mean of their maps.\nThe others are the most active of ${units}; arrow keys reach every one.`;
}

/** Which feature of a column of maps a row of the matrix behind it belongs to. @param {Drawn["scene"]} scene @param {number} column @param {number} i */
export function featureName({ columns }, column, i) {
  const { shape, title } = columns[column];
  if (!shape || featuresOf(columns[column]) === shape[2]) return "";
  const [, wide, n] = shape;
  return `from ${title}, channel ${(i % n) + 1}, place [${Math.floor(i / n / wide) + 1}, ${(Math.floor(i / n) % wide) + 1}]`;
}

// What a cell of the map of trainings shows: how strong its colour is, what is written in it, what is heard of it.

import { count, short, significant } from "../../kit/number_format.js";

/**
 * @typedef {object} Shown what is coloured
 * @property {string} name
 * @property {string} title
 * @property {number} low of the scale of colours
 * @property {number} high
 * @property {boolean} log
 */

/** @typedef {"absent" | "none" | "infinite" | "number"} Kind not run; run, but no run has a number; beyond all bounds; a number */

/** @param {number} value @param {boolean} run whether the cell was run @returns {Kind} */
export function kindOf(value, run) {
  if (!run) return "absent";
  if (Number.isNaN(value)) return "none";
  return Number.isFinite(value) ? "number" : "infinite";
}

/** How strong the colour of a cell is, from 0 to 1; that of a cell without a number is 0. @param {number} value @param {Kind} kind @param {Shown} shown */
export function strengthOf(value, kind, { low, high, log }) {
  if (kind !== "number") return 0;
  const at = log ? Math.log10(Math.max(value, Number.MIN_VALUE)) : value;
  const [from, to] = log ? [Math.log10(low), Math.log10(high)] : [low, high];
  return Math.max(0, Math.min(1, (at - from) / (to - from || 1)));
}

/** What is written in a cell. @param {number} value @param {Kind} kind @param {string} name of the measure @param {number} runs */
export function written(value, kind, name, runs) {
  if (kind === "absent") return "";
  if (kind === "none") return "–";
  if (kind === "infinite") return "∞";
  if (name === "solved") return `${Math.round(value * runs)}/${runs}`;
  if (name.startsWith("epochs") || name.startsWith("steps")) return count(value);
  return significant(value, 2);
}

/** A measure in the words of a sentence. @param {number} value @param {Kind} kind @param {Shown} shown @param {number} runs */
export function inWords(value, kind, { name, title }, runs) {
  if (kind === "absent") return "not run yet";
  if (name === "solved") return `${Math.round(value * runs)} of ${runs} runs solved it`;
  if (kind === "none") return `${title}: no run has one`;
  return `${title}: ${kind === "infinite" ? "not finite" : short(value)}`;
}

/** The visual row of a row of the table, whose first one is drawn at the bottom. @param {number} row @param {number} rows */
export const upright = (row, rows) => rows - 1 - row;

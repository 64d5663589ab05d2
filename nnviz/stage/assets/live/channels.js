// Columns of feature maps: what they are, and which of many channels are drawn.

/** A column of more channels is a summary: some of its channels, and the mean of the others. */
export const MOST_CHANNELS = 16;

/** A channel gives way to another one only where that is so many times as active: tiles that swap are hard to follow. */
const CLEARLY = 1.5;

/** @typedef {import("./wire.js").Column} Column */
/** @typedef {import("./wire.js").Frame} Frame */

/** Whether a column stands as feature maps. @param {Column} column @returns {column is Column & {shape: [number, number, number]}} */
export const hasMaps = (column) => column.shape !== undefined;

/** How many numbers a dense layer sees of a column. @param {Column} column */
export const featuresOf = ({ shape, units }) => (shape ? shape[0] * shape[1] * shape[2] : units);

/** How many rows the weights from one column to the next have: channels for kernels. @param {Column} from @param {Column} to */
export const rowsOf = (from, to) => (to.operation === "convolution" ? from.units : featuresOf(from));

/** The number of the layer that leads into a column: pooling has no parameters, and is not counted. @param {Column[]} columns @param {number} column */
export const layerNumber = (columns, column) =>
  columns.slice(1, column + 1).filter(({ operation }) => operation !== "pooling").length;

/** How many channels of a column are drawn, and whether a tile stands for the others. @param {number} units */
export const drawnOf = (units) =>
  units > MOST_CHANNELS ? { shown: MOST_CHANNELS - 1, more: true } : { shown: units, more: false };

/** How active each channel is: the mean distance of its cells from zero, in bytes. @param {import("./wire.js").Tensor} maps */
export function activity({ shape: [units, height, width], data }) {
  const size = height * width;
  return Array.from({ length: units }, (_, j) => {
    let sum = 0;
    for (let k = j * size; k < (j + 1) * size; k++) sum += Math.abs(data[k] - 128);
    return sum / size;
  });
}

/**
 * The channels to draw, in their order: the most active ones, and the chosen one always.
 * @param {number[]} active how active each is
 * @param {number} count how many are drawn
 * @param {number[]} before those that were drawn
 * @param {number} chosen -1 for none
 */
export function mostActive(active, count, before, chosen) {
  const order = active.map((_, j) => j);
  if (order.length <= count) return order;
  const kept = new Set(before);
  const worth = (/** @type {number} */ j) => (j === chosen ? Infinity : active[j] * (kept.has(j) ? CLEARLY : 1));
  return order
    .sort((a, b) => worth(b) - worth(a) || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

export class ChannelChoice {
  constructor() {
    this.clear();
  }

  /** Another scene. */
  clear() {
    /** @type {number[][]} the channels that are drawn, by column; none for a column of units */
    this.shown = [];
    /** @type {number[]} the channel of each column that was looked at last */
    this.chosen = [];
  }

  /** Look at a channel: it stays among those that are drawn. @param {number} column @param {number} j */
  choose(column, j) {
    this.chosen[column] = j;
  }

  /** @param {Column[]} columns @param {Frame} frame */
  update(columns, frame) {
    columns.forEach((column, i) => {
      if (!hasMaps(column)) return;
      const before = this.shown[i] ?? [];
      const maps = frame.block.get(`channel_maps.${i}`);
      const { shown } = drawnOf(column.units);
      if (column.units <= shown && before.length === column.units) return;
      const active = maps ? activity(maps) : Array.from({ length: column.units }, () => 0);
      this.shown[i] = mostActive(active, shown, before, this.chosen[i] ?? -1);
    });
    return this.shown;
  }
}

// What all drawings of the pages are: a view with arrays of numbers, and a queue of questions to the engine.

import { View } from "../kit/view.js";
import { RequestQueue } from "./request_queue.js";

/** @typedef {import("./message.js").Matrix} Matrix */
/** @typedef {Map<string, Matrix>} Arrays */

/** @template {object} Header @extends {View<Header, Arrays>} */
export class Drawing extends View {
  requests = new RequestQueue(
    (value) => this.host.send("ask", value),
    () => this.host.running(),
  );

  /** @type {Arrays} */
  arrays = new Map();

  get fileName() {
    return `nnviz-${/** @type {{key?: string} | undefined} */ (this.header)?.key ?? "figure"}`;
  }

  /** The arrays' numbers without their shapes. @returns {Record<string, Float64Array>} */
  get numbers() {
    return Object.fromEntries([...this.arrays].map(([name, { data }]) => [name, data]));
  }

  /** @param {string} name @returns {Matrix} */
  matrix(name) {
    const matrix = this.arrays.get(name);
    if (!matrix) throw new Error(`There is no array ${name}, only ${[...this.arrays.keys()].join(", ")}.`);
    return matrix;
  }

  /** @param {Header} header @param {Arrays} arrays */
  receive(header, arrays) {
    this.arrays = arrays;
    super.receive(header, arrays);
  }

  destroy() {
    super.destroy();
    this.requests.destroy();
  }
}

// The rows of a cell's numbers, kept from one message to the next: a row of the same name that says something else, such as
// the state of another kind of cell, is made anew.

/** @typedef {{name: string, title: string, formula: string, low?: number}} RowWords what is written when a row is made */

/** @param {RowWords} row */
const wordsOf = ({ name, title, formula, low }) => JSON.stringify([name, title, formula, low]);

/** @template {{box: {remove(): void}}} Row */
export class KeptRows {
  /** @type {Map<string, {words: string, row: Row}>} */
  kept = new Map();

  /** The row of that name. @param {string} name @returns {Row} */
  get(name) {
    const found = this.kept.get(name);
    if (!found) throw new Error(`There is no row ${name}, only ${[...this.kept.keys()].join(", ")}.`);
    return found.row;
  }

  /**
   * Have one for each of these and no others.
   * @template {RowWords} Header
   * @param {Header[]} rows @param {(row: Header) => Row} make
   */
  follow(rows, make) {
    const wanted = new Set(rows.map(wordsOf));
    for (const [name, { words, row }] of this.kept)
      if (!wanted.has(words)) {
        row.box.remove();
        this.kept.delete(name);
      }
    for (const row of rows)
      if (!this.kept.has(row.name)) this.kept.set(row.name, { words: wordsOf(row), row: make(row) });
  }
}

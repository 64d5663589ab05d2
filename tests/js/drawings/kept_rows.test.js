// Rows are kept while they say the same; a row of the same name that says something else is made anew.

import assert from "node:assert/strict";
import { test } from "node:test";
import { KeptRows } from "../../../nnviz/stage/assets/drawings/recurrence/kept_rows.js";

test("the state of another cell has the formula of its own", () => {
  const gone = [];
  const rows = new KeptRows();
  const make = (row) => ({ formula: row.formula, box: { remove: () => gone.push(row.formula) } });
  const x = { name: "x", title: "input", formula: "the symbol" };
  rows.follow([x, { name: "h", title: "state", formula: "oₜ tanh(cₜ)" }], make);
  const kept = rows.get("x");
  rows.follow([x, { name: "h", title: "state", formula: "uₜ hₜ₋₁ + (1 − uₜ) nₜ" }], make);
  assert.equal(rows.get("h").formula, "uₜ hₜ₋₁ + (1 − uₜ) nₜ");
  assert.equal(rows.get("x"), kept);
  assert.deepEqual(gone, ["oₜ tanh(cₜ)"]);
  rows.follow([x], make);
  assert.throws(() => rows.get("h"), /no row h, only x/);
});

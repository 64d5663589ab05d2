import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, pathOf } from "../../../nnviz/stage/assets/lessons/recorded_inspector.js";
import { rewritten, writtenArrays } from "../../../nnviz/stage/assets/lessons/wire_writer.js";
import { unpack } from "../../../nnviz/stage/assets/kit/wire.js";

test("what is pointed at on the stage is found among the tensors", () => {
  const paths = ["X", "layers[0].W", "layers[0].A", "after.network.layers[0].W"];
  assert.equal(pathOf({ kind: "weight", layer: 0 }, paths), "after.network.layers[0].W");
  assert.equal(pathOf({ kind: "unit", layer: 0 }, paths), "layers[0].A");
  assert.equal(pathOf({ kind: "unit", layer: -1 }, paths), "X");
  assert.equal(pathOf({ kind: "state", layer: 0, name: "A" }, paths), "layers[0].A");
  assert.equal(pathOf({ kind: "bias", layer: 3 }, paths), undefined);
});

test("the moment nearest to a step is opened", () => {
  const moments = [0, 100, 300].map((step) => ({ words: "", step, file: "" }));
  assert.deepEqual([0, 60, 1000].map((step) => nearest(moments, step)), [0, 1, 2]); // prettier-ignore
});

test("arrays and words that are written are read again", () => {
  const message = writtenArrays({ view: "tensor" }, [["values", [1, 2], Float64Array.of(0.1, -7)]]);
  const { header, block } = unpack(rewritten(message, { answer: 5, label: "∂L" }));
  assert.equal(header.view, "tensor");
  assert.equal(header.answer, 5);
  assert.equal(header.label, "∂L");
  assert.deepEqual([...block.data("values")], [0.1, -7]);
});

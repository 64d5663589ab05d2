import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { inflated, load, restored, take } from "../../../nnviz/stage/assets/lessons/recorded_files.js";
import { changesOf } from "./recorded.js";

test("frames come back from what changes between them, wherever a byte overflows", () => {
  const frames = [Uint8Array.of(250, 3), Uint8Array.of(4, 3), Uint8Array.of(1, 255)];
  assert.deepEqual([...restored(changesOf(frames), 3)], [250, 3, 4, 3, 1, 255]);
  assert.deepEqual([...restored(new Uint8Array(), 0)], []);
});

test("a packed text becomes its bytes", async () => {
  const data = Uint8Array.from({ length: 5000 }, (_, k) => (k * k) & 255);
  assert.deepEqual(await inflated(deflateRawSync(data).toString("base64")), data);
});

test("what a page brings along is not fetched", async () => {
  take("here", deflateRawSync(Uint8Array.of(1, 2, 3)).toString("base64"));
  assert.deepEqual([...(await load("here"))], [1, 2, 3]); // there is no document that could fetch it
});

// Feature maps in the diagram: which channels are drawn, where they stand, and what leads to them.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ChannelChoice,
  activity,
  drawnOf,
  featuresOf,
  layerNumber,
  mostActive,
} from "../../../nnviz/stage/assets/live/channels.js";
import { walk } from "../../../nnviz/stage/assets/live/diagram_walk.js";
import { explain, targetAt } from "../../../nnviz/stage/assets/live/explain.js";
import { kernelOf } from "../../../nnviz/stage/assets/live/explain_maps.js";
import { meanOf } from "../../../nnviz/stage/assets/live/feature_maps.js";
import { geometry } from "../../../nnviz/stage/assets/live/geometry.js";
import { kernelCellAt, kernelPlace, slotAt } from "../../../nnviz/stage/assets/live/geometry_maps.js";

const look = { px: (n) => n };
const c = { measureText: (text) => ({ width: 7.2 * text.length }) };
const plain = { labels: [], activation: "", curve: [] };

/** Pictures of 8 x 8, then convolutions of so many channels with a pooling each, then ten classes. @param {number[]} channels */
function sceneOf(...channels) {
  const columns = [{ ...plain, title: "input", units: 1, wide: false, shape: [8, 8, 1] }];
  let side = 8;
  for (const n of channels) {
    columns.push({ ...plain, title: "conv", units: n, wide: n > 16, operation: "convolution", shape: [side, side, n] });
    side = Math.ceil(side / 2);
    columns.push({ ...plain, title: "pool", units: n, wide: n > 16, operation: "pooling", shape: [side, side, n] });
  }
  columns.push({ ...plain, title: "output", units: 10, wide: false, labels: [..."0123456789"] });
  return { columns, block: { get: () => undefined } };
}

test("up to sixteen channels are all drawn; of more, fifteen and a tile for the others", () => {
  assert.deepEqual(drawnOf(16), { shown: 16, more: false });
  assert.deepEqual(drawnOf(17), { shown: 15, more: true });
});

test("the most active channels are drawn, in their order, and the chosen one always", () => {
  assert.deepEqual(mostActive([0, 5, 1, 4], 2, [], -1), [1, 3]);
  assert.deepEqual(mostActive([0, 5, 1, 4], 2, [], 0), [0, 1]);
});

test("a channel that is drawn gives way only to one that is clearly more active", () => {
  assert.deepEqual(mostActive([4, 5, 1], 1, [0], -1), [0]);
  assert.deepEqual(mostActive([4, 6.1, 1], 1, [0], -1), [1]);
});

test("activity is the mean distance from zero, whatever its sign", () => {
  assert.deepEqual(activity({ shape: [2, 1, 2], data: Uint8Array.of(128, 130, 118, 128) }), [1, 5]);
});

test("a channel that was looked at stays among the drawn ones", () => {
  const { columns } = sceneOf(20);
  const data = Uint8Array.from({ length: 20 * 64 }, (_, k) => 128 + Math.floor(k / 64));
  const frame = { block: new Map([["channel_maps.1", { shape: [20, 8, 8], data }]]) };
  const choice = new ChannelChoice();
  assert.deepEqual(choice.update(columns, frame)[1], [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  choice.choose(1, 2);
  assert.ok(choice.update(columns, frame)[1].includes(2));
  assert.equal(choice.update(columns, frame)[1].length, 15);
});

test("the mean of the channels that are not drawn leaves the others out", () => {
  const maps = { shape: [3, 1, 2], data: Uint8Array.of(0, 255, 130, 140, 150, 160) };
  assert.deepEqual([...meanOf(maps, [0])], [140, 150]);
});

test("a dense layer sees every place of every channel, and pooling is no layer with a number", () => {
  const { columns } = sceneOf(8, 16);
  assert.equal(featuresOf(columns[4]), 2 * 2 * 16);
  assert.deepEqual(
    columns.map((_, k) => layerNumber(columns, k)),
    [0, 1, 1, 2, 2, 3],
  );
});

test("networks of any depth fit into the width, and nothing overlaps", () => {
  for (const channels of [[4], [8, 16], [8, 32], [8, 8, 16], [64, 64, 64]]) {
    for (const width of [330, 500, 760, 1100]) {
      const places = geometry(sceneOf(...channels), width, 290, look, c);
      const parts = places.flatMap((place) => [
        [place.left, place.right],
        ...[place.kernels, place.card].filter(Boolean).map((box) => [box.x, box.x + box.width]),
      ]);
      parts.forEach(([left, right], k) => {
        assert.ok(left >= -0.5 && right <= width + 0.5, `${channels} at ${width}: ${left} to ${right}`);
        if (k) assert.ok(left >= parts[k - 1][1] - 0.5, `${channels} at ${width}: part ${k} overlaps`);
      });
      for (const { tiles } of places.filter((place) => place.tiles)) {
        assert.ok(tiles.slots.every(({ y }) => y >= 0 && y + tiles.height <= 290));
      }
    }
  }
});

test("kernels stand beside the maps that they make, where these stand below each other", () => {
  const [input, conv] = geometry(sceneOf(8), 600, 600, look, c);
  const { y, side, pitchY } = input.kernels;
  conv.tiles.slots.forEach((slot, k) => {
    assert.ok(Math.abs(y + k * pitchY + side / 2 - (slot.y + conv.tiles.height / 2)) < 1e-9);
  });
});

test("where maps stand side by side to be larger, so do the kernels of a single channel", () => {
  const [input, conv] = geometry(sceneOf(8), 600, 200, look, c);
  assert.equal(conv.across, 2);
  assert.ok(conv.tiles.height > 1.5 * 15);
  const { x, y, side, pitchX, pitchY, wrap } = input.kernels;
  assert.equal(wrap, 2);
  assert.deepEqual(kernelPlace(input.kernels, 0, 5), [1, 2]);
  const hit = kernelCellAt(input.kernels, x + pitchX + side / 2, y + 2 * pitchY + side / 2, [3, 3]);
  assert.deepEqual(hit, { i: 0, j: 5, a: 1, b: 1 });
});

test("what is hit is the channel, the kernel, and the number in it", () => {
  const [input, conv] = geometry(sceneOf(8), 600, 600, look, c);
  const slot = conv.tiles.slots[3];
  assert.equal(slotAt(conv, conv.left + slot.x + 1, slot.y + 1), 3);
  assert.equal(slotAt(conv, conv.left - 5, slot.y + 1), -1);
  const { x, y, side, pitchY } = input.kernels;
  assert.deepEqual(kernelCellAt(input.kernels, x + side - 1, y + 2 * pitchY + 1, [3, 3]), { i: 0, j: 2, a: 0, b: 2 });
  assert.equal(kernelCellAt(input.kernels, x + side + 1, y, [3, 3]), null);
});

test("a kernel is read from numbers and, of many channels, from bytes", () => {
  const K = Float32Array.from({ length: 3 * 3 * 2 * 4 }, (_, k) => k);
  const numbers = new Map([["weights.0", { shape: [3, 3, 2, 4], data: K }]]);
  const target = { kind: "kernel", column: 1, i: 1, j: 2, whole: true };
  assert.deepEqual(kernelOf({ frame: { block: numbers } }, target)[2], [54, 62, 70]);
  const picture = { shape: [1, 1, 1, 1], data: Uint8Array.of(255) };
  const bytes = new Map([
    ["weights.0.picture", picture],
    ["weights.0.largest", { shape: [1], data: Float32Array.of(0.5) }],
  ]);
  assert.deepEqual(kernelOf({ frame: { block: bytes } }, { ...target, i: 0, j: 0 }), [[0.5]]);
});

test("keys lead over kernels from channel to channel, straight on through pooling, and over every weight behind maps", () => {
  const sizes = [1, 8, 8, 10];
  const rows = [0, 1, 0, 128];
  const along = (stop, ...keys) => keys.reduce((at, key) => walk(key, at, sizes, rows) ?? at, stop);
  const channel = { kind: "unit", column: 1, i: 0, j: 5, end: "j" };
  const told = ({ kind, column, i, j }) => [kind, column, i, j];
  assert.deepEqual(told(along(channel, "ArrowRight")), ["unit", 2, 0, 5]);
  assert.deepEqual(told(along(channel, "ArrowRight", "ArrowLeft")), ["unit", 1, 0, 5]);
  assert.deepEqual(told(along(channel, "ArrowLeft")), ["weight", 1, 0, 5]);
  const weight = along({ ...channel, column: 3, j: 4 }, "ArrowLeft", "End");
  assert.deepEqual(told(weight), ["weight", 3, 127, 4]);
  assert.deepEqual(told(along(weight, "ArrowLeft")), ["unit", 2, 0, 7]);
});

test("the tile of the channels that are not drawn says how many they are, and opens nothing", () => {
  const scene = sceneOf(20);
  const places = geometry(scene, 600, 290, look, c);
  const shown = Array.from({ length: 15 }, (_, k) => k + 3);
  const drawn = { places, scene, look, channels: [[0], shown, shown], frame: { block: new Map() }, straight: true };
  const last = places[1].tiles.slots[15];
  const target = targetAt(drawn, places[1].left + last.x + 2, last.y + 2);
  assert.equal(target.kind, "others");
  assert.match(explain(drawn, target), /^conv: 5 more channels\n.*mean/);
  const first = places[1].tiles.slots[0];
  assert.deepEqual(targetAt(drawn, places[1].left + first.x + 1, first.y + 1), {
    kind: "unit",
    column: 1,
    i: 0,
    j: 3,
    whole: true,
    a: 0,
    b: 0,
  });
});

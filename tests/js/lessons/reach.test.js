// Where phones reach the app: of two questions that cross on their way, the later one counts.

import assert from "node:assert/strict";
import test from "node:test";

import { Reach } from "../../../nnviz/stage/assets/lessons/reach.js";

test("an answer that comes late does not take back what was entered meanwhile", async () => {
  /** @type {{place: string, answer: () => void}[]} */
  const asked = [];
  globalThis.fetch = /** @type {typeof fetch} */ (
    (address) =>
      new Promise((resolve) => {
        const place = new URL(String(address)).searchParams.get("place") ?? "";
        const body = JSON.stringify({ address: `http://${place || "localhost"}/`, local: !place, suggested: "" });
        const answer = () => resolve(new Response(body, { headers: { "Content-Type": "application/json" } }));
        asked.push({ place, answer });
      })
  );
  const reach = new Reach("http://localhost/", () => {});
  const first = reach.use();
  const entered = reach.use("192.168.1.20:8501");
  const again = reach.use();
  assert.deepEqual(
    asked.map(({ place }) => place),
    ["", "192.168.1.20:8501", "192.168.1.20:8501"],
  );
  for (const one of [asked[2], asked[1], asked[0]]) one.answer();
  await Promise.all([first, entered, again]);
  assert.equal(reach.place, "192.168.1.20:8501");
  assert.equal(reach.local, false);
});

import assert from "node:assert/strict";
import test from "node:test";

import { standing } from "./playing.js";

test("two settings chosen quickly are two commands, and of one setting only the last is sent", () => {
  const { player } = standing();
  player.command("pause"); // what is sent is waited for; the rest stands behind it
  player.command("set", { name: "units.0", value: 5 });
  player.command("set", { name: "units.1", value: 3 });
  player.command("set", { name: "units.0", value: 6 });
  const waiting = player.commands.filter(({ name }) => name === "set").map(({ value }) => value);
  assert.deepEqual(waiting, [
    { name: "units.0", value: 6 },
    { name: "units.1", value: 3 },
  ]);
});

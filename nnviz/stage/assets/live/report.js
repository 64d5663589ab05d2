// What the stage says of itself, for tests: window.__nnviz.

/** @param {any} view */
export function report(view) {
  const { player } = view;
  const { frame } = player;
  /** @type {any} */ (window).__nnviz = {
    step: player.shown,
    shown: player.shown,
    newest: player.newest,
    back: player.back,
    epoch: frame ? frame.epoch : 0,
    loss: frame ? frame.trainLoss : NaN,
    testLoss: frame ? frame.testLoss : NaN,
    accuracy: frame ? frame.testAccuracy : NaN,
    learningRate: frame ? frame.learningRate : NaN,
    fps: view.fps,
    painted: view.painted,
    paintMilliseconds: view.cost,
    queue: player.queue.length,
    held: player.buffer.length,
    heldBytes: player.buffer.bytes,
    oldest: player.buffer.length ? player.buffer.frames[0].step : -1,
    have: player.history.have,
    points: player.history.count(player.shown),
    previousRun: player.previousRun.rows.length,
    phase: player.phases.now?.name ?? "",
    wrong: view.map.wrong ?? 0,
    kind: view.diagram.kind,
    cross: view.cross,
    remarks: view.remarks.signs,
    generation: player.generation,
    playing: player.playing,
    scene: player.scene,
    waiting: player.commands.length,
    sample: frame?.sample ?? null,
  };
}

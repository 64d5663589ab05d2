// The parts of the stage in the order in which they are read; canvases are added by the drawings.

/** @param {string} name @param {string} title @param {string} [extra] */
const panel = (name, title, extra = "") =>
  `<section class="panel ${name}"><header><h3>${title}</h3>${extra}</header><div class="canvas"></div></section>`;

const LEGEND = `<span class="legend" aria-hidden="true"><span class="low"></span><i></i><span class="high"></span></span>`;
const LOG = `<button class="log" aria-pressed="false" title="Logarithmic axis">log</button>`;

export const HTML_STAGE = `
  <div class="bar"></div>
  <p class="notice" role="alert" hidden></p>
  <div class="main">
    ${panel("net", "Network", `<span class="switch" role="group" aria-label="Lines show"></span>${LEGEND}<span class="note"></span>`)}
    ${panel("out", "Output", `<span class="note fps"></span>`)}
  </div>
  <div class="rest">
    ${panel("loss", "Loss", `<span class="unit">mean per sample</span>${LOG}`)}
    ${panel("accuracy", "Accuracy", `<span class="unit">correct answers</span>`)}
    ${panel("strip", "Gradient norm", `<span class="unit">‖dW‖ (log)</span>`)}
    ${panel("answer", "Answer", `<span class="note"></span>`)}
  </div>
  <p class="status" aria-live="polite"></p>`;

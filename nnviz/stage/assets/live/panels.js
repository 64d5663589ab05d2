// The parts of the stage in the order in which they are read; canvases are added by the drawings.

/** @param {string} name @param {string} title @param {string} [extra] */
const panel = (name, title, extra = "") =>
  `<section class="panel ${name}"><header><h2>${title}</h2>${extra}</header><div class="canvas"></div></section>`;

const LEGEND = `<span class="legend" aria-hidden="true"><span class="low"></span><i></i><span class="high"></span></span>`;
const LOG = `<button class="log" aria-pressed="false" title="Logarithmic axis">log</button>`;
const FORGET = `<button class="forget" title="Remove the pale curves of the previous run" hidden><span>previous run</span></button>`;
const SIZES = `<span class="swatches"><span class="gradient" title="Norm of the gradient">dW</span><span class="update" title="Norm of the update relative to the norm of the weights">ΔW/W</span></span>`;

export const HTML_STAGE = `
  <div class="settings" role="group" aria-label="Settings" hidden></div>
  <div class="bar"></div>
  <div class="timeline"></div>
  <div class="line"><p class="notice" role="alert" hidden></p><div class="remarks" role="group" aria-label="Diagnosis"></div></div>
  <div class="main">
    ${panel("net", "Network", `<span class="layers" role="group" aria-label="Hidden layers" hidden></span><span class="switch" role="group" aria-label="Lines show"></span>${LEGEND}<span class="note"></span>`)}
    ${panel("out", "Output", `<span class="switch pen" role="group" aria-label="Add a point of class" hidden></span><span class="note fps"></span>`)}
  </div>
  <div class="rest">
    ${panel("loss", "Loss", `${FORGET}<span class="unit">mean per sample</span>${LOG}`)}
    ${panel("accuracy", "Accuracy", `<span class="unit">correct answers</span>`)}
    ${panel("strip", "Gradients", SIZES)}
    ${panel("answer", "Prediction", `<span class="note"></span>`)}
  </div>
  <p class="status" aria-live="polite"></p>`;

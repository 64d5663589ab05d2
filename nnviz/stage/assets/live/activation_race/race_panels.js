// The parts of a race in the order in which they are read; canvases are added by the drawings.

/** @param {string} name @param {string} title @param {string} [extra] */
const racePanel = (name, title, extra = "") =>
  `<section class="panel ${name}"><header><h2>${title}</h2>${extra}</header><div class="canvas"></div></section>`;

const LOG_OF_RACE = `<button class="log" aria-pressed="false" title="Logarithmic axis">log</button>`;
const IDLE = `<span class="swatches"><span class="dead" title="Slope 0 on every training sample">dead</span><span class="flat" title="Slope below 5 % of the activation's maximum, by unit and sample; for ReLU about half is normal">saturated</span></span>`;

export const HTML_RACE = `
  <div class="bar"></div>
  <div class="timeline"></div>
  <div class="line"><p class="notice" role="alert" hidden></p><div class="remarks"><span class="sentence"></span>
    <span class="switch seeds" role="group" aria-label="Maps show"><button data-seed="one" aria-pressed="true"></button><button data-seed="all" aria-pressed="false">mean of all seeds</button></span>
    <span class="fps"></span></div></div>
  <div class="runners"></div>
  <div class="rest">
    ${racePanel("loss", "Loss", `<span class="unit"></span>${LOG_OF_RACE}`)}
    ${racePanel("accuracy", "Accuracy", `<span class="unit">test data</span>`)}
    ${racePanel("strip", "Gradients", `<span class="unit">‖dW‖ by layer</span>`)}
    ${racePanel("units", "Units", IDLE)}
  </div>
  <p class="status" aria-live="polite"></p>`;

/** One contestant's panel. @param {string} title */
export function runnerPanel(title) {
  const panel = document.createElement("section");
  panel.className = "panel runner";
  panel.innerHTML = `<header><h2></h2><span class="note"></span><span class="pen" hidden></span></header><p class="sum"></p><div class="canvas"></div>`;
  /** @type {HTMLElement} */ (panel.querySelector("h2")).textContent = title;
  return panel;
}

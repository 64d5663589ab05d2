// The parts of the stage of a network on sequences, in the order in which they are read.

/** @param {string} name @param {string} title @param {string} [extra] */
const part = (name, title, extra = "") =>
  `<section class="panel ${name}"><header><h2>${title}</h2>${extra}</header><div class="canvas"></div></section>`;

export const HTML_SEQUENCES = `
  <div class="settings" role="group" aria-label="Settings" hidden></div>
  <div class="bar"></div>
  <div class="timeline"></div>
  <div class="line"><p class="notice" role="alert" hidden></p><div class="remarks"></div></div>
  <div class="main">
    ${part("through", "Step by step", `<span class="menus"></span><span class="note fps"></span>`)}
    <div class="beside">
      ${part("loss", "Loss", `<span class="unit">mean per answer</span><button class="log" aria-pressed="false" title="Logarithmic axis">log</button>`)}
      ${part("accuracy", "Accuracy", `<span class="unit">correct answers</span>`)}
    </div>
  </div>
  <p class="status" aria-live="polite"></p>`;

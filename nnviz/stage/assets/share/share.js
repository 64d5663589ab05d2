// A field that shows an address, and a button that copies it.

/**
 * @param {{data: {address: string, label: string}, parentElement: HTMLElement | ShadowRoot}} component
 */
export default function copy({ data, parentElement }) {
  let box = /** @type {HTMLElement | null} */ (parentElement.querySelector(".copy"));
  if (!box) {
    box = build();
    parentElement.append(box);
  }
  const field = /** @type {HTMLInputElement} */ (box.querySelector("input"));
  const said = /** @type {HTMLElement} */ (box.querySelector(".said"));
  const button = /** @type {HTMLButtonElement} */ (box.querySelector("button"));
  field.value = data.address;
  button.textContent = data.label;
  button.onclick = async () => {
    const done = await copied(field);
    said.textContent = done ? "Copied" : "Not copied: the address is marked, press Ctrl+C";
    said.classList.toggle("seen", !done);
    button.textContent = done ? "Copied" : data.label;
    setTimeout(() => {
      button.textContent = data.label;
      if (done) said.textContent = "";
    }, 2000);
  };
}

/** @returns {HTMLElement} */
function build() {
  const box = document.createElement("div");
  box.className = "copy";
  const field = document.createElement("input");
  field.readOnly = true;
  field.spellcheck = false;
  field.setAttribute("aria-label", "Address of this step");
  field.addEventListener("focus", () => field.select());
  const button = document.createElement("button");
  button.type = "button";
  const said = document.createElement("span");
  said.className = "said";
  said.setAttribute("role", "status");
  box.append(field, button, said);
  return box;
}

/**
 * Copy what the field says. Browsers offer their clipboard to safe pages only; in a classroom's network, where the
 * page comes by plain http, the old way is left.
 *
 * @param {HTMLInputElement} field
 * @returns {Promise<boolean>}
 */
async function copied(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.focus();
    field.select();
    return document.execCommand("copy");
  }
}

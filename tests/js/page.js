// A page without a browser: as much of a document as the kit's buttons need.

class Element extends EventTarget {
  /** @type {Map<string, string>} */
  attributes = new Map();
  dataset = {};
  style = {};
  textContent = "";
  isConnected = true;

  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  removeAttribute(name) {
    this.attributes.delete(name);
  }

  appendChild() {}

  prepend() {}

  querySelector() {
    return null;
  }
}

/** Put a document into the world of one test. @param {import("node:test").TestContext} context */
export function page(context) {
  const document = {
    body: new Element(),
    createElement: () => new Element(),
    createElementNS: () => new Element(),
  };
  const world = { document, requestAnimationFrame: () => 0, cancelAnimationFrame: () => {} };
  const before = Object.fromEntries(Object.keys(world).map((name) => [name, globalThis[name]]));
  Object.assign(globalThis, world);
  context.after(() => Object.assign(globalThis, before));
  return document;
}

// Files of a recorded lesson: scripts that hand over a name and a packed text. A page that was opened from a folder may
// load scripts, and nothing else; so the same files serve with a server and without one.

/** @type {Map<string, {promise: Promise<Uint8Array>, take: (text: string) => void}>} */
const asked = new Map();

/** Take what a file hands over. @param {string} name @param {string} text */
export function take(name, text) {
  entry(name).take(text);
}

/** @param {string} name */
function entry(name) {
  let found = asked.get(name);
  if (found) return found;
  /** @type {(text: string) => void} */
  let taken = () => {};
  const promise = new Promise((/** @type {(text: string) => void} */ resolve) => (taken = resolve)).then(inflated);
  found = { promise, take: taken };
  asked.set(name, found);
  return found;
}

/** What a file holds, fetched once. @param {string} name @param {string} [folder] @returns {Promise<Uint8Array>} */
export function load(name, folder = "files/") {
  const known = asked.has(name);
  const found = entry(name);
  if (known) return found.promise;
  const script = document.createElement("script");
  script.src = `${folder}${name}.js`;
  const failed = new Promise((/** @type {(bytes: Uint8Array) => void} */ _, reject) => {
    script.onerror = () => {
      asked.delete(name);
      reject(new Error(`The file ${name}.js of this recording could not be loaded.`));
    };
  });
  document.head.append(script);
  return Promise.race([found.promise, failed]);
}

/** @param {string} text base64 of what deflate has packed @returns {Promise<Uint8Array>} */
export async function inflated(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Frames from what changes between them; nnviz/lessons/recording/files.py makes that.
 * @param {Uint8Array} changes shape (size, frames)
 * @param {number} count of frames
 * @returns {Uint8Array} shape (frames, size)
 */
export function restored(changes, count) {
  const size = count ? changes.length / count : 0;
  const frames = new Uint8Array(changes.length);
  for (let byte = 0; byte < size; byte++) {
    let value = 0;
    for (let k = 0; k < count; k++) {
      value = (value + changes[byte * count + k]) & 255;
      frames[k * size + byte] = value;
    }
  }
  return frames;
}

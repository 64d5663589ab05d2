// Stands before Pyodide's program (scripts/static puts it there): what has to be true in the worker before that runs.

// With JSPI on, this Pyodide dies after a dozen pages: "table index out of bounds".
Reflect.deleteProperty(WebAssembly, "Suspending");
Reflect.deleteProperty(WebAssembly, "promising");

// The page says honestly how much of it has come: so the worker counts the bytes of whatever it fetches.
(() => {
  const fetched = self.fetch;
  self.fetch = async (...asked) => {
    const answer = await fetched(...asked);
    if (!answer.ok || !answer.body || !/^https?:/.test(answer.url)) return answer;
    let bytes = 0;
    let told = 0;
    const tell = () => self.postMessage({ type: "nnviz:bytes", address: answer.url, bytes });
    const counting = new TransformStream({
      transform(piece, out) {
        bytes += piece.byteLength;
        out.enqueue(piece);
        if (Date.now() - told < 100) return;
        told = Date.now();
        tell();
      },
      flush: tell,
    });
    const { status, statusText, headers } = answer;
    const counted = new Response(answer.body.pipeThrough(counting), { status, statusText, headers });
    return Object.defineProperty(counted, "url", { value: answer.url });
  };
})();

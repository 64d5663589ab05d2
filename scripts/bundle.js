// Bundles the browser's half: for each component one module and one style sheet in nnviz/stage/bundles, and the
// licences of what they hold of others. `node scripts/bundle.js` writes them; with --check it builds them in memory and
// fails if the files there are not the same, byte for byte, or if a source file is in no bundle.

import { existsSync, globSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = "nnviz/stage/assets";
const BUNDLES = join(ROOT, "nnviz/stage/bundles");

/** What Streamlit mounts (pyproject.toml) and what pages of routes load (ui/lessons), and the module and the style sheet where it begins. */
const COMPONENTS = {
  stage: ["live/stage.js", "live/live.css"],
  activation_race: ["live/activation_race/activation_race.js", "live/activation_race/activation_race.css"],
  sequences: ["live/sequences/sequences.js", "live/sequences/sequences.css"],
  drawings: ["drawings/drawings.js", "drawings/drawings.css"],
  page: ["page/page.js", "page/page.css"],
  share: ["share/share.js", "share/share.css"],
  player: ["lessons/player.js", "lessons/player.css"], // no component: a recorded lesson brings it
  handout: ["lessons/handout.js", "lessons/handout.css"], // no component: written into the handout
  presenter: ["lessons/presenter.js", "lessons/presenter.css"],
  hall_overlay: ["lessons/hall_overlay.css"], // no component: styles what the bar draws over the page
  phone: ["lessons/phone.js", "lessons/phone.css"], // no component: written into the phone's page
};

/** What a page loads as a plain script, since it may lie in a folder without a server: there are no modules. */
const PLAIN = ["player", "handout"];

/** The banner's end of line also tells Streamlit that a bundle given as text is no file name. */
const MADE = "Made from nnviz/stage/assets by `make bundles`; licences in NOTICE.txt.";

/** Build everything: the files by name, and the inputs that they were made from. */
async function bundles() {
  const entries = Object.entries(COMPONENTS).flatMap(([out, paths]) =>
    paths.map((path) => ({ in: `${SOURCES}/${path}`, out })),
  );
  /** @type {Map<string, Buffer>} */
  const files = new Map();
  /** @type {Set<string>} */
  const inputs = new Set();
  for (const entry of entries) {
    const { outputFiles, metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: [entry],
      outdir: BUNDLES,
      bundle: true,
      write: false,
      metafile: true,
      format: PLAIN.includes(entry.out) ? "iife" : "esm",
      charset: "utf8",
      minifySyntax: true,
      minifyWhitespace: true,
      legalComments: "none",
      banner: { js: `// ${MADE}`, css: `/* ${MADE} */` },
      logLevel: "warning",
    });
    for (const file of outputFiles) files.set(file.path.slice(BUNDLES.length + 1), Buffer.from(file.contents));
    for (const input of Object.keys(metafile.inputs)) inputs.add(input);
  }
  files.set("NOTICE.txt", Buffer.from(notice(inputs)));
  return { files, inputs };
}

/** The packages of npm that went into the bundles, each with its licence. @param {Set<string>} inputs */
function notice(inputs) {
  const folders = new Set(
    [...inputs]
      .map((path) => path.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0])
      .filter((path) => path !== undefined),
  );
  if (!folders.size) return "The bundles hold no code of others.\n";
  const parts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
    const file = readdirSync(join(ROOT, folder)).find((found) => /^licen[cs]e/i.test(found));
    if (!file) throw new Error(`${name} ${version} brings no licence file: it cannot be bundled`);
    const text = readFileSync(join(ROOT, folder, file), "utf8")
      .replaceAll("\r\n", "\n")
      .trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `The bundles hold code of these packages.\n\n${parts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

/** What is wrong with the committed bundles, as sentences. @param {Map<string, Buffer>} files @param {Set<string>} inputs */
function faults(files, inputs) {
  const there = existsSync(BUNDLES) ? readdirSync(BUNDLES) : [];
  const stale = [...files].filter(
    ([name, text]) => !there.includes(name) || !text.equals(readFileSync(join(BUNDLES, name))),
  );
  const left = there.filter((name) => !files.has(name));
  const unused = globSync(`${SOURCES}/**/*.{js,css}`, { cwd: ROOT })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !inputs.has(path));
  return [
    ...stale.map(([name]) => `${name} is not what its sources make: run make bundles`),
    ...left.map((name) => `${name} is made by nothing: run make bundles`),
    ...unused.map((path) => `${path} is in no bundle: import it or delete it`),
  ];
}

const { files, inputs } = await bundles();
if (process.argv.includes("--check")) {
  const found = faults(files, inputs);
  for (const fault of found) console.error(fault);
  process.exitCode = found.length ? 1 : 0;
} else {
  rmSync(BUNDLES, { recursive: true, force: true });
  mkdirSync(BUNDLES, { recursive: true });
  for (const [name, text] of files) {
    writeFileSync(join(BUNDLES, name), text);
    console.log(`${name.padEnd(22)} ${(text.length / 1024).toFixed(1)} kB`);
  }
}

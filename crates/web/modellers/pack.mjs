// Makes of the fetched packages what the binary embeds: for each modeller one script, one style
// sheet and one font, and one text with the licences of everything in them, compressed by Brotli,
// in the folder `packed`. `cargo xtask assets` runs it after `npm ci`. It changes two things and
// fails when it doesn't find them: fonts are taken from beside the style sheet in one format, and
// CodeMirror's styles go where a strict content security policy allows them.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const packed = join(here, "packed");
const text = (path) => readFileSync(join(modules, path), "utf8");

// Exactly one place, or the package has changed and a person must look.
function replaceOnce(source, from, to, what) {
  const parts = source.split(from);
  if (parts.length !== 2) { throw new Error(`${what}: found ${parts.length - 1} times`); }
  return parts.join(to);
}

// The generator of the icon fonts names five formats in another folder; every browser that can run
// the modellers reads the newest.
function icons(css, name) {
  const end = css.indexOf("}", css.indexOf("@font-face"));
  const hack = /\/\*\s*@media[\s\S]*?\*\//;
  const face = `@font-face { font-family: "${name}"; src: url("${name}.woff2") format("woff2"); }`;
  return face + css.slice(end + 1).replace(hack, "");
}

function styles(folder, names, name) {
  const sheets = names.map((sheet) => text(`${folder}/${sheet}.css`));
  const all = [...sheets, icons(text(`${folder}/${name}-font/css/${name}.css`), name)].join("\n").replace(/@charset "[^"]*";/gi, "");
  const elsewhere = [...all.matchAll(/url\(\s*['"]?([^'")]*)/g)].map((hit) => hit[1]);
  const strange = elsewhere.filter((url) => !url.startsWith("data:image/") && url !== `${name}.woff2`);
  if (strange.length) { throw new Error(`${folder}: style sheets want ${strange.join(", ")}`); }
  return all;
}

function licences() {
  const names = readdirSync(modules).filter((name) => !name.startsWith("."));
  const all = names.flatMap((name) => (name.startsWith("@") ? readdirSync(join(modules, name)).map((one) => `${name}/${one}`) : [name]));
  return all.sort().map((name) => {
    const about = JSON.parse(text(`${name}/package.json`));
    const file = readdirSync(join(modules, name)).find((one) => /^licen[cs]e/i.test(one));
    const said = file ? text(`${name}/${file}`).trim() : `Licence: ${about.license ?? "MIT, by its readme"}`;
    return `${about.name} ${about.version}\n${"=".repeat(60)}\n\n${said}\n`;
  }).join("\n\n");
}

const files = {
  "bpmn-modeler.js": text("bpmn-js/dist/bpmn-modeler.production.min.js"),
  "bpmn-modeler.css": styles("bpmn-js/dist/assets", ["diagram-js", "bpmn-js"], "bpmn"),
  // In a document, not in a shadow root, CodeMirror writes a <style>, which `style-src 'self'`
  // refuses; the constructed style sheet beside it is allowed.
  "dmn-modeler.js": replaceOnce(text("dmn-js/dist/dmn-modeler.production.min.js"),
    "if(!e.head&&e.adoptedStyleSheets&&", "if(e.adoptedStyleSheets&&", "dmn-js: where CodeMirror puts its styles"),
  "dmn-modeler.css": styles("dmn-js/dist/assets", ["diagram-js", "dmn-js-shared", "dmn-js-drd", "dmn-js-decision-table",
    "dmn-js-decision-table-controls", "dmn-js-literal-expression", "dmn-js-boxed-expression", "dmn-js-boxed-expression-controls"], "dmn"),
  "modellers-licences.txt": licences(),
};

if (existsSync(packed)) { rmSync(packed, { recursive: true }); }
mkdirSync(packed);
const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
let sum = 0;
const write = (name, bytes) => {
  writeFileSync(join(packed, name), bytes);
  sum += bytes.length;
};
for (const [name, content] of Object.entries(files)) { write(`${name}.br`, brotliCompressSync(content, { params })); }
for (const name of ["bpmn", "dmn"]) { write(`${name}.woff2`, readFileSync(join(modules, `${name}-js/dist/assets/${name}-font/font/${name}.woff2`))); }
console.log(`packed: ${sum} bytes`);

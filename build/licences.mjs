/** The licences of packages whose code goes into a bundle: whoever hands the bundle on hands them on with it. */
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Of the packages that these files of a bundle come from; none may be without one. `root`: the folder that the paths of the
 * files begin in, with its slash. Packages with the same text share it.
 */
export function licencesOf(root, inputs) {
  const folders = inputs.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0]);
  const packages = [...new Set(folders.filter((folder) => folder !== undefined))].sort();
  const byText = new Map();
  for (const folder of packages) {
    const text = licenceIn(`${root}${folder}`);
    byText.set(text, [...(byText.get(text) ?? []), folder.split('node_modules/').at(-1)]);
  }
  return [...byText].map(([text, names]) => `${names.join(', ')}\n\n${text}`).join('\n---\n\n');
}

/** A file of its own; seedrandom has its licence at the end of its description. */
function licenceIn(folder) {
  const files = readdirSync(folder);
  const file = files.find((name) => /^licen[cs]e/i.test(name)) ?? files.find((name) => /^readme/i.test(name));
  const text = file === undefined ? '' : readFileSync(`${folder}/${file}`, 'utf8');
  const at = text.search(/^licen[cs]e|copyright/im);
  if (at < 0) throw new Error(`no licence in ${folder}`);
  return /^readme/i.test(file) ? text.slice(at) : text;
}

// Bundles the script of report.html, with the parts of vega that its charts can use, into dist/page/runtime.js.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const outfile = `${root}dist/page/runtime.js`;

/** Transforms of vega that no chart of ours has: maps, trees, forces, word clouds and the like. */
const UNUSED = /^vega-(crossfilter|force|hierarchy|label|regression|voronoi|wordcloud)$/;
const withoutUnused = {
  name: 'without-unused-transforms',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: UNUSED }, ({ path, importer }) =>
      /[\\/]vega[\\/]build[\\/]vega\.module\.js$/.test(importer) ? { path, namespace: 'nothing' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export {}' }));
  },
};

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/browser/main.ts'],
  outfile,
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
  plugins: [withoutUnused],
  metafile: true,
  logLevel: 'warning',
});
// A report is handed on by itself, so the licences of what is in it stand at the head of its script.
const [{ inputs }] = Object.values(metafile.outputs);
const used = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
const licences = licencesOf(root, used);
if (licences.includes('*/')) throw new Error('a licence would end the comment that it stands in');
const script = `/*!\n${licences}*/\n${readFileSync(outfile, 'utf8')}`;
writeFileSync(outfile, script);
// It stands in a <script>, which these would end or confuse.
if (/<\/script|<!--/i.test(script)) throw new Error(`${outfile} cannot stand in a page`);

// Bundles the script of report.html, with the parts of vega that its charts can use, into dist/page/runtime.js.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

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

await build({
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
  logLevel: 'warning',
});
// It stands in a <script>, which these would end or confuse.
if (/<\/script|<!--/i.test(readFileSync(outfile, 'utf8'))) throw new Error(`${outfile} cannot stand in a page`);

// Who may import whom; drawn in docs/architecture.md, checked by test/architecture/layers.test.ts.
const inside = (place) => (place.endsWith('.ts') ? `^src/${place}$` : `^src/${place}/`);
/** Each folder with the folders and the packages it may import. */
const layers = [
  ['engine', [], ['seedrandom']],
  ['stats', [], []],
  ['aws', ['engine'], []],
  ['model', ['engine', 'aws'], []],
  ['scenario', ['model', 'aws', 'engine'], ['yaml', 'zod', 'csv-parse']],
  ['metrics', ['model', 'stats', 'aws', 'engine'], []],
  // What is not modelled: data, and which of it a run meets.
  ['limits', [], []],
  // What runs in the reader's browser.
  ['browser', ['report'], ['vega', 'vega-interpreter']],
  // Many runs; of the files at the top, only what runs a scenario.
  ['plan', ['simulate.ts', 'version.ts', 'limits', 'scenario', 'metrics', 'stats', 'aws', 'model', 'engine'], []],
  // Re-runs of one result, with one change each.
  ['explain', ['plan', 'version.ts', 'limits', 'scenario', 'metrics', 'aws', 'engine'], []],
  // Compares with what the simulator did not produce.
  [
    'validation',
    ['plan', 'simulate.ts', 'simulate-tier.ts', 'scenario', 'metrics', 'stats', 'aws', 'model', 'engine'],
    [],
  ],
  // For users' own tests: what they import beside the API.
  ['testing', ['plan', 'simulate.ts', 'scenario', 'metrics', 'model', 'engine'], ['fast-check', 'vitest', 'yaml']],
  [
    'report',
    ['explain', 'plan', 'validation', 'limits', 'metrics', 'stats', 'aws'],
    ['string-width', 'csv-stringify', 'hyparquet-writer', 'vega', 'vega-lite'],
  ],
];
const folders = ([folder, allowed]) => ({
  name: `${folder}-imports`,
  severity: 'error',
  from: { path: inside(folder) },
  to: { path: '^src/', pathNot: [folder, ...allowed].map(inside) },
});
const packages = ([folder, , names]) => ({
  name: `${folder}-packages`,
  severity: 'error',
  from: { path: inside(folder) },
  to: { path: '^node_modules/', pathNot: names.map((name) => `^node_modules/${name}/`) },
});

module.exports = {
  forbidden: [
    ...layers.map(folders),
    ...layers.map(packages),
    {
      // Loading it takes a quarter of a second: only those who draw do.
      name: 'only-drawing-runs-vega',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(report/charts/draw|report/page/compiled|browser/[a-z]+)\\.ts$' },
      to: { path: '^node_modules/(vega|vega-lite)/', dependencyTypesNot: ['type-only'] },
    },
    {
      // Loaded with the first table that is written so.
      name: 'only-one-file-writes-parquet',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/report/sweep/parquet\\.ts$' },
      to: { path: '^node_modules/hyparquet' },
    },
    {
      name: 'no-node-below-the-command-line',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nobody-imports-the-command-line',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      // The two packages are the users' own, and may not be there.
      name: 'nobody-imports-what-is-for-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/testing/' },
      to: { path: '^src/testing/' },
    },
    {
      name: 'nobody-imports-the-script-of-the-page',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/browser/' },
      to: { path: '^src/browser/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^src/', pathNot: '^src/(index|testing/(index|vitest))\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What no rule asks of a file, who depends on it and what can be reached, is not worked out: half of the time.
    skipAnalysisNotInRules: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};

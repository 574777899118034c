// Who may import whom; drawn in docs/architecture.md, checked by test/architecture/layers.test.ts.
const inside = (folder) => `^src/${folder}/`;
/** Each folder with the folders and the packages it may import. */
const layers = [
  ['engine', [], ['seedrandom']],
  ['stats', [], []],
  ['aws', ['engine'], []],
  ['model', ['engine', 'aws'], []],
  ['scenario', ['model', 'aws', 'engine'], ['yaml', 'zod', 'csv-parse']],
  ['metrics', ['model', 'stats', 'engine'], []],
  ['report', ['metrics', 'stats', 'aws'], ['string-width', 'csv-stringify']],
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
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: '^src/index.ts$' }, to: {} },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};

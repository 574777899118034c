/** The layering is a test: who may import whom, no cycles, nothing of Node below the command line. */
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: IForbiddenRuleType[];
  options: object;
};
let result: ICruiseResult;

beforeAll(async () => {
  const cruised = await cruise(['src'], {
    ...config.options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
  });
  result = cruised.output as ICruiseResult;
});

it('every import goes the way the architecture says', () => {
  const violations = result.summary.violations.map(({ from, to, rule }) => `${from} → ${to} (${rule.name})`);
  expect(violations).toEqual([]);
});

it('the check sees the code: all folders, and imports between them', () => {
  const folders = new Set(result.modules.map((module) => /^src\/([a-z]+)\//.exec(module.source)?.[1]));
  for (const folder of ['engine', 'stats', 'aws', 'model', 'scenario', 'metrics', 'report', 'browser', 'cli'])
    expect(folders).toContain(folder);
  const story = result.modules.find((module) => module.source === 'src/model/mapping/event-source-mapping.ts')!;
  expect(story.dependencies.map((dependency) => dependency.resolved)).toContain('src/model/sources/source.ts');
});

it('a forbidden import would be found', async () => {
  const forbidding = config.forbidden.map((rule) =>
    rule.name === 'engine-imports' ? { ...rule, from: { path: '^src/engine/' }, to: { path: '^src/engine/' } } : rule,
  );
  const cruised = await cruise(['src/engine'], {
    ...config.options,
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: forbidding },
  });
  expect((cruised.output as ICruiseResult).summary.violations.length).toBeGreaterThan(10);
});

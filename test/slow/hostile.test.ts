/** Whatever is read, the reader neither throws nor loses its way. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { formatPath, formatProblems, type Path, type Problem } from '../../src/scenario/problem.ts';
import { readScenario, readScenarioValue } from '../../src/scenario/read.ts';
import { EXACT, ORDERS, ports, SMALLEST, W1 } from '../scenario/examples.ts';

const KEYS = [
  ...['lagcast', 'duration', 'warmUp', 'functions', 'sources', 'mappings', 'events', 'objectives', 'facts', 'account'],
  ...[
    'q',
    'f',
    'handler',
    'perRecord',
    'arrivals',
    'rate',
    'records',
    'at',
    'set',
    'redrive',
    'type',
    'constructor',
    '__proto__',
  ],
];
const leaf = fc.oneof(
  fc.constantFrom('sqs', '1 s', '5/s', '10 %', 'q', 'f', 'unlimited', 'p99(q.latency) < 3 s', null, true, undefined),
  fc.anything({ maxDepth: 1 }),
);
const { tree } = fc.letrec<{ tree: unknown; map: unknown }>((tie) => ({
  map: fc.dictionary(fc.constantFrom(...KEYS), tie('tree'), { maxKeys: 6, noNullPrototype: false }),
  tree: fc.oneof({ maxDepth: 5 }, leaf, tie('map'), fc.array(tie('tree'), { maxLength: 3 })),
}));

const good = [SMALLEST, W1, ORDERS, EXACT].map((text): unknown => parse(text, { merge: true }));

/** The paths to every node of a tree. */
function paths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, part]) => paths(part, [...path, Array.isArray(value) ? Number(key) : key])),
  ];
}

/** All nodes of all good scenarios, each as likely as any other: some three hundred, so that a large scenario is tried as thoroughly as a small one. */
const nodes = fc.constantFrom(...good.flatMap((value) => paths(value).map((path) => [value, path] as const)));

type Parent = Record<string | number, unknown>;

/** A copy in which the node at `path` is deleted, or replaced. */
function mutate(value: unknown, path: Path, replacement: unknown): unknown {
  const copy: unknown = structuredClone(value);
  if (path.length === 0) return replacement;
  const parent = path.slice(0, -1).reduce((node: unknown, step) => (node as Parent)[step], copy) as Parent;
  const last = path.at(-1)!;
  if (replacement === undefined) delete parent[last];
  else parent[last] = replacement;
  return copy;
}

function isAnchored({ path, message }: Problem, known: ReadonlySet<string>): boolean {
  return known.has(path) || message.startsWith('is missing') || path === 'lagcast';
}

describe('the reader', () => {
  it('counts a million tokens of YAML, and no more', () => {
    expect(formatProblems('', readScenario(`a: [${','.repeat(1_000_000)}`).problems)).toMatch(
      /^:1:\d+ error: more than 1000000 tokens of YAML up to here$/,
    );
  });

  it('never throws, whatever the data', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const result = readScenarioValue(value, { ports });
        expect(result.ok || result.problems.some(({ severity }) => severity === 'error')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('never throws for a mutated scenario, and every problem has a path that is there', () => {
    fc.assert(
      fc.property(nodes, fc.oneof(leaf, tree), ([value, path], replacement) => {
        const mutated = mutate(value, path, replacement);
        const result = readScenarioValue(mutated, { ports });
        const known = new Set(paths(mutated).map(formatPath));
        const lost = result.problems.filter((problem) => !isAnchored(problem, known));
        expect(lost.filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 280 },
    );
  });

  it('never throws for text, and finds the place of every problem', () => {
    const wrong = fc.constantFrom('x', 5, null, true, [], {}, '1 s', undefined);
    fc.assert(
      fc.property(nodes, wrong, ([value, path], replacement) => {
        const text = stringify(mutate(value, path, replacement)) ?? '';
        for (const problem of readScenario(text, { ports }).problems) expect(problem.place).toBeDefined();
      }),
      { numRuns: 85 },
    );
  });

  it('never writes a control character', () => {
    const text = JSON.stringify({ duration: '1 s\u001b[2J', 'so\u0007urces': { 'q\u001b': { type: 's\u009bqs' } } });
    const problems = formatProblems('file', readScenario(text).problems);
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(problems)).toBe(false);
  });

  it('shortens what is long', () => {
    const long = 'x'.repeat(1_000_000);
    const sources = { [long]: { type: long, [long]: long, arrivals: [{ rate: long }] } };
    const result = readScenarioValue({ duration: long, sources, objectives: [long, `p99(${long}.latency) < 3 s`] });
    for (const { message, path, hint = '' } of result.problems) {
      expect(message.length + path.length + hint.length).toBeLessThan(2000);
    }
  });

  it('takes names of the language’s own objects for what they are', () => {
    const text = `${SMALLEST}functions: { toString: { handler: { duration: 1 ms } }, constructor: { handler: { duration: 1 ms } } }
mappings: { valueOf: { source: hasOwnProperty, function: constructor } }`;
    const errors = readScenario(text).problems.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ path }) => path)).toEqual(['mappings.valueOf.source']);
  });

  it('is quick about many wrong names', () => {
    const names = Array.from({ length: 1000 }, (_, i) => [`n${i}`, { source: `s${i}`, function: `f${i}` }]);
    const sources = Object.fromEntries(names.map(([name]) => [name, { type: 'sqs' }]));
    const result = readScenarioValue({ duration: '1 s', sources, mappings: Object.fromEntries(names) });
    expect(result.problems.filter(({ severity }) => severity === 'error')).toHaveLength(2000);
  });
});

/** What a scenario may say about strategies and memory of a handler: what is refused, how it is explained, what the check advises. */
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/problem.ts';
import { explain } from '../../src/scenario/explain.ts';
import { readScenario } from '../../src/scenario/read.ts';

const textOf = (handler: string, { fn = '', arrivals = '1/s', size = '1 kB', mapping = '' } = {}) => `lagcast: 1
duration: 1 h
sources: { q: { type: sqs, visibilityTimeout: 18 s, arrivals: [ { rate: ${arrivals}, attributes: { type: a, size: ${size} } } ] } }
functions: { f: { handler: { ${handler} }${fn} } }
mappings: { m: { source: q, function: f${mapping} } }
`;

const told = (...given: Parameters<typeof textOf>) =>
  formatProblems('', readScenario(textOf(...given)).problems)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^:[\d:]+ /, ''));

/** How a setting of the handler is written back. */
const explained = (handler: string, key: string) => {
  const read = readScenario(textOf(handler));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { lines } = explain(read.scenario);
  return lines.find(({ path }) => path === `functions.f.handler.${key}`)?.value?.written;
};

describe('a strategy', () => {
  it.each([
    'strategy: oneByOne',
    'strategy: allAtOnce',
    'strategy: { pool: 5 }',
    'strategy: { chunks: 10000 }',
    'strategy: { rules: [ { when: { records: { above: 5, below: 8.5 } }, then: allAtOnce }, { then: { chunks: 2 } } ] }',
    'strategy: { rules: [ { when: { meanSize: { above: 10 kB }, types: { below: 3 } }, then: oneByOne } ], sizeOf: envelope, typeAttribute: kind }',
    'strategy: { groups: [ { when: { type: [ a, b ] }, pool: 1 }, { chunks: 10 } ] }',
    'strategy: { adaptive: { target: 50 ms, min: 2, max: 20, start: 4 } }',
  ])('may be %s', (handler) => {
    expect(told(handler)).toEqual([]);
  });

  const AT = 'error: functions.f.handler.strategy';
  it.each([
    ['oneAtATime', `${AT}: `],
    ['{ pol: 5 }', `${AT}.pol: nothing is called "pol" here (did you mean pool?)`],
    ['{ pool: 0 }', `${AT}.pool: from 1 to 10000 is allowed; found 0`],
    ['{ pool: 5, chunks: 5 }', `${AT}: only one of pool and chunks can be given`],
    ['{}', `${AT}: one of pool, chunks, rules, groups or adaptive is due`],
    ['{ pool: 5, sizeOf: body }', `${AT}.sizeOf: sizeOf goes with rules only`],
    [
      '{ rules: [ { when: {}, then: oneByOne } ] }',
      `${AT}.rules[0].when: a condition is due: records, meanSize or types`,
    ],
    ['{ rules: [ { when: { records: {} }, then: oneByOne } ] }', `${AT}.rules[0].when.records: above or below is due`],
    [
      '{ rules: [ { when: { records: { above: 5, below: 5 } }, then: oneByOne } ] }',
      `${AT}.rules[0].when.records: nothing is above the one and below the other`,
    ],
    [
      '{ rules: [ { when: { meanSize: { above: 1000 } }, then: oneByOne } ] }',
      `${AT}.rules[0].when.meanSize.above: a size needs a unit; did you mean 1000 B?`,
    ],
    [
      '{ rules: [ { then: oneByOne }, { then: allAtOnce } ] }',
      `${AT}.rules[0]: has no when, so nothing behind it is ever looked at (put it last)`,
    ],
    ['{ groups: [ { when: { type: a } } ] }', `${AT}.groups[0]: one of pool or chunks is due`],
    ['{ adaptive: { target: 1 s, max: 3, min: 4 } }', `${AT}.adaptive.max: max is less than min`],
    ['{ adaptive: { target: 1 s, max: 3, start: 4 } }', `${AT}.adaptive.start: start is not between min and max`],
  ])('is not %s', (strategy, problem) => {
    const all = told(`strategy: ${strategy}`);
    expect(all).toHaveLength(1);
    expect(all[0]!.startsWith(problem)).toBe(true);
  });

  it('does not stand beside parallel', () => {
    expect(told('parallel: 5, strategy: { pool: 5 }')).toEqual([
      'error: functions.f.handler.parallel: parallel: n is short for strategy: { pool: n }, so only one of them can be given',
    ]);
  });

  it('by an attribute that nobody carries is worth a warning', () => {
    expect(told('strategy: { groups: [ { when: { typ: a }, pool: 1 } ] }')).toEqual([
      'warning: functions.f.handler.strategy.groups[0].when.typ: no record carries the attribute "typ", so this never matches (did you mean type?)',
    ]);
  });

  it('is explained as it is written', () => {
    for (const strategy of [
      'allAtOnce',
      '{ pool: 5 }',
      '{ adaptive: { target: 50 ms, min: 1, max: 20, start: 1 } }',
      '{ groups: [ { when: { type: a }, pool: 1 }, { chunks: 10 } ] }',
      '{ rules: [ { when: { meanSize: { below: 1 kB } }, then: oneByOne } ], sizeOf: body, typeAttribute: type }',
    ])
      expect(explained(`strategy: ${strategy}`, 'strategy')).toBe(strategy);
  });
});

describe('memory of a handler', () => {
  it('is explained, defaults and all', () => {
    const keys = ['base', 'perRecord', 'timesSize', 'release', 'collectAt', 'pause'];
    const all = (memory: string) => keys.map((key) => explained(`memory: ${memory}`, `memory.${key}`));
    expect(all('{ base: 1 MB }')).toEqual(['1 MB', undefined, '0', 'eachRecord', undefined, undefined]);
    expect(all('{ perRecord: 5 kB, release: collected }')).toEqual(['0 B', '5 kB', '0', 'collected', '80 %', '50 ms']);
  });

  it('collectAt and pause are of collections only', () => {
    expect(told('memory: { base: 1 MB, collectAt: 50 %, pause: 1 ms }')).toEqual([
      'error: functions.f.handler.memory.collectAt: collectAt goes with release: collected only',
      'error: functions.f.handler.memory.pause: pause goes with release: collected only',
    ]);
    expect(told('memory: { release: collected, collectAt: 50 %, pause: 1 ms }')).toEqual([]);
  });

  it('an objective has a limit in bytes', () => {
    const text = `${textOf('memory: { base: 1 MB }')}objectives: [ max(f.memoryUsed) < 400 MiB, max(f.memoryUsed) < 5 ]\n`;
    expect(formatProblems('', readScenario(text).problems)).toMatch(/objectives\[1]: its limit: a size needs a unit/);
    expect(formatProblems('', readScenario(text).problems)).not.toMatch(/objectives\[0]/);
  });

  it('is compared with what there is: on average', () => {
    expect(told('memory: { base: 80 MB, perRecord: 12 MB }, strategy: { pool: 4 }')).toEqual([]);
    expect(told('memory: { base: 80 MB, perRecord: 12 MB }, strategy: { pool: 5 }')).toEqual([
      'warning: functions.f.memory: a full batch from q needs 134 MiB on average (base 76.3 MiB, an event of 20 kB and 5 of 10 records at once with 11.4 MiB each), and there are 128 MB: the invocation is killed (memory: 134 MB, a smaller batchSize, or fewer records at once) [ENV-02]',
    ]);
    expect(told('memory: { base: 80 MB, perRecord: 12 MB, release: atEnd }', { fn: ', memory: 256 MB' })).toEqual([]);
    expect(told('memory: { base: 80 MB, perRecord: 20 MB, release: atEnd }', { fn: ', memory: 256 MB' })).toHaveLength(
      1,
    );
  });

  it('by the rule that is for such a batch', () => {
    const ruled = (rules: string, sizeOf = 'body') =>
      told(`memory: { base: 80 MB, perRecord: 12 MB }, strategy: { rules: [ ${rules} ], sizeOf: ${sizeOf} }`).length;
    const large = '{ when: { meanSize: { above: 1500 B } }, then: oneByOne }';
    expect(ruled(`${large}, { then: { pool: 10 } }`)).toBe(1);
    expect(ruled(`${large}, { then: { pool: 10 } }`, 'envelope')).toBe(0);
    expect(ruled(`{ when: { types: { above: 3 } }, then: { pool: 10 } }, { then: oneByOne }`)).toBe(1);
    expect(
      ruled(
        `{ when: { records: { above: 5 } }, then: oneByOne }, { when: { types: { above: 3 } }, then: { pool: 10 } }`,
      ),
    ).toBe(0);
  });

  it('of records of several kinds with the largest kind alone', () => {
    const memory = 'memory: { base: 30 MB, timesSize: 1000 }, strategy: { pool: 10 }';
    expect(told(memory, { size: '1 kB } }, { rate: 1/s, attributes: { size: 20 kB' })[0]).toMatch(
      /needs 220 MiB with nothing but the largest of its records \(/,
    );
  });

  it('and at the worst, where there is one', () => {
    const memory = (size: string) => told('memory: { base: 30 MB, timesSize: 100 }', { size });
    expect(memory('{ uniform: { min: 1 kB, max: 900 kB } }')).toEqual([]);
    expect(memory('{ uniform: { min: 1 kB, max: 1040 kB } }')[0]).toMatch(
      /needs \d+ MiB at the worst \(base 28.6 MiB, an event of 5.96 MiB and 1 of 6 records/,
    );
    expect(memory('{ exponential: { mean: 10 kB } }')).toEqual([]);
  });
});

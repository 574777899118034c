/** The capacity matrix: cells whose state and limit can be worked out by hand, and what it refuses. */
import { describe, expect, it } from 'vitest';
import { PlanError } from '../../src/plan/answer.ts';
import { capacityMatrix, type MatrixAnswer, type MatrixCell } from '../../src/plan/matrix.ts';
import { verdictOf, type Measured } from '../../src/plan/matrix/judge.ts';
import { cellScenario } from '../../src/plan/matrix/variants.ts';
import { completeMatrix } from '../../src/plan/matrix/settings.ts';
import { Rules } from '../../src/aws/rules.ts';
import type { MatrixScenario } from '../../src/scenario/scenario.ts';
import { Template } from '../../src/scenario/template.ts';
import { heatMap } from '../../src/report/experiments/matrix-chart.ts';
import { matrixReport } from '../../src/report/experiments/matrix.ts';
import { planMarkdown } from '../../src/report/experiments/plan.ts';
import { partLines } from '../../src/report/experiments/plan-parts.ts';
import { PLAIN, type Style } from '../../src/report/style.ts';

interface Said {
  readonly rate?: string;
  readonly key?: string;
  readonly batchSize?: number;
  readonly duration?: string;
  readonly lasts?: string;
  readonly more?: string;
  /** Of a record, instead of `lasts`. */
  readonly each?: string;
  readonly events?: string;
  readonly warmUp?: string;
}

/** A record takes 100 ms, or a batch does. */
function template(said: Said = {}): Template {
  const {
    rate = '2/s',
    key = '{ uniform: { min: 1, max: 100000 } }',
    batchSize = 1,
    duration = '1 min',
    more = '',
  } = said;
  const handler = said.each === undefined ? `duration: ${said.lasts ?? '100 ms'}` : `perRecord: ${said.each}`;
  const made = Template.fromText(`
lagcast: 1
duration: ${duration}
${said.warmUp === undefined ? '' : `warmUp: ${said.warmUp}`}
functions: { f: { timeout: 900 s, coldStart: none, handler: { ${handler} } } }
sources: { s: { type: kinesis, shards: 1, partitionKey: key, arrivals: [ { rate: ${rate}, attributes: { key: ${key} } } ] } }
mappings: { m: { source: s, function: f, startingPosition: TRIM_HORIZON, batchSize: ${batchSize}${more} } }
objectives: [ max(m.latency) < 1 h ]
${said.events ?? ''}
`);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.template;
}

const ONE: MatrixScenario = {
  shards: [1],
  eventTypes: [1],
  parallelizationFactor: [1],
  reservedConcurrency: [10],
  replications: 2,
};

function only(answer: MatrixAnswer): MatrixCell {
  expect(answer.cells).toHaveLength(1);
  return answer.cells[0]!;
}

describe('cells worked out by hand', () => {
  it('ok: two records a second of 100 ms need a fifth of a lane', () => {
    const cell = only(capacityMatrix(template(), ONE));
    expect(cell).toMatchObject({ state: 'ok', constraint: 'none', lanes: 1, fits: true, agreed: true });
    expect(cell.peak.max).toBe(1);
  });

  it('age: a lane handles ten a second of twenty, and four lanes all of them', () => {
    const said = { rate: '20/s' };
    const late = only(capacityMatrix(template(said), ONE));
    expect(late).toMatchObject({ state: 'contended', constraint: 'age' });
    // Half of a minute's records wait at the end: half a minute.
    expect(late.age! / 1e6).toBeGreaterThan(28);
    expect(late.age! / 1e6).toBeLessThan(32);
    expect(only(capacityMatrix(template(said), { ...ONE, parallelizationFactor: [8] })).state).toBe('ok');
  });

  it('keys: of one key there is one lane, whatever the factor', () => {
    const cell = only(capacityMatrix(template({ rate: '20/s', key: 'a' }), { ...ONE, parallelizationFactor: [8] }));
    expect(cell).toMatchObject({ state: 'contended', constraint: 'keys', lanes: 8 });
    expect(cell.peak.max).toBe(1);
  });

  it('age: a lane that works on one batch to the end of the run sends nothing that is late, and is late', () => {
    const said = template({ rate: '50/s', batchSize: 100, each: '3 s' });
    const late = only(capacityMatrix(said, { ...ONE, parallelizationFactor: [2] }));
    expect(late).toMatchObject({ state: 'contended', constraint: 'age', peak: { max: 2 } });
    expect(late.age! / 1e6).toBeGreaterThan(45);
  });

  it('failures: an outage makes records wait, and no keys do', () => {
    const events = 'events: [ { at: 20 s, for: 20 s, outage: { function: f } } ]';
    const cell = only(capacityMatrix(template({ rate: '5/s', events }), { ...ONE, parallelizationFactor: [8] }));
    expect(cell).toMatchObject({ state: 'contended', constraint: 'failures' });
  });

  it('other: nothing is busy while the mapping is off', () => {
    const events = 'events: [ { at: 20 s, for: 20 s, disable: m } ]';
    const cell = only(capacityMatrix(template({ rate: '5/s', events }), { ...ONE, parallelizationFactor: [8] }));
    expect(cell).toMatchObject({ state: 'contended', constraint: 'other' });
  });

  it('reserved concurrency: eight lanes that are all due, and one execution', () => {
    const many = { ...ONE, parallelizationFactor: [8], reservedConcurrency: [1] };
    const cell = only(capacityMatrix(template({ rate: '20/s' }), many));
    expect(cell).toMatchObject({ state: 'throttled', constraint: 'reserved concurrency', fits: false });
    expect(cell.invocationsRefused).toBeGreaterThan(0.1);
  });

  it('the product rule is not the load: eight lanes that are seldom busy do with less', () => {
    const cell = only(capacityMatrix(template(), { ...ONE, parallelizationFactor: [8], reservedConcurrency: [4] }));
    expect(cell).toMatchObject({ state: 'ok', fits: false, lanes: 8 });
  });

  it('write limit: a shard takes 1,000 records a second of 1,500', () => {
    const cell = only(capacityMatrix(template({ rate: '1500/s', batchSize: 1000, duration: '10 s' }), ONE));
    expect(cell).toMatchObject({ state: 'throttled', constraint: 'write limit' });
    // Refused records are put again, and refused again.
    expect(cell.putsRefused).toBeGreaterThan(0.3);
  });

  it('read limit: eight mappings ask a shard eight times a second, which answers five', () => {
    const cell = only(capacityMatrix(template(), { ...ONE, eventTypes: [8] }));
    expect(cell).toMatchObject({ state: 'contended', constraint: 'read limit', lanes: 8 });
    expect(cell.readsRefused).toBeGreaterThan(0.2);
  });
});

describe('a verdict', () => {
  const calm: Measured = {
    putsRefused: 0,
    readsRefused: 0,
    invocationsRefused: 0,
    age: 1,
    lateness: undefined,
    peak: 1,
    latencyP99: 1,
  };
  const limits = { maxAge: 10, tolerance: 0.01 };
  const of = (part: Partial<Measured>) => Object.values(verdictOf({ ...calm, ...part }, limits)).join(' by ');

  it('names the first limit of the chain, and takes few refusals for a touch', () => {
    expect(of({})).toBe('ok by none');
    expect(of({ age: null })).toBe('ok by none');
    expect(of({ age: 10 })).toBe('ok by none');
    const late = (busy: number, failing = 0) => ({ age: 11, lateness: { busy, lanes: 8, failing } });
    expect(of(late(7.5))).toBe('contended by age');
    expect(of(late(7.5, 1))).toBe('contended by age');
    expect(of(late(1))).toBe('contended by keys');
    expect(of(late(1, 0.4))).toBe('contended by keys');
    expect(of(late(1, 0.6))).toBe('contended by failures');
    expect(of(late(0.1))).toBe('contended by other');
    expect(of({ age: 11 })).toBe('contended by other');
    expect(of({ readsRefused: 0.009 })).toBe('ok by none');
    expect(of({ readsRefused: 0.01, ...late(1) })).toBe('contended by read limit');
    expect(of({ invocationsRefused: 0.001, readsRefused: 0.5 })).toBe('contended by reserved concurrency');
    expect(of({ invocationsRefused: 0.01 })).toBe('throttled by reserved concurrency');
    expect(of({ putsRefused: 0.001, age: 11 })).toBe('contended by write limit');
    expect(of({ putsRefused: 0.01, invocationsRefused: 0.5 })).toBe('throttled by write limit');
  });
});

describe('a matrix', () => {
  it('has the same cells whether smaller reservations run again or not', () => {
    const settings = { ...ONE, parallelizationFactor: [2], eventTypes: [1, 2], replications: 2 };
    const said = template({ rate: '20/s' });
    const all = capacityMatrix(said, { ...settings, reservedConcurrency: [2, 4, 40] });
    const each = [2, 4, 40].map((one) => capacityMatrix(said, { ...settings, reservedConcurrency: [one] }).cells);
    expect(all.cells).toEqual([0, 1].flatMap((type) => each.map((cells) => cells[type])));
    expect(all.runs).toBeLessThan(12);
  });

  it('runs again where what it had at once in the warm-up is more than a smaller reservation', () => {
    const said = template({ rate: '{ steps: [ { at: 0 s, rate: 40/s }, { at: 10 s, rate: 1/s } ] }', warmUp: '40 s' });
    const settings = { ...ONE, parallelizationFactor: [8], replications: 1 };
    const together = capacityMatrix(said, { ...settings, reservedConcurrency: [4, 40] });
    expect(together.cells[0]).toEqual(capacityMatrix(said, { ...settings, reservedConcurrency: [4] }).cells[0]);
    expect(together.cells[1]!.peak.max).toBeLessThanOrEqual(4);
    expect(together.runs).toBe(2);
  });

  it('gives the same bytes again', () => {
    const run = (): string => JSON.stringify(capacityMatrix(template({ rate: '{ poisson: 20/s }' }), ONE));
    expect(run()).toBe(run());
  });

  it('deals out types by their shares, and lets each mapping have its own', () => {
    const said = template({ more: ', filters: [ { data: { key: [ { numeric: [ ">", 0 ] } ] } } ]' });
    const { scenario } = said.variant();
    const rules = new Rules('current');
    const matrix = completeMatrix({ ...ONE, eventTypes: [3], shares: [0.5, 0.3, 0.2] }, scenario, rules);
    const place = { shards: 2, eventTypes: 3, parallelizationFactor: 5, reservedConcurrency: 10 };
    const made = cellScenario(said, matrix, place);
    expect(made.mappings).toEqual(['m', 'm-2', 'm-3']);
    const { mappings, sources, functions, objectives } = made.scenario;
    expect(mappings.map(({ filters }) => filters)).toEqual(
      [1, 2, 3].map((n) => [{ data: { key: [{ numeric: ['>', 0] }], eventType: [`type-${n}`] } }]),
    );
    expect(sources[0]!.arrivals[0]!.attributes.at(-1)).toEqual({
      name: 'eventType',
      spec: { kind: 'choice', values: ['type-1', 'type-2', 'type-3'], weights: [0.5, 0.3, 0.2] },
    });
    expect(functions[0]!.reservedConcurrency).toBe(10);
    expect(objectives).toEqual([]);
    const own = cellScenario(said, { ...matrix, functions: 'each' }, place);
    expect(own.scenario.functions.map(({ name, reservedConcurrency }) => [name, reservedConcurrency])).toEqual([
      ['f', 4],
      ['f-2', 3],
      ['f-3', 3],
    ]);
  });

  it('refuses what makes no matrix, and says why', () => {
    const refusal = (settings: MatrixScenario, said = template()): string => {
      try {
        capacityMatrix(said, settings);
      } catch (error) {
        if (error instanceof PlanError) return error.message;
        throw error;
      }
      return 'none';
    };
    expect(refusal({ ...ONE, shards: [] })).toBe('shards: at least one number is due');
    expect(refusal({ ...ONE, shards: [NaN] })).toContain('found NaN');
    expect(refusal({ ...ONE, parallelizationFactor: [11] })).toContain('from 1 to 10');
    expect(refusal({ ...ONE, reservedConcurrency: [1000] })).toContain('from 1 to 900');
    expect(refusal({ ...ONE, mapping: 'n' })).toBe('no mapping of a stream is called "n"; there is m');
    expect(refusal({ ...ONE, stream: 'x' })).toContain('streams that are read: s');
    expect(refusal({ ...ONE, eventTypes: [4], shares: [1, 1] })).toBe(
      'shares: 2 are given for 4 event types; one for each is due',
    );
    expect(refusal({ ...ONE, eventTypes: [1000], functions: 'each' })).toContain('cannot be divided');
    const range = Array.from({ length: 100 }, (_, i) => i + 1);
    expect(refusal({ ...ONE, shards: range, eventTypes: range, reservedConcurrency: range })).toContain(
      '1000000 cells',
    );
  });
});

describe('its report', () => {
  const answer = capacityMatrix(template({ rate: '20/s' }), {
    ...ONE,
    eventTypes: [1, 2],
    parallelizationFactor: [1, 8],
  });

  it('begins with the product rule', () => {
    const blocksOf = (style: Style) => matrixReport.parts(answer).map((part) => partLines(part, style));
    const [words, first] = blocksOf(PLAIN);
    expect(words!.join(' ')).toContain(
      'Product rule: shards × event types × factor, up to 1 shard × 2 event types × factor 8 = 16 invocations at once; 1 of 4 cells has a product above what is reserved.',
    );
    expect(first![0]).toMatch(/^1 shard, 1 event type +10 reserved$/);
    expect(first![1]).toMatch(/^factor 1, 1 lane +contended: age, 1$/);
    expect(
      Math.max(
        ...blocksOf({ ...PLAIN, width: 60 })
          .flat()
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(60);
  });

  it('is Markdown: a table for each number of shards and event types', () => {
    const markdown = planMarkdown('matrix', answer);
    expect(markdown).toContain('\n**Product rule: shards × event types × factor');
    expect(markdown).toContain(
      '| 1 shard, 1 event type | 10 reserved |\n|---|---:|\n| factor 1, 1 lane | contended: age, 1 |',
    );
    expect(markdown.match(/^\|---/gm)).toHaveLength(2);
    expect(markdown).not.toContain('```');
  });

  it('has a row of CSV and a square for each cell', () => {
    expect(matrixReport.csv(answer).trim().split('\n')).toHaveLength(5);
    const { spec, title } = heatMap(answer);
    const { values } = (spec as unknown as { data: { values: Record<string, unknown>[] } }).data;
    expect(values).toHaveLength(4);
    expect(values[0]).toMatchObject({ state: 'contended', why: 'age', busy: '1 of 1', fits: true });
    expect(title).toContain(`${answer.cells.filter(({ state }) => state === 'ok').length} of 4 cells ok`);
  });
});

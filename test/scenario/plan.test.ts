import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';

const BASE = 'lagcast: 1\nduration: 1 min\nsources: { q: { type: sqs } }\n';

function read(plan: string) {
  const result = readScenario(`${BASE}plan: ${plan}\n`);
  return result.ok ? result.scenario.plan! : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

function values(written: string): unknown {
  const plan = read(`{ vary: { sources.q.delay: ${written} } }`);
  return Array.isArray(plan) ? plan : (plan as { vary: readonly { values: unknown }[] }).vary[0]!.values;
}

describe('plan:', () => {
  it('fills in what is not said', () => {
    expect(read('{}')).toEqual({ vary: [], minimise: 'settings', risk: 0.05, confidence: 0.95, maxRuns: 2000 });
    expect(read('{ vary: { a.b: [ 1 ], c.d: [ 1 ] } }')).toMatchObject({ minimise: 'cost.perMonth' });
    expect(readScenario(BASE)).toMatchObject({ ok: true, scenario: { plan: undefined } });
  });

  it.each([
    ['{ from: 2, to: 5 }', [2, 3, 4, 5]],
    ['{ from: 30 s, to: 90 s, step: 30 s }', ['30 s', '60 s', '90 s']],
    ['{ from: 30 s, to: 90 s, step: 30 }', ['30 s', '60 s', '90 s']],
    ['{ from: 0.1, to: 0.3, step: 0.1 }', [0.1, 0.2, 0.3]],
    ['{ from: 10/s, to: 12/s }', ['10/s', '11/s', '12/s']],
    ['{ from: 3, to: 1 }', [3, 2, 1]],
    ['[ 1, 10, ~ ]', [1, 10, null]],
  ])('reads %s', (written, list) => {
    expect(values(written)).toEqual(list);
  });

  it.each([
    ['[]', /at least one value/],
    ['[ 1, 1 ]', /twice/],
    ['{ from: 1, to: 1e9 }', /at most 10000 can be tried/],
    ['{ from: 30 s, to: 5 min }', /one unit is due/],
    ['{ from: 1, to: 5, step: 0 }', /more than 0/],
    ['{ from: 1, to: .nan }', /number or a quantity/],
    ['{ from: fast, to: slow }', /a number, with a unit/],
    ['5', /due/],
  ])('refuses %s', (written, message) => {
    expect(String(values(written))).toMatch(message);
  });

  it.each([
    ['{ vary: { "..": [ 1 ] } }', /no path/],
    ['{ vary: { plan.risk: [ 1 ] } }', /cannot vary/],
    ['{ vary: { objectives: [ ~, [] ] } }', /what is asked for cannot vary/],
    ['{ vary: { "objectives[0]": [ a ] } }', /what is asked for cannot vary/],
    ['{ vary: { seed: { from: 1, to: 3 } } }', /no setting/],
    ['{ vary: { duration: [ 1 min, 2 min ] } }', /no setting/],
    ['{ vary: { x-mine: [ 1 ] } }', /nothing here reads it/],
    ['{ minimise: seting }', /settings, or a figure/],
    ['{ minimise: p99(x.latency) }', /no source/],
    ['{ risk: 0 % }', /0.1 %/],
    ['{ confidence: 100 % }', /99.99 %/],
    ['{ maxRuns: 0 }', /1/],
    ['{ rsik: 5 % }', /rsik/],
  ])('refuses %s', (plan, message) => {
    expect(String(read(plan))).toMatch(message);
  });
});

describe('plan: of the questions about capacity', () => {
  it('fills in what is not said', () => {
    expect(read('{ matrix: {}, drain: { backlog: 5 }, pollers: {} }')).toMatchObject({
      matrix: { eventType: 'eventType', functions: 'one', tolerance: 0.01, replications: 3 },
      drain: { backlog: 5, replications: 5 },
      pollers: {},
    });
  });

  it.each([
    ['{ matrix: { stream: q } }', /q is no stream with shards: it is of type sqs/],
    ['{ matrix: { shrads: [ 1 ] } }', /shrads/],
    ['{ matrix: { shards: [ 0 ] } }', /plan.matrix.shards/],
    ['{ drain: { backlog: -1 } }', /plan.drain.backlog/],
    ['{ drain: { mapping: m } }', /plan.drain.mapping/],
    ['{ pollers: { mapping: m } }', /plan.pollers.mapping/],
  ])('refuses %s', (plan, message) => {
    expect(String(read(plan))).toMatch(message);
  });
});

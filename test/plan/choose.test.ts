/** What varies where nobody says it. No run is needed for that. */
import { describe, expect, it } from 'vitest';
import { PlanError } from '../../src/plan/answer.ts';
import { chooseVary } from '../../src/plan/search/choose.ts';
import { planning } from '../../src/plan/questions.ts';
import { Template } from '../../src/scenario/template.ts';

function templateOf(text: string): Template {
  const made = Template.fromText(`lagcast: 1\nduration: 1 min\n${text}`);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.template;
}

function chosen(text: string) {
  const template = templateOf(text);
  return chooseVary(template, template.variant().scenario);
}

const fn = (more = '', time = '1 s'): string =>
  `functions: { f: { timeout: 10 s, coldStart: none, handler: { duration: ${time} }${more} } }`;
const queue = (rate: string, more = ''): string => `
sources: { q: { type: sqs, visibilityTimeout: 1 min, arrivals: [ { rate: ${rate} } ] } }
mappings: { m: { source: q, function: f, batchSize: 1${more} } }`;
const stream = (shards: string, more = ''): string => `
sources: { s: { type: kinesis, ${shards}, partitionKey: k, arrivals: [ { rate: 10/s, attributes: { k: { uniform: { min: 1, max: 1000 } } } } ] } }
mappings: { m: { source: s, function: f, startingPosition: TRIM_HORIZON, batchSize: 1${more} } }`;

describe('where nobody says what may vary', () => {
  it('takes the limit that the file writes, from half of the need to four times that', () => {
    const { vary, chosen: said } = chosen(fn(', reservedConcurrency: 30') + queue('10/s'))!;
    expect(said.left).toEqual([]);
    expect(said.settings).toEqual([
      {
        path: 'functions.f.reservedConcurrency',
        ...{ from: 5, to: 40, values: 36, written: 30 },
        need: { mean: 10, peak: 10, formula: 'PLN-01' },
      },
    ]);
    expect(vary[0]!.values).toEqual(Array.from({ length: 36 }, (_, i) => 5 + i));
  });

  it('takes maximumConcurrency of queues where none is written, within the limits of AWS', () => {
    expect(chosen(fn() + queue('10/s'))!.chosen.settings[0]).toMatchObject({
      ...{ path: 'mappings.m.maximumConcurrency', from: 5, to: 40, written: null },
    });
    const [little] = chosen(fn('', '10 ms') + queue('1/s'))!.vary;
    expect(little!.values[0]).toBe(2);
    const [much] = chosen(fn() + queue('900/s'))!.vary;
    expect([much!.values[0], much!.values.at(-1)]).toEqual([450, 1000]);
    expect(much!.values.length).toBeLessThanOrEqual(400);
  });

  it('takes shards and the factor of streams: shards for the lanes that the greatest factor leaves', () => {
    const { vary, chosen: said } = chosen(fn('', '5 s') + stream('shards: 2'))!;
    // 50 lanes: 5 shards of 10 lanes. Only shards are written.
    expect(said.settings).toMatchObject([{ path: 'sources.s.shards', from: 25, to: 200, need: { formula: 'PLN-08' } }]);
    expect(vary).toHaveLength(1);
    const both = chosen(fn('', '5 s') + stream('shards: 2', ', parallelizationFactor: 2'))!.chosen.settings;
    expect(both).toMatchObject([
      { path: 'sources.s.shards', from: 2, to: 20, need: { mean: 5 } },
      { path: 'mappings.m.parallelizationFactor', from: 1, to: 10 },
    ]);
  });

  it('puts what is billed first, three at the most, and names what stays', () => {
    const more = ', provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 20 }';
    const { vary, chosen: said } = chosen(
      fn(', reservedConcurrency: 30, provisionedConcurrency: 5') + queue('10/s', more),
    )!;
    expect(said.settings.map(({ path }) => path)).toEqual([
      'mappings.m.provisionedPollerConfig.minimumPollers',
      'functions.f.provisionedConcurrency',
      'functions.f.reservedConcurrency',
    ]);
    expect(said.settings[0]).toMatchObject({ need: { formula: 'PLN-06' } });
    expect(said.left).toEqual(['mappings.m.provisionedPollerConfig.maximumPollers']);
    for (const { values } of vary) expect(values.length).toBeLessThanOrEqual(8);
  });

  it('goes around what is written where no formula knows the load, and takes direct calls', () => {
    const listed = (more: string) => fn(more) + queue('1/s').replace('{ rate: 1/s }', '{ records: [ { at: 1 s } ] }');
    expect(chosen(listed(', reservedConcurrency: 12'))!.chosen.settings).toMatchObject([
      { from: 6, to: 48, need: null, written: 12 },
    ]);
    const calls = 'sources: { c: { type: sync, function: f, arrivals: [ { rate: 8/s } ] } }';
    expect(chosen(`${fn()}\n${calls}`)!.chosen.settings).toMatchObject([
      { path: 'functions.f.reservedConcurrency', from: 4, to: 32, written: null },
    ]);
  });

  it('is an error only where nothing can be varied', () => {
    const text = `${fn()}\nsources: { q: { type: sqs, arrivals: [ { rate: 1/s } ] } }`;
    expect(chosen(text)).toBe(undefined);
    expect(() => planning(templateOf(text)).next()).toThrow(PlanError);
    expect(() => planning(templateOf(text)).next()).toThrow(/nothing may vary/);
  });
});

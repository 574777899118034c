/** Closed forms against the sheet of planning formulas (section O), and against figures worked out by hand. */
import { describe, expect, it } from 'vitest';
import { SECOND } from '../../src/engine/time.ts';
import { closedForms, type ClosedForm } from '../../src/plan/closed-forms.ts';
import * as formulas from '../../src/plan/closed-forms/formulas.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { erlangB, erlangC, meanWait } from '../../src/stats/erlang.ts';

function formsOf(text: string, backlog?: Record<string, number>): ClosedForm[] {
  const read = readScenario(`lagcast: 1\nduration: 10 min\n${text}`);
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return closedForms(read.scenario, backlog === undefined ? {} : { backlog });
}

function form(forms: readonly ClosedForm[], id: ClosedForm['id'], nth = 0): ClosedForm {
  return forms.filter((one) => one.id === id)[nth]!;
}

const queue = (settings: string, rate = '1000/s', handler = 'duration: 1 s', batchSize = 1): string => `
functions: { f: { timeout: 30 s, coldStart: none, handler: { ${handler} } } }
sources: { q: { type: sqs, visibilityTimeout: 3 min, arrivals: [ { rate: ${rate} } ] } }
mappings: { m: { source: q, function: f, batchSize: ${batchSize}${settings} } }
`;

describe('formulas', () => {
  it('PLN-04: 99,003 messages wait at the end of the ramp to 1,000, 199 s after it began', () => {
    expect(Math.round(formulas.backlogOfRamp(1000, 5, 5, { batch: 1, duration: SECOND }))).toBe(99_003);
    expect(formulas.timeToReach(1000, 5, 5)).toBe(199 * SECOND);
  });

  it('PLN-05: a backlog drains at what is left of the throughput, or never', () => {
    const throughput = formulas.throughputOf(10, SECOND, 10);
    expect(throughput).toBe(100);
    expect(formulas.drainTime(6000, throughput, 40)).toBe(100 * SECOND);
    expect(formulas.drainTime(6000, throughput, 100)).toBe(Infinity);
    expect(formulas.drainTime(0, throughput, 100)).toBe(0);
  });

  it('PLN-07 takes the greatest of three needs', () => {
    const MIB = 1024 * 1024;
    const shard = { writeBytes: MIB, writeRecords: 1000, readBytes: 2 * MIB };
    expect(formulas.shardsFor({ records: 3000, bytes: 2 * MIB, readers: 1 }, shard)).toBe(3);
    expect(formulas.shardsFor({ records: 100, bytes: 4 * MIB, readers: 1 }, shard)).toBe(4);
    expect(formulas.shardsFor({ records: 100, bytes: 4 * MIB, readers: 3 }, shard)).toBe(6);
  });

  it('PLN-13: a window gathers what comes, up to the batch size and what fits', () => {
    expect(formulas.batchOfWindow(100, 4, 5 * SECOND, Infinity)).toBe(20);
    expect(formulas.batchOfWindow(10, 4, 5 * SECOND, Infinity)).toBe(10);
    expect(formulas.batchOfWindow(100, 4, 5 * SECOND, 7)).toBe(7);
    expect(formulas.batchOfWindow(100, 4, 0, 7)).toBe(1);
  });
});

describe('Erlang', () => {
  // Tables of the textbooks: B(10 erlangs, 10 servers) = 0.2146, C(8 erlangs, 10 servers) = 0.4092.
  it('is what tables say', () => {
    expect(erlangB(10, 10)).toBeCloseTo(0.2146, 4);
    expect(erlangC(8, 10)).toBeCloseTo(0.4092, 4);
    expect(erlangC(0.5, 1)).toBeCloseTo(0.5, 12);
    expect(erlangC(2, 2)).toBe(1);
  });

  it('gives the mean wait of M/M/1: ρ / (1 − ρ) services', () => {
    expect(meanWait(0.8, 1, 100)).toBeCloseTo(400, 9);
    expect(meanWait(1, 1, 100)).toBe(Infinity);
  });
});

describe('closed forms of a queue', () => {
  it('PLN-01 to PLN-04 from what the scenario says', () => {
    const forms = formsOf(queue(''));
    expect(form(forms, 'PLN-01').value).toBe(1000);
    expect(form(forms, 'PLN-02')).toMatchObject({ value: 1000, notBecause: undefined });
    expect(form(forms, 'PLN-03').value).toBe(199 * SECOND);
    expect(Math.round(form(forms, 'PLN-04').value!)).toBe(99_003);
  });

  it('PLN-01 of the mean and of the greatest rate, which entries make together', () => {
    const both = '1000/s }, { rate: 500/s, startAt: 5 min, endAt: 6 min';
    const forms = formsOf(queue('', both, 'perInvocation: 100 ms, perRecord: 90 ms', 10));
    expect(form(forms, 'PLN-01', 0).value).toBeCloseTo(105, 9);
    expect(form(forms, 'PLN-01', 1).value).toBeCloseTo(150, 9);
  });

  it('PLN-02: maximumConcurrency binds', () => {
    expect(form(formsOf(queue(', maximumConcurrency: 20')), 'PLN-02').value).toBe(20);
  });

  it('PLN-05 of a backlog that is asked about, and of none', () => {
    const text = queue(', maximumConcurrency: 20', '10/s');
    expect(form(formsOf(text, { 'mappings.m': 600 }), 'PLN-05').value).toBe(60 * SECOND);
    expect(form(formsOf(text), 'PLN-05').notBecause).toBe('no backlog is asked about');
  });

  it('PLN-06: the example of the service, 3 KB, 100 ms, batches of 10: 10 pollers for 1,000 a second', () => {
    const pollers = ', provisionedPollerConfig: { minimumPollers: 10, maximumPollers: 20 }';
    const rate = '1000/s, attributes: { size: 3 kB }';
    expect(form(formsOf(queue(pollers, rate, 'duration: 100 ms', 10)), 'PLN-06').value).toBe(10);
  });

  it('PLN-16 where messages can be refused, and only there', () => {
    const text = (more: string): string =>
      queue(more, '10/s').replace(
        'visibilityTimeout: 3 min,',
        'visibilityTimeout: 3 min, redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: dead },',
      );
    const withDead = (more: string): string =>
      text(more).replace('sources: { q:', 'sources: { dead: { type: sqs }, q:');
    expect(form(formsOf(withDead('')), 'PLN-16').value).toBe(15 * 60 * SECOND);
    expect(form(formsOf(withDead(', maximumConcurrency: 5')), 'PLN-16').notBecause).toContain('maximumConcurrency');
    expect(form(formsOf(queue('')), 'PLN-16').notBecause).toContain('no dead-letter queue');
    // Of what several mappings bring together, and of the account's limit.
    const five = withDead(', maximumConcurrency: 5');
    const both = `${five.trimEnd().slice(0, -1)}, other: { source: dead, function: f, maximumConcurrency: 5 } }`;
    const refuses = [
      both.replace('functions: { f: {', 'functions: { f: { reservedConcurrency: 8,'),
      `${five}account: { concurrency: 4 }`,
    ];
    for (const scenario of refuses) expect(form(formsOf(scenario), 'PLN-16').value).toBe(15 * 60 * SECOND);
  });

  it('the wait by Erlang of Poisson arrivals and exponential times, and of no others', () => {
    const rate = '{ poisson: 8/s }';
    const forms = formsOf(queue(', maximumConcurrency: 10', rate, 'duration: { exponential: { mean: 1 s } }'));
    expect(form(forms, 'erlangC').value! / SECOND).toBeCloseTo(0.4092 / 2, 4);
    const constant = formsOf(queue(', maximumConcurrency: 10', rate, 'duration: 1 s'));
    expect(form(constant, 'erlangC').notBecause).toBe('the times of f are not exponential');
  });
});

describe('closed forms of others', () => {
  const stream = (settings: string, rate = '400/s', more = ''): string => `
functions: { f: { timeout: 30 s, coldStart: none, handler: { duration: 1 s } } }
sources: { s: { type: kinesis, shards: 4, arrivals: [ { rate: ${rate}${more} } ] } }
mappings: { m: { source: s, function: f, startingPosition: TRIM_HORIZON, batchSize: 10${settings} } }
`;

  it('PLN-07, PLN-08 and PLN-09 of a stream', () => {
    const forms = formsOf(stream(', parallelizationFactor: 10', '4000/s', ', attributes: { size: 512 B }'));
    expect(form(forms, 'PLN-07').value).toBe(4);
    expect(form(forms, 'PLN-08').value).toBe(400);
    expect(form(forms, 'PLN-09').value).toBe(10);
    expect(form(forms, 'PLN-11').value).toBe(5);
  });

  it('PLN-12 of a quiet stream, and not of a busy one', () => {
    expect(form(formsOf(stream('', '1/s')), 'PLN-12').value).toBe(620_000);
    expect(form(formsOf(stream('')), 'PLN-12').notBecause).toContain('not quiet');
  });

  it('PLN-13 with a window', () => {
    expect(form(formsOf(stream(', maximumBatchingWindow: 2 s', '8/s')), 'PLN-13').value).toBe(4);
    expect(form(formsOf(stream('')), 'PLN-13').notBecause).toContain('no batching window');
  });

  it('PLN-15 of events, and PLN-01 of direct calls', () => {
    const forms = formsOf(`
functions: { f: { timeout: 30 s, coldStart: none, reservedConcurrency: 10, handler: { duration: 2 s } } }
sources: { e: { type: async, function: f, maximumEventAge: 1 h, arrivals: [ { rate: 2/s } ] } }
`);
    expect(form(forms, 'PLN-01').value).toBe(4);
    expect(form(forms, 'PLN-15').value).toBe(18_000);
  });

  it('takes of a filtered stream what passes, and for the shards all that is put', () => {
    const more = ', attributes: { type: { choice: { a: 30 %, b: 70 % } }, size: 1 kB }';
    const filtered = (filters: string): ClosedForm[] => formsOf(stream(`, filters: [ ${filters} ]`, '4000/s', more));
    expect(form(filtered('{ data: { type: [ a ] } }'), 'PLN-01').value).toBeCloseTo(120, 9);
    expect(form(filtered('{ data: { type: [ a ] } }, { data: { type: [ b ] } }'), 'PLN-01').value).toBeCloseTo(400, 9);
    expect(form(filtered('{ data: { type: [ { anything-but: [ a ] } ] } }'), 'PLN-08').value).toBe(280);
    expect(form(filtered('{ data: { type: [ c ] } }'), 'PLN-07').value).toBe(4);
    const drawn = formsOf(
      stream(', filters: [ { data: { n: [ 1 ] } } ]', '4000/s', ', attributes: { n: { exponential: { mean: 9 } } }'),
    );
    expect(form(drawn, 'PLN-01').notBecause).toBe('how much passes its filters is not known beforehand');
  });

  it('says why not where the load is not known', () => {
    const sent = formsOf(`
functions:
  f: { timeout: 30 s, coldStart: none, handler: { duration: 1 s, sends: [ { to: q } ] } }
  g: { timeout: 30 s, coldStart: none, handler: { duration: 1 s } }
sources: { e: { type: async, function: f, arrivals: [ { rate: 2/s } ] }, q: { type: sqs } }
mappings: { m: { source: q, function: g } }
`);
    expect(form(sent, 'PLN-01').notBecause).toBe('how much f sends to q is not known beforehand');
    expect(form(sent, 'PLN-01').value).toBeNull();
    expect(form(sent, 'PLN-01', 1).value).toBe(2);
  });
});

/**
 * docs/async.md: the facts it lists stand there as facts.md has them, none that the model of asynchronous invocation assumes is
 * missing, and its figures are those of runs.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Rules } from '../../src/aws/rules.ts';
import { frontOf } from '../../src/model/sources/async/origins.ts';
import { busyFor, eventsAt, livesIn, type Around } from '../support/events.ts';
import { play, type Data } from '../support/gallery.ts';
import { run } from '../support/run.ts';

const read = (page: string): string => readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
const page = read('async.md');
/** The page in one line, so that a sentence may go on in the next. */
const text = page.replace(/\s+/g, ' ');

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The cells of the rows of tables that begin with a path. */
function factsOf(of: string): string[][] {
  return of
    .split('\n')
    .filter((line) => /^\| `[a-zA-Z.0-9]+` \|/.test(line))
    .map(cellsOf);
}

/** The cells of the row that begins so. */
function row(begin: string): string[] {
  return cellsOf(page.split('\n').find((line) => line.startsWith(`| ${begin} |`))!);
}

/** Such as `2S + 180 s`. */
function valueOf(formula: string, S: number): number {
  const terms = formula.replace(/ s$/, '').split(' + ');
  return terms.reduce((sum, term) => sum + (term.endsWith('S') ? Number(term.slice(0, -1) || 1) * S : Number(term)), 0);
}

const seconds = (value: number): string => `${value.toLocaleString('en-US')} s`;

describe('facts', () => {
  const facts = factsOf(read('facts.md'));
  const paths = facts.map(([path]) => path);
  const listed = factsOf(page).filter(([path]) => paths.includes(path));

  it('have values and kinds as they are', () => {
    expect(listed.length).toBeGreaterThan(15);
    for (const [path, value, kind] of listed) {
      const fact = facts.find(([other]) => other === path);
      expect([path, fact?.[1], fact?.[3]]).toEqual([path, value, kind]);
    }
  });

  it('are all there that are not documented', () => {
    const isSure = (kind: string): boolean => kind === 'documented' || kind === 'recalled';
    const due = facts
      .filter(([path, , , kind]) => /^`(async|sns|eventBridge)\./.test(path!) && !isSure(kind!))
      .map(([path]) => path)
      // Of a distribution one stands for all.
      .filter((path) => !/\.p(0|10|90|99|100)`$/.test(path!));
    expect(due.length).toBeGreaterThan(15);
    expect(due.filter((path) => !listed.some(([other]) => other === path))).toEqual([]);
  });
});

describe('attempts', () => {
  const lifeOf = (around: Around) => livesIn(around).life('e1');

  it.each([
    ['function errors, 2 retries (unless said)', 2],
    ['function errors, 1 retry', 1],
    ['function errors, no retry', 0],
  ])('%s', (label, retries) => {
    const S = 7;
    const { attempts, end } = lifeOf({
      handler: { invocationFails: '100 %' },
      source: { maximumRetryAttempts: retries, arrivals: eventsAt(['e1', 0, S]) },
    });
    const [, at, ends] = row(label) as [string, string, string];
    expect(at.split(', ').map((formula) => valueOf(formula, S))).toEqual(attempts);
    expect(valueOf(ends.split(',')[0]!, S)).toBe(end!.at);
    expect(end!.condition).toBe('RetriesExhausted');
  });

  const throttled = (maximumEventAge: string, facts = {}) =>
    lifeOf({
      duration: '7 h',
      facts,
      fn: { reservedConcurrency: 1 },
      source: { maximumEventAge, arrivals: eventsAt(['e1', 1]) },
      sources: busyFor(7),
    });

  it.each(['60 s', '5 min', '1 h', '6 h'])('of an event that is always throttled, within %s', (age) => {
    const { attempts, end } = throttled(age);
    expect(row(age).slice(1)).toEqual([String(attempts.length), seconds(attempts.at(-1)! - 1)]);
    expect([end!.condition, end!.at]).toEqual(['EventAgeExceeded', attempts.at(-1)]);
    const ladder = attempts.slice(0, 10).map((t) => t - 1);
    expect(row('throttles or system errors, in a row')[1]).toContain(
      `${ladder.join(', ')}${age === '6 h' ? ' s' : ''}`,
    );
  });

  it('are as many with jitter, and end up to a minute later', () => {
    const { attempts, end } = throttled('6 h', { 'async.retry.throttle.jitter': '10 %' });
    expect(attempts).toHaveLength(80);
    expect(end!.at - 1).toBeGreaterThan(21_511);
    expect(end!.at - 1).toBeLessThan(21_571);
    expect(text).toContain('5 h 58 min 31 s');
    expect(5 * 3600 + 58 * 60 + 31).toBe(21_511);
  });

  it('that fail after a second: the limit of age looks ahead', () => {
    const failing = (maximumEventAge: string) =>
      lifeOf({ handler: { invocationFails: '100 %' }, source: { maximumEventAge, arrivals: eventsAt(['e1', 0, 1]) } });
    expect(failing('60 s').attempts).toEqual([0]);
    expect(failing('90 s').attempts).toEqual([0, 61]);
    expect(failing('90 s').end).toMatchObject({ at: 62, condition: 'EventAgeExceeded' });
  });
});

describe('services in front', () => {
  const rules = new Rules('current', {});

  /** Tries after the first, and the time they take in seconds, when Lambda never comes back. */
  function vainTries(origin: 'sns' | 'eventBridge'): [number, number] {
    const { pause } = frontOf(origin, undefined, rules)!;
    let [tries, age] = [1, 0];
    for (let wait = pause(tries, age, 0.5); wait !== undefined; wait = pause(tries, age, 0.5)) {
      age += wait;
      tries++;
    }
    return [tries - 1, age / 1e6];
  }

  it('try so often', () => {
    const [sns, days] = vainTries('sns');
    expect(row('`sns`')[2]).toContain(`${sns.toLocaleString('en-US')} more, over ${Math.floor(days / 86_400)} days`);
    const [eventBridge, time] = vainTries('eventBridge');
    expect(row('`eventBridge`')[2]).toContain(`${eventBridge} more within 24 h`);
    expect(time).toBeLessThan(86_400);
  });

  it.each([
    ['sns', 'by SNS', [73, 125, 225]],
    ['eventBridge', 'by EventBridge', [148, 241, 387]],
  ])('take as long as it was measured: %s', (origin, words, measured) => {
    const { ageAtFirstAttempt } = run({
      ...{ lagcast: 1, name: 'front', duration: '1000 s', facts: { 'async.dispatch': 'on', 'async.handOver': 'on' } },
      functions: { f: { coldStart: 'none', handler: { duration: '0 ms' } } },
      sources: { e: { type: 'async', function: 'f', origin, arrivals: [{ rate: '20/s' }] } },
    }).sources['e']!;
    const found = [ageAtFirstAttempt.p50!, ageAtFirstAttempt.p90!, ageAtFirstAttempt.p99!].map((t) =>
      Math.round(t / 1000),
    );
    const list = (of: readonly number[]): string => `${of[0]}, ${of[1]} and ${of[2]} ms`;
    const pattern = new RegExp(`${list(found)} ${words}, where (it was )?${list(measured)}`);
    expect(text).toMatch(pattern);
  });
});

describe('figures of the gallery', () => {
  const played = (file: string, change?: (data: Data) => void) =>
    play(file, (data: Data) => {
      delete data.objectives;
      change?.(data);
    }).result;

  it('throttles, without and with pacing', () => {
    const paced = played('32-throttle-ladder.yaml', (data: Data) => (data.facts = { 'async.pacing': 'aimd' }));
    const each = paced.functions['report']!.throttles / paced.sources['orders']!.succeeded;
    const { succeeded } = paced.sources['orders']!;
    expect(text).toContain(
      `${each.toFixed(2)} throttles for each event that gets through instead of 13.7, and ${succeeded.toLocaleString('en-US')} of them instead of 1,848`,
    );
  });

  it('the outage of two minutes', () => {
    const { sources } = played('34-error-retries.yaml');
    const failed = ['none', 'one', 'two'].map((source) => sources[source]!.books.out.failed);
    expect(failed[2]).toBe(0);
    expect(text).toContain(`of ${failed[0]} events each, all are lost without a retry, ${failed[1]} with one`);
  });

  it('two owners of retries', () => {
    const { sources } = played('35-two-retry-owners.yaml');
    const [front, behind] = [sources['in-front']!, sources['behind']!];
    expect(row('185 retries in front, none behind').slice(1)).toEqual([
      `all arrive, after ${front.async!.upstream.refused} tries in vain`,
      `${front.books.out.failed} are given up`,
    ]);
    expect(row('none in front, 2 behind')[1]).toContain(`${behind.async!.upstream.dropped} are dropped`);
    expect(behind.books.out.failed).toBe(0);
  });

  it('duplicates', () => {
    const { sources } = played('36-lost-acknowledgements.yaml');
    expect(text).toContain(`counts ${sources['invoices']!.duplicates},`);
  });

  it('callers beside events', () => {
    const { sources } = played('39-callers-beside-events.yaml');
    const imports = sources['imports']!;
    const slowest = Math.round(imports.latency.max! / 1e6);
    expect(text).toContain(
      `after up to ${Math.floor(slowest / 60)} min ${slowest % 60} s and ${imports.async!.throttled.toLocaleString('en-US')} throttles, and ${sources['api']!.books.out.refused} calls are refused`,
    );
  });

  it('25 jobs through a queue, and without one', () => {
    const file = '05-reserved-concurrency-fills-the-dlq.yaml';
    const queued = played(file).sources['jobs']!.books.out;
    expect(text).toContain(
      `through its queue ${queued.succeeded} are done, and ${queued.deadLettered} are in the dead-letter queue`,
    );
    const { sources, functions } = played(file, (data: Data) => {
      data.duration = '20 min';
      data.sources = { jobs: { type: 'async', function: 'report', arrivals: data.sources.jobs.arrivals } };
      delete data.mappings;
    });
    const jobs = sources['jobs']!;
    const slowest = Math.round(jobs.latency.max! / 1e6);
    expect(jobs.succeeded).toBe(25);
    expect(text).toContain(
      `all 25 are done, after ${functions['report']!.throttles} throttles; the last takes ${Math.floor(slowest / 60)} min ${slowest % 60} s`,
    );
  });
});

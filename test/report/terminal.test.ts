/** The whole report at the widths that terminals have: it fits, and says the same at each. */
import stringWidth from 'string-width';
import { expect, it, describe } from 'vitest';
import { count, duration } from '../../src/report/format.ts';
import type { Style } from '../../src/report/style.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { run } from '../support/run.ts';

const QUEUE = 'orders-of-the-web-shop';

/** Two queues with a dead-letter queue, direct calls, throttles, failures, losses; a warm-up; objectives met and missed. */
const result = run({
  lagcast: 1,
  name: 'Rich',
  question: 'What does the report say when all goes wrong at once, and does it fit?\u001b[31m',
  duration: '10 min',
  warmUp: '10 s',
  functions: {
    'order-worker': {
      reservedConcurrency: 8,
      timeout: '10 s',
      handler: { perInvocation: '2 s', invocationFails: '10 %' },
    },
    mailer: { handler: { perRecord: '50 ms', onRecordError: 'firstRecordOnly' } },
  },
  sources: {
    [QUEUE]: {
      type: 'sqs',
      visibilityTimeout: '30 s',
      messageRetentionPeriod: '5 min',
      redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: 'dlq' },
      arrivals: [{ rate: '40/s' }],
    },
    mails: { type: 'sqs', arrivals: [{ rate: '20/s' }] },
    dlq: { type: 'sqs', messageRetentionPeriod: '14 d' },
    api: { type: 'sync', function: 'order-worker', arrivals: [{ rate: '3/s' }] },
  },
  mappings: {
    'orders-to-worker': { source: QUEUE, function: 'order-worker', batchSize: 1 },
    'mails-to-mailer': { source: 'mails', function: 'mailer', batchSize: 10, maximumBatchingWindow: '2 s' },
  },
  objectives: [`p99(${QUEUE}.latency) < 1 s`, 'mails.deadLettered == 0'],
});
const plain = (width: number): Style => ({ width, paint: (_kind, text) => text });
const tables = (width: number): string =>
  terminalReport(result, plain(width))
    .split(/\n(?=source)/)
    .join('\n');

describe.each([60, 80, 100, 120])('at %i columns', (width) => {
  const lines = terminalReport(result, plain(width)).split('\n');

  it('no line is wider', () => {
    for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
  });

  it('every figure of the tables is there, beside its name', () => {
    const rows = new Map<string, string[]>();
    for (const line of tables(width).split('\n')) {
      const [name, ...cells] = line.split(/ {2,}/);
      rows.set(name!, [...(rows.get(name!) ?? []), ...cells]);
    }
    for (const name of [QUEUE, 'mails', 'dlq']) {
      const source = result.sources[name]!;
      const { arrived, succeeded, latency, ageAtFirstAttempt, ageOfOldest, depth, deadLettered, books } = source;
      const { acknowledgedUnprocessed, redrivenOut, expired, waiting } = books.out;
      const times = [latency.p50, latency.p99, ageAtFirstAttempt.p99, ageOfOldest.max].map(duration);
      expect(rows.get(name)!.join(' ')).toContain(
        [count(arrived), count(succeeded), ...times, count(depth.max), count(deadLettered)].join(' '),
      );
      const into = count(books.in.arrived + books.in.deadLetteredIn + books.in.redrivenIn);
      const out = [books.out.succeeded, acknowledgedUnprocessed, books.out.deadLettered, redrivenOut, expired, waiting];
      expect(rows.get(name)!.join(' ')).toContain([`${into} =`, ...out.map(count)].join(' '));
    }
    const { failed, refused, latency, inFlight, succeeded, arrived } = result.sources['api']!;
    expect(rows.get('api')!.join(' ')).toContain(
      [
        ...[arrived, succeeded, failed, refused].map(count),
        ...[latency.p50, latency.p99, latency.max].map(duration),
        count(inFlight.max),
      ].join(' '),
    );
    const fn = result.functions['order-worker']!;
    expect(rows.get('order-worker')!.join(' ')).toContain(
      [
        ...[fn.invocations, fn.errors, fn.throttles].map(count),
        `${count(fn.concurrency.mean)} / ${count(fn.concurrency.max)}`,
        duration(fn.duration.p50),
        duration(fn.duration.p99),
        count(fn.coldStarts),
      ].join(' '),
    );
  });
});

it('the scenario has what it is meant to have', () => {
  expect(result.sources[QUEUE]!.deadLettered).toBeGreaterThan(0);
  expect(result.sources['mails']!.acknowledged).toBeGreaterThan(0);
  expect(result.sources['api']!.refused).toBeGreaterThan(0);
  expect(result.functions['order-worker']!.throttles).toBeGreaterThan(0);
});

it('colours say what is bad and what is worth a look, and change nothing else', () => {
  const painted = terminalReport(result, { width: 100, paint: (kind, text) => `«${kind}:${text}»` });
  expect(painted.replace(/«[a-z]+:|»/g, '')).toBe(terminalReport(result, plain(100)));
  const of = (kind: string) => [...painted.matchAll(new RegExp(`«${kind}:([^»]*)»`, 'g'))].map(([, text]) => text);
  const { books, deadLettered } = result.sources[QUEUE]!;
  const fn = result.functions['order-worker']!;
  expect(of('bad')).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^✗ p99/),
      ...[deadLettered, books.out.deadLettered, fn.errors, result.sources['api']!.refused].map(count),
      count(result.sources['mails']!.books.out.acknowledgedUnprocessed),
    ]),
  );
  expect(of('good')).toEqual([expect.stringMatching(/^✓ mails/), '0']);
  expect(of('warning')).toContain(count(fn.throttles));
  expect([...of('bad'), ...of('warning')]).not.toContain('0');
});

it('what a scenario says of itself cannot steer the terminal', () => {
  expect(terminalReport(result, plain(80))).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
});

it('stands in the order: objectives, verdict, the run over time, tables, books', () => {
  const text = terminalReport(result, plain(100));
  const parts = ['✗ p99', 'sent to', '\nwhole run ', '\nsource', '\ncallers', '\nmapping', '\nfunction', '\nbooks'];
  const found = parts.map((part) => text.indexOf(part));
  expect(found).toEqual(found.toSorted((a, b) => a - b));
  expect(found.every((place) => place > 0)).toBe(true);
});

it('a first line that is too long goes on in the next', () => {
  const lines = terminalReport({ ...result, name: 'Four words more than it needs' }, plain(40)).split('\n');
  expect(lines.slice(0, 3)).toEqual([
    'Four words more than it needs · seed 1 ·',
    'rules current · lagcast 0.1.0',
    expect.stringMatching(/^What does/),
  ]);
});

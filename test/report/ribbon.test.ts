/** The ribbon above the charts, and what bound it, on the page: verified by re-runs, and suspected without. */
import { beforeAll, describe, expect, it } from 'vitest';
import { explainResult, type ResultExplanation } from '../../src/explain/explaining.ts';
import type { Result } from '../../src/metrics/result.ts';
import { bound } from '../../src/report/page/bound.ts';
import { entriesOf } from '../../src/report/page/entry.ts';
import { ribbon } from '../../src/report/page/ribbon.ts';
import { Template } from '../../src/scenario/template.ts';
import { simulate } from '../../src/simulate.ts';

/** A burst that fills the dead-letter queue, since two at once are too few, then nothing. */
const SCENARIO = `
lagcast: 1
name: Too few at once
seed: 4
duration: 5 min
sources:
  jobs: { type: sqs, visibilityTimeout: 20 s, redrivePolicy: { deadLetterQueue: jobs-dlq, maxReceiveCount: 1 }, arrivals: [ { rate: 60/s, startAt: 10 s, endAt: 11 s } ] }
  jobs-dlq: { type: sqs }
functions:
  worker: { reservedConcurrency: 2, timeout: 15 s, handler: { duration: 5 s } }
mappings:
  jobs-to-worker: { source: jobs, function: worker, batchSize: 1 }
`;

let result: Result;
let explanation: ResultExplanation;

beforeAll(() => {
  const made = Template.fromText(SCENARIO, { stem: 'few' });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  const base = made.template.tryVariant({});
  if (!base.ok) throw new Error(JSON.stringify(base.problems));
  result = simulate(base.scenario);
  explanation = explainResult(result, made.template);
});

const textOf = (parts: readonly { readonly text: string }[] | null) =>
  (parts ?? [])
    .map(({ text }) => text)
    .join('')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const piecesOf = (text: string) =>
  [...text.matchAll(/data-from="([^"]*)" data-until="([^"]*)" data-name="([^"]*)"/g)].map(([, from, until, name]) => ({
    from: Number(from),
    until: Number(until),
    name,
  }));

describe('after re-runs', () => {
  it('has a strip for each that is worked on, with the spans that were found', () => {
    const { text } = ribbon(entriesOf([result], [explanation]), result.duration)!;
    const spans = explanation.targets[0]!.spans.filter(({ limit }) => limit !== 'none');
    expect(spans.map(({ limit }) => limit)).toContain('reserved');
    expect(piecesOf(text)).toEqual(
      spans.map(({ from, until }) => ({ from: from / 1e6, until: until / 1e6, name: 'reserved of worker' })),
    );
    expect(text.match(/class="strip"/g)).toHaveLength(1);
    expect(text).toContain('class="verified"');
    expect(text).toContain('aria-label="What bound jobs: reserved of worker from');
  });

  it('places the pieces by their share of the axis, which may be longer than the run', () => {
    const { from, until } = explanation.targets[0]!.spans.find(({ limit }) => limit === 'reserved')!;
    const { text } = ribbon(entriesOf([result], [explanation]), 2 * result.duration)!;
    const [, x, width] = /x="([\d.]+)%" width="([\d.]+)%" height="20" data-from/.exec(text)!;
    expect(Number(x)).toBeCloseTo((from / result.duration) * 50, 2);
    expect(Number(width)).toBeCloseTo(((until - from) / result.duration) * 50, 2);
  });

  it('says the same in words, with what the re-runs said', () => {
    const text = textOf(bound(entriesOf([result], [explanation])));
    expect(text).toContain('What bound jobs was the reserved concurrency of worker');
    expect(text).toContain('binds; functions.worker.reservedConcurrency: 2 →');
    expect(text).toMatch(/Each limit was verified by a run with that one change: \d+ runs in all/);
  });
});

describe('without', () => {
  it('has a strip for each suspect, named as one, and none for how records arrive', () => {
    const { text } = ribbon(entriesOf([result]), result.duration)!;
    const names = [...text.matchAll(/<strong>([^<]*)<\/strong>/g)].map(([, name]) => name!);
    expect(names).toContain('jobs: reserved of worker?');
    expect(names.every((name) => name.endsWith('?'))).toBe(true);
    expect(names.join()).not.toContain('arrival shape');
    expect(text).toContain('not verified');
    expect(text).not.toContain('class="verified"');
  });

  it('says that nothing is verified, and what verifies it', () => {
    const text = textOf(bound(entriesOf([result])));
    expect(text).toContain('Suspected of having bound jobs, and not verified:');
    expect(text).toContain('lagcast report RESULT --explain');
  });
});

describe('several results', () => {
  it('tells the strips apart, and verified from suspected', () => {
    const other = { ...result, name: 'Another' };
    const entries = entriesOf([result, other], [explanation, undefined]);
    const { text } = ribbon(entries, result.duration)!;
    expect(text).toContain('jobs · Too few at once');
    expect(text).toContain('reserved of worker? · Another');
    expect(text).toContain('solid where it was verified');
    expect(textOf(bound(entries))).toContain('jobs, Another Suspected of');
  });

  it('shows a dozen strips, says how many are left out, and lets go of more than four', () => {
    const many = Array.from({ length: 15 }, (_, i) => ({ ...result, name: `run ${i}` }));
    const { text } = ribbon(
      entriesOf(
        many,
        many.map(() => explanation),
      ),
      result.duration,
    )!;
    expect(text.match(/class="strip"/g)).toHaveLength(12);
    expect(text).toContain('3 more strips are left out');
    expect(text).not.toContain('sticky');
  });
});

it('is not there where nobody works on anything', () => {
  const nothing = { ...result, sources: {}, mappings: {} };
  expect(ribbon(entriesOf([nothing]), result.duration)).toBeNull();
});

it('has no strip of what had no records, and of a tier the words alone', () => {
  const { arrived, ...others } = result.sources['jobs']!.books.in;
  const books = { ...result.sources['jobs']!.books, in: { ...others, arrived: 0 * arrived } };
  const idle = { ...result, sources: { ...result.sources, jobs: { ...result.sources['jobs']!, books } } };
  expect(ribbon(entriesOf([idle]), result.duration)).toBeNull();
  const tier = { ...result, sources: {}, mappings: {}, tier: {} as NonNullable<Result['tier']> };
  expect(textOf(bound(entriesOf([tier])))).toContain('What bounds the tenants of the tier is not explained.');
});

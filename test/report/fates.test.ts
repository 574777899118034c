/** What became of records: that all are there once, what each share says, and that the drawing has room for it. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { fatesOf } from '../../src/report/fates/fates.ts';
import { MOST_STAGES, type Share, type Stage } from '../../src/report/fates/stage.ts';
import type { Entry } from '../../src/report/page/entry.ts';
import { fates as section } from '../../src/report/page/fates.ts';
import type { Result } from '../../src/metrics/result.ts';
import { anyChain } from '../../src/testing/queue-scenarios.ts';
import { anyStreamScenario } from '../../src/testing/stream-scenarios.ts';
import { anyEventsScenario } from '../support/events-scenarios.ts';
import { expectSoundDrawing, expectSoundFates } from '../support/fates.ts';
import { FULL, hostile, HOSTILE, resultOf } from '../support/reports.ts';
import { run } from '../support/run.ts';
import { anyTier } from '../support/tier-scenarios.ts';

/** A few of each; more, and the gallery: test/slow/fates.test.ts. */
const RUNS = { numRuns: 2, seed: 1, endOnFailure: true };

describe('of any result', () => {
  it.each([
    ['queues and chains', anyChain],
    ['streams', anyStreamScenario],
    ['events', anyEventsScenario],
    ['tiers', anyTier],
  ] as [string, fc.Arbitrary<object>][])(
    'of %s all records are there once, in proportion and legibly',
    (_what, any) => {
      fc.assert(
        fc.property(any, (scenario) => void expectSoundFates(run(scenario))),
        RUNS,
      );
    },
  );

  it('of any graph of stages the drawing has room for every text', () => {
    const label = fc.constantFrom('handled', 'dead-lettered', 'still waiting');
    const why = fc.option(fc.string({ maxLength: 50 }), { nil: null });
    const share = fc.record({
      label,
      why,
      count: fc.nat(1_000_000).map((n) => n + 1),
      tone: fc.constant('good' as const),
    });
    const place = fc.nat(9);
    const graph = fc.record({
      stages: fc.array(
        fc.record({
          name: fc.string({ maxLength: 60 }),
          in: fc.array(share, { maxLength: 3 }),
          out: fc.array(share, { maxLength: 4 }),
        }),
        { minLength: 1, maxLength: 10 },
      ),
      ways: fc.array(
        fc.record({ from: place, to: place, count: fc.integer({ min: 1, max: 500_000 }), isSame: fc.boolean() }),
        { maxLength: 12 },
      ),
    });
    fc.assert(
      fc.property(graph, ({ stages, ways }) => {
        const made = stages.map(({ name, ...sides }, i): Stage => {
          const out = ways.filter(({ from, to }) => from === i && to < stages.length);
          const into = ways.filter(({ from, to }) => to === i && from < stages.length);
          const extra = (way: (typeof ways)[number], other: number): Share => ({
            ...{ label: 'dead-lettered', why: 'because', count: way.count, tone: 'dead' as const },
            ...(way.isSame ? { link: String(other) } : { follows: [String(other)] }),
          });
          return {
            ...{ id: String(i), name, kind: 'queue', noun: 'message', outside: sides.in.slice(2), copies: [] },
            in: [...sides.in.slice(0, 2), ...into.map((way) => extra(way, way.from))],
            out: [...sides.out, ...out.map((way) => extra(way, way.to))],
          };
        });
        expectSoundDrawing({ stages: made, leftOut: 0 });
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

const said = (shares: readonly Share[]): string[] =>
  shares.map(({ count, label, why }) => `${count} ${label}${why === null ? '' : `: ${why}`}`);
const stageOf = (result: Result, name: string): Stage =>
  expectSoundFates(result).stages.find((stage) => stage.name === name)!;
const sidesOf = (result: Result, name: string): string[][] => {
  const { in: into, out, outside } = stageOf(result, name);
  return [said(into), said(out), ...(outside.length === 0 ? [] : [said(outside)])];
};

/** Messages at these seconds, work of 100 ms, one receive; two minutes. */
const queue = (more: {
  fn?: object;
  q?: object;
  events?: object[];
  at?: readonly number[];
  sources?: object;
  warmUp?: string;
  mapping?: object;
  functions?: object;
  mappings?: object;
}): Result =>
  run({
    ...{ lagcast: 1, duration: '2 min', rules: 'ideal', warmUp: more.warmUp ?? '0 s' },
    functions: {
      f: { coldStart: 'none', timeout: '30 s', handler: { perInvocation: '100 ms' }, ...more.fn },
      ...more.functions,
    },
    sources: {
      q: {
        ...{ type: 'sqs', visibilityTimeout: '30 s', redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'dlq' } },
        arrivals: [{ records: (more.at ?? [1, 2, 3]).map((at) => ({ at: `${at} s` })) }],
        ...more.q,
      },
      dlq: { type: 'sqs' },
      ...more.sources,
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, ...more.mapping }, ...more.mappings },
    events: more.events ?? [],
  });

describe('a queue', () => {
  it('whose messages are all handled, by whom', () => {
    const result = queue({});
    expect(sidesOf(result, 'q')).toEqual([['3 sent'], ['3 handled: by f']]);
    // The dead-letter queue to which nothing came is not there.
    expect(fatesOf(result).stages).toHaveLength(1);
  });

  it('dead letters go on in the dead-letter queue, by cause', () => {
    const result = queue({ fn: { handler: { perInvocation: '100 ms', script: ['throw', 'succeed', 'timeout'] } } });
    expect(sidesOf(result, 'q')).toEqual([
      ['3 sent'],
      ['1 handled: by f', '1 dead-lettered: handler errors', '1 dead-lettered: timeouts'],
    ]);
    expect(sidesOf(result, 'dlq')).toEqual([['2 dead letters in: from q'], ['2 still waiting: at the end']]);
    const drawing = expectSoundDrawing(fatesOf(result));
    const [first, second] = drawing.flows.filter(({ share }) => share.tone === 'dead');
    // Both end at the bar of the dead-letter queue, one below the other.
    expect(second!.points.at(-1)).toEqual({ x: first!.points.at(-1)!.x, y: first!.points.at(-1)!.y + first!.height });
  });

  it('never ran is told where only one cause can be meant', () => {
    const refused = queue({ fn: { reservedConcurrency: 0 } });
    expect(sidesOf(refused, 'q')[1]).toEqual(['3 dead-lettered: never ran: throttled to the end']);
  });

  it('a redrive is a part of both sides, and draws no loop', () => {
    const result = queue({
      at: [1],
      fn: { handler: { perInvocation: '100 ms', script: ['throw', 'succeed'] } },
      events: [{ at: '60 s', redrive: { from: 'dlq' } }],
    });
    expect(sidesOf(result, 'q')).toEqual([
      ['1 sent', '1 redriven in: from dlq'],
      ['1 handled: by f', '1 dead-lettered: handler errors'],
    ]);
    expect(sidesOf(result, 'dlq')[1]).toEqual(['1 redriven: back to q']);
  });

  it('what the figures leave out for the warm-up is told apart', () => {
    const result = queue({
      warmUp: '31500 ms',
      fn: { handler: { perInvocation: '100 ms', script: ['throw', 'throw', 'throw'] } },
    });
    expect(sidesOf(result, 'q')[1]).toEqual(['2 dead-lettered: handler errors', '1 dead-lettered: in the warm-up']);
  });

  it('what is in flight at the end is told from what waits', () => {
    const result = queue({ at: [1, 119, 119.95], q: { delay: '0 s' }, fn: { handler: { perInvocation: '30 s' } } });
    expect(sidesOf(result, 'q')[1]).toEqual(['1 handled: by f', '2 in flight: at the end']);
  });

  it('whose handler sends to itself draws no loop', () => {
    const result = queue({ fn: { handler: { perInvocation: '100 ms', sends: [{ to: 'q' }] } } });
    const { sent } = result.functions['f']!;
    expect(sent).toBeGreaterThan(10);
    expect(sidesOf(result, 'q')[0]).toEqual([`${sent} sent: by f`, '3 sent']);
    expect(expectSoundDrawing(fatesOf(result)).threads).toEqual([]);
  });

  it('what a handler sends on is led to by a line, and told from what arrives by itself', () => {
    const sent = { next: { type: 'sqs', arrivals: [{ records: [{ at: '5 s' }] }] } };
    const result = queue({ fn: { handler: { perInvocation: '100 ms', sends: [{ to: 'next' }] } }, sources: sent });
    expect(sidesOf(result, 'next')[0]).toEqual(['3 sent: by f', '1 sent']);
    expect(expectSoundDrawing(fatesOf(result)).threads).toHaveLength(1);
  });

  it('without what its inputs say is no less in balance', () => {
    const result = queue({ fn: { handler: { perInvocation: '100 ms', script: ['throw'] } } });
    const unknown = { ...result, inputs: [] };
    expect(sidesOf(unknown, 'dlq')[0]).toEqual(['3 dead letters in']);
  });
});

describe('other sources', () => {
  const full = resultOf(FULL);

  it('all of the sample are in balance, and in the picture', () => {
    const { stages } = expectSoundFates(full);
    expect(stages.map(({ name }) => name)).toEqual(['jobs', 'jobs-dlq', 'clicks', 'api', 'uploads']);
  });

  it('readers of one stream have all its records each', () => {
    const result = run({
      ...{ lagcast: 1, duration: '1 min', rules: 'ideal' },
      functions: { f: { coldStart: 'none', handler: { perInvocation: '1 ms' } } },
      sources: { s: { type: 'kinesis', shards: 1, arrivals: [{ rate: '2/s' }] } },
      mappings: {
        a: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON' },
        b: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', filters: [{ data: { key: ['none'] } }] },
      },
    });
    const { stages } = expectSoundFates(result);
    const arrived = result.sources['s']!.books.in.arrived;
    expect(stages.map(({ id }) => id)).toEqual(['source s', 'mapping a', 'mapping b']);
    expect(stages[0]!.copies).toEqual(['mapping a', 'mapping b']);
    expect(said(stages[2]!.in)).toEqual([`${arrived} all records: of s`]);
  });
});

describe('on the page', () => {
  const full = resultOf(FULL);
  const pageOf = (...results: Result[]): string =>
    section(results.map((result, i) => ({ result, label: `r${i}` }) as Entry))!
      .map(({ text }) => text)
      .join('');

  it('each result has a picture that is described, and the same as a table', () => {
    const page = pageOf(full, full);
    expect(page.match(/<svg /g)).toHaveLength(2);
    expect(page.match(/<h3>/g)).toHaveLength(2);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    expect(page.match(/role="img" aria-label="What became of the records of r\d"/g)).toHaveLength(2);
    expect([...page.matchAll(/aria-describedby="([^"]+)"/g)].map(([, id]) => id)).toEqual(ids);
    const rows = page.match(/<tr>/g)!.length - 2;
    const shares = fatesOf(full).stages.flatMap((stage) => [...stage.in, ...stage.out, ...stage.outside]);
    expect(rows).toBe(2 * shares.length);
  });

  it('needs no style of its own, which its security policy forbids', () => {
    expect(pageOf(full)).not.toMatch(/style=|<style|<script|href=|on\w+=/);
  });

  it('names are text', () => {
    const page = pageOf(hostile(full));
    for (const name of HOSTILE.filter((one) => /[<>"']/.test(one))) expect(page).not.toContain(name);
    expect(page).not.toMatch(/<img|onmouseover="|<b>/);
    expectSoundDrawing(fatesOf(hostile(full)));
  });

  it('draws the first of very many parts, and says so', () => {
    const sources = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`jobs-${i}`, full.sources['jobs-dlq']!]));
    const many = { ...full, sources, mappings: {}, inputs: [] };
    expect(fatesOf(many).stages).toHaveLength(MOST_STAGES);
    expect(pageOf(many)).toContain(`10 parts more: only the first ${MOST_STAGES} are drawn`);
    expectSoundDrawing(fatesOf(many));
  });

  it('is not there where nothing came', () => {
    expect(section([{ result: { ...full, sources: {}, tier: null }, label: 'r' } as Entry])).toBeNull();
  });
});

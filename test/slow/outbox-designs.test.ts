/**
 * The four designs over one transactional outbox (scenarios 22 to 25): what keeps the order of an order's events, what a bad
 * payment stops, and how many invocations each needs at once.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';
import type { Line } from '../support/run.ts';
import { laneOf, play, type Data, type Played } from '../support/gallery.ts';

const FILES = {
  'a mapping per type': '22-outbox-one-function-a-mapping-per-type.yaml',
  'a function per type': '23-outbox-a-function-per-type.yaml',
  'one for all': '24-outbox-one-function-for-all.yaml',
  'the type as key': '25-outbox-type-as-partition-key.yaml',
} as const;
type Design = keyof typeof FILES;
const TYPES = ['created', 'paid', 'shipped', 'cancelled'];

const played = Object.fromEntries(
  Object.entries(FILES).map(([design, file]) => [design, play(file, undefined, ['order', 'type'])]),
) as Record<Design, Played>;
const designs = Object.keys(FILES) as Design[];

const SECOND = 1e6;
/** The relay's second sending of an event is the same event. */
const eventOf = (id: string): string => id.split('~')[0]!;

function handledIn({ lines }: Played): { id: string; at: number }[] {
  const done = lines.filter(({ event }) => event === 'checkpointed');
  return done.flatMap(({ records, t }) => records!.map((id) => ({ id: eventOf(id), at: t })));
}

function sentAt({ lines }: Played): Map<string, number> {
  const sent = lines.filter(({ event }) => event === 'sent');
  // Of an event that is sent twice, the first.
  return new Map(sent.toReversed().flatMap(({ records, t }) => records!.map((id) => [eventOf(id), t] as const)));
}

/** Groups whose events were first handled in another order than they were sent. */
function outOfOrder(one: Played, groupOf: (carried: Readonly<Record<string, unknown>>) => string): number {
  const sent = [...sentAt(one).keys()].toReversed();
  const place = new Map(sent.map((id, i) => [id, i]));
  const last = new Map<string, number>();
  const seen = new Set<string>();
  const broken = new Set<string>();
  for (const { id } of handledIn(one)) {
    if (seen.has(id)) continue;
    seen.add(id);
    const group = groupOf(one.carried.get(id)!);
    if (place.get(id)! < (last.get(group) ?? -1)) broken.add(group);
    last.set(group, Math.max(place.get(id)!, last.get(group) ?? -1));
  }
  return broken.size;
}

/** What was handled more than 5 s after it was sent. */
function late(one: Played): Readonly<Record<string, unknown>>[] {
  const sent = sentAt(one);
  return handledIn(one)
    .filter(({ id, at }) => at - sent.get(id)! > 5 * SECOND)
    .map(({ id }) => one.carried.get(id)!);
}

const shardOf = (order: unknown): string => laneOf(String(order), 4, 1);

describe('four designs over one outbox', () => {
  it('have the same events at the same instants', () => {
    const [first, ...others] = designs.map((design) => [...sentAt(played[design])]);
    expect(first!.length).toBeGreaterThan(5000);
    for (const other of others) expect(other).toEqual(first);
  });

  it.each<[Design, boolean]>([
    ['a mapping per type', false],
    ['a function per type', false],
    ['one for all', true],
    ['the type as key', false],
  ])('%s: the events of an order stay in order: %s', (design, isKept) => {
    const broken = outOfOrder(played[design], ({ order }) => String(order));
    if (isKept) expect(broken).toBe(0);
    else expect(broken).toBeGreaterThan(40);
    // Those of one type always do.
    expect(outOfOrder(played[design], ({ order, type }) => `${String(order)} ${String(type)}`)).toBe(0);
  });

  it.each<[Design, string[], number]>([
    ['a mapping per type', ['paid'], 1],
    ['a function per type', ['paid'], 1],
    ['one for all', ['cancelled', 'created', 'paid', 'shipped'], 1],
    ['the type as key', ['paid'], 4],
  ])('%s: a bad payment of order 7 stops %j, of orders in so many of four shards: %i', (design, types, shards) => {
    const stopped = late(played[design]);
    expect([...new Set(stopped.map(({ type }) => String(type)))].sort()).toEqual(types);
    // Of the order's own shard, or of all orders.
    const of = new Set(stopped.map(({ order }) => shardOf(order)));
    expect(of.size).toBe(shards);
    if (shards === 1) expect(of).toEqual(new Set([shardOf(7)]));
  });

  it('the share of events that are stopped is that of type and shard, over 38 s', () => {
    // 40 a second for nine tries with 0.15 + … + 19.2 s between, what was put in the last 5 s of them left out.
    const events = 40 * (0.15 * 255 - 5);
    const shares = {
      'a mapping per type': 0.3 / 4,
      'a function per type': 0.3 / 4,
      'one for all': 1 / 4,
      'the type as key': 0.3,
    };
    for (const design of designs) {
      const share = late(played[design]).length / events;
      expect(share).toBeGreaterThan(shares[design] * 0.75);
      expect(share).toBeLessThan(shares[design] * 1.25);
    }
  });

  it.each<[Design, string]>([
    ['a mapping per type', '1 function, 4 mappings: 4 shards × 4 mappings × factor 1 = 16 invocations at once at most'],
    [
      'a function per type',
      '4 functions, 4 mappings: 4 shards × 4 mappings × factor 1 = 16 invocations at once at most',
    ],
    ['one for all', '1 function, 1 mapping: 4 shards × 1 mapping × factor 1 = 4 invocations at once at most'],
    ['the type as key', '1 function, 1 mapping: 4 shards × 1 mapping × factor 1 = 4 invocations at once at most'],
  ])('%s: the check says what it needs', (design, needs) => {
    const { problems } = readScenario(
      readFileSync(new URL(`../../scenarios/${FILES[design]}`, import.meta.url), 'utf8'),
    );
    expect(problems.map(({ message }) => message).filter((message) => message.startsWith(needs))).toHaveLength(1);
  });
});

describe('16 lanes that are all busy', () => {
  const file = FILES['a mapping per type'];

  /** More than 16 lanes can do: ten records take a second, and each lane gets 25 a second. */
  const busy =
    (reserved: number, factor = 1, key = 'order') =>
    (data: Data): void => {
      data.duration = '20 s';
      data.functions.orders = {
        timeout: '10 s',
        coldStart: 'none',
        reservedConcurrency: reserved,
        handler: { duration: '1 s' },
      };
      delete data.sources.events.outbox;
      const among = Object.fromEntries(TYPES.map((type) => [type, '25 %']));
      // Four regions that fall to four shards.
      const attributes = {
        order: { uniform: { min: 1, max: 100_000 } },
        type: { choice: among },
        region: { choice: among },
      };
      data.sources.events = {
        ...data.sources.events,
        partitionKey: key,
        arrivals: [{ rate: `${400 * factor}/s`, attributes }],
      };
      delete data.objectives;
      for (const mapping of Object.values<Data>(data.mappings)) {
        Object.assign(mapping, { batchSize: 10, maximumRetryAttempts: 0, parallelizationFactor: factor });
      }
    };
  const figures = ({ result, lines }: { result: Played['result']; lines: readonly Line[] }) => {
    const { concurrency, throttles, errors } = result.functions['orders']!;
    const givenUp = lines.filter(({ condition }) => condition !== undefined).length;
    return { peak: concurrency.max, throttles, errors, givenUp };
  };

  it('four regions are one key to a shard', () => {
    expect(new Set(TYPES.map((region) => laneOf(region, 4, 1))).size).toBe(4);
  });

  it('need 16: no throttle', () => {
    expect(figures(play(file, busy(16)))).toEqual({ peak: 16, throttles: 0, errors: 0, givenUp: 0 });
  });

  it('have 15: throttles, and no retry is used up', () => {
    const one = play(file, busy(15));
    // The lane that came last is refused, and tries again after 0.15 s, 0.3 s …: at (2^n − 1) · 0.15 s, which is eight times in 20 s. The
    // other lanes take every place that becomes free at the instant it does, so the same lane is refused each time.
    expect(figures(one)).toEqual({ peak: 15, throttles: 8, errors: 0, givenUp: 0 });
    const refused = one.lines.filter(({ event }) => event === 'throttled');
    expect(new Set(refused.map(({ mapping, lane }) => `${mapping} ${lane}`)).size).toBe(1);
  });

  it('with a factor of 2 need 32, but still 16 with one key to a shard', () => {
    expect(figures(play(file, busy(32, 2)))).toEqual({ peak: 32, throttles: 0, errors: 0, givenUp: 0 });
    expect(figures(play(file, busy(32, 2, 'region')))).toEqual({ peak: 16, throttles: 0, errors: 0, givenUp: 0 });
  });

  it('the check warns of 15, and not of 16', () => {
    const text = readFileSync(new URL(`../../scenarios/${file}`, import.meta.url), 'utf8');
    const warned = (reserved: number): string[] => {
      const { problems } = readScenario(text.replace('reservedConcurrency: 16', `reservedConcurrency: ${reserved}`));
      return problems.filter(({ severity }) => severity === 'warning').map(({ message }) => message);
    };
    expect(warned(16)).toEqual([]);
    expect(warned(15)).toEqual([expect.stringMatching(/may invoke it 16 times at once, more than the 15 it reserves/)]);
  });
});

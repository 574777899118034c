/** The customer with millions of events and a concurrency of one (section 5.8 of the specification), in its full size. */
import { expect, it } from 'vitest';
import { scenarioOfEvents } from '../support/events.ts';
import { run } from '../support/run.ts';

const backlog = (count: number) => ({ arrivals: [{ records: Array.from({ length: count }, () => ({ at: '0 s' })) }] });

it.each([
  [50_000, 1, 80, 3_996_760],
  [10_000, 10, 800, 767_600],
])(
  '%i events at once, concurrency %i, 1 s each, no jitter: %i are handled in six hours, with %i refusals',
  (events, limit, handled, refused) => {
    const { functions, sources } = run(
      scenarioOfEvents({ duration: '6 h', fn: { reservedConcurrency: limit }, source: backlog(events) }),
    );
    const { succeeded, expired } = sources['e']!;
    expect({ succeeded, expired }).toEqual({ succeeded: handled, expired: events - handled });
    // Looking ahead, the others are given up at the last refusal and not 300 s later: the number of refusals is the same.
    expect(functions['f']!.throttles).toBe(refused);
  },
);

it('nobody looks ahead: the same refusals, and the others are given up when they would be due again', () => {
  const { functions, sources } = run(
    scenarioOfEvents({
      ...{ duration: '21900 s', fn: { reservedConcurrency: 1 }, source: backlog(5000) },
      facts: { 'async.lookAhead': 'off' },
    }),
  );
  expect(sources['e']).toMatchObject({ succeeded: 80, expired: 4920 });
  expect(functions['f']!.throttles).toBe(80 * 5000 - 3240);
});

/** Windows of tenants, section 6.4 of the specification. */
import { describe, expect, it } from 'vitest';
import { exponential } from '../../../../src/engine/exponential.ts';
import { TenantWindows } from '../../../../src/model/tier/controls/aimd.ts';
import { chance, SECOND } from './support.ts';

describe('a window for each tenant', () => {
  it('grows by the increase in a round, for that tenant alone', () => {
    const windows = new TenantWindows(2, { first: 5, increase: 2, keep: 0.5 });
    for (let i = 0; i < 5; i++) windows.succeeded(1, SECOND);
    expect([windows.allows(1, 5), windows.allows(1, 6), windows.allows(1, 7)]).toEqual([true, false, false]);
    windows.succeeded(1, SECOND);
    expect([windows.allows(1, 6), windows.allows(0, 4), windows.allows(0, 5)]).toEqual([true, true, false]);
  });

  it('is cut once in the mean time of a run, whatever the last one took, and not below one', () => {
    const windows = new TenantWindows(1, { first: 16, increase: 0, keep: 0.5 });
    windows.succeeded(0, 10 * SECOND);
    // The mean is 9 s now.
    windows.succeeded(0, 0);
    windows.throttled(0, 100 * SECOND);
    windows.throttled(0, 109 * SECOND - 1);
    expect([windows.allows(0, 7), windows.allows(0, 8)]).toEqual([true, false]);
    windows.throttled(0, 109 * SECOND);
    expect([windows.allows(0, 3), windows.allows(0, 4)]).toEqual([true, false]);
    for (let i = 2; i < 20; i++) windows.throttled(0, i * 100 * SECOND);
    expect([windows.allows(0, 0), windows.allows(0, 1)]).toEqual([true, false]);
  });
});

/** A backlog without end before a concurrency of 10, with runs of 1 s in the mean, for an hour. */
function work(keep: number): { utilisation: number; throttles: number } {
  const windows = new TenantWindows(1, { first: 5, increase: 1, keep });
  const random = chance(`runs ${keep}`);
  const runs: { begin: number; end: number }[] = [];
  let [now, busy, done, throttled] = [0, 0, 0, 0];
  while (now < 3600) {
    while (windows.allows(0, runs.length)) {
      if (runs.length === 10) {
        throttled++;
        windows.throttled(0, now * SECOND);
        break;
      }
      runs.push({ begin: now, end: now + exponential(random) });
    }
    const next = runs.reduce((a, b) => (a.end < b.end ? a : b));
    busy += runs.length * (next.end - now);
    now = next.end;
    runs.splice(runs.indexOf(next), 1);
    done++;
    windows.succeeded(0, (next.end - next.begin) * SECOND);
  }
  return { utilisation: busy / now / 10, throttles: throttled / done };
}

it.each([
  [0.5, 0.78, 0.022],
  [0.7, 0.88, 0.032],
  [0.9, 0.97, 0.26],
])(
  'the utilisation is about that of a sawtooth, where a throttle leaves %d of the window',
  (keep, utilisation, throttles) => {
    const seen = work(keep);
    expect(Math.abs(seen.utilisation - (1 + keep) / 2)).toBeLessThan(0.06);
    expect(Math.abs(seen.utilisation - utilisation)).toBeLessThan(0.04);
    expect(seen.throttles).toBeLessThan(2 * throttles);
  },
);

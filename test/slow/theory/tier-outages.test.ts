/**
 * Outages of the tier by closed forms: pollers down for a time L, with arrivals λ and capacity μ; leases that lapse or stay; a zone that is
 * lost with its hosts.
 */
import { describe, expect, it } from 'vitest';
import { TierBooks } from '../../support/tier-books.ts';
import { sends, tierOf, tierScenario, watchTier, type TierAround } from '../../support/tiers.ts';
import { near } from '../../theory/tier-models.ts';

const S = 1e6;

describe('pollers down for L = 60 s, with μ = 2λ = 100/s', () => {
  const [from, L, rate] = [40, 60, 50];
  const drained = (discipline: unknown, more: object = {}) =>
    tierOf({
      ...{ duration: 240, queues: 1, placement: 'single', discipline, pollers: { slots: 1 }, ...more },
      incidents: [{ at: `${from} s`, for: `${L} s`, pollersDown: true }],
      measure: { every: '250 ms', from: `${from + L + 1} s`, until: `${from + L + 40} s` },
      tenants: { t: { service: '10 ms', arrivals: [{ rate: `${rate}/s` }] } },
    });

  it('FIFO: the backlog is λL, is worked off in L·λ/(μ − λ), and nobody waits longer than L', () => {
    const { tier, of } = drained('fifo');
    near('backlog', tier.queueing.deepest, rate * L, 0.01);
    near('time to drain', tier.work.drainTime! / S, L, 0.02);
    near('oldest', of('t').firstAttemptAge.max! / S, L, 0.01);
    // The first event afterwards waits λL/μ, and later ones less and less.
    near('just after', of('t').firstAttemptAgeInWindow.max! / S, (rate * L) / 100, 0.03);
  });

  it('LIFO: new events do not wait, and one of a seconds into the outage waits 2(L − a)', () => {
    const { of } = drained('lifo');
    near('oldest', of('t').firstAttemptAge.max! / S, 2 * L, 0.01);
    expect(of('t').firstAttemptAgeInWindow.max!).toBeLessThan(0.05 * S);
  });

  it('half of the backlog expires with LIFO and an age limit of L, and nothing with FIFO', () => {
    const limit = { maximumEventAge: `${L} s` };
    near('expired', drained('lifo', limit).of('t').endedBy.ageExceeded, (rate * L) / 2, 0.01);
    expect(drained('fifo', limit).of('t').endedBy.ageExceeded).toBeLessThanOrEqual(1);
  });

  it('a ramp lets the age go on growing for a while', () => {
    const { of } = drained('fifo', { ramp: { normal: '50/s', first: '20 %' } });
    expect(of('t').firstAttemptAge.max! / S).toBeGreaterThan(L);
  });
});

describe('leases', () => {
  const leased = (around: Partial<TierAround> & { readonly rate: number }) => {
    const { rate, ...more } = around;
    return tierOf({
      ...{ duration: 150, queues: 36, placement: 'random', leases: { mostTaken: 99 } },
      pollers: { model: 'leased', hosts: 6, zones: 3, slots: 10 },
      tenants: { t: { ...sends(rate, '100 ms'), count: 1 } },
      ...more,
    });
  };

  it('of sticky hosts stay while the lease service is down, and nobody waits longer', () => {
    const incidents = [{ at: '60 s', for: '60 s', leaseServiceDown: true }];
    const [without, down] = [leased({ rate: 200 }), leased({ rate: 200, incidents })];
    expect(down.tier.leases).toEqual({ moved: 0, lapsed: 0 });
    expect(down.of('t').firstAttemptAge).toEqual(without.of('t').firstAttemptAge);
  });

  it('of others lapse when their time to live is over, and nothing is worked until it is back', () => {
    const incidents = [{ at: '60 s', for: '60 s', leaseServiceDown: true }];
    const { tier, of } = leased({ rate: 200, incidents, leases: { ttl: '30 s', sticky: false, mostTaken: 99 } });
    expect(tier.leases.lapsed).toBe(36);
    // Renewed within the last ten seconds before it; taken again within ten seconds after.
    const oldest = of('t').firstAttemptAge.max! / S;
    expect(oldest).toBeGreaterThanOrEqual(30);
    expect(oldest).toBeLessThanOrEqual(50);
    expect(of('t').waiting).toBeLessThan(100);
  });

  it('of a zone that is lost are taken after 20 s to 40 s; in flight was a part, which comes back', () => {
    const incidents = [{ at: '60 s', for: '600 s', zoneDown: 1 }];
    const { of } = leased({
      rate: 200,
      incidents,
      pollers: { model: 'leased', hosts: 6, zones: 3, slots: 10, visibilityTimeout: '30 s' },
    });
    const oldest = of('t').firstAttemptAge.max! / S;
    expect(oldest).toBeGreaterThanOrEqual(20);
    expect(oldest).toBeLessThanOrEqual(40.5);
    expect(of('t').lost).toBeGreaterThan(0);
    expect(of('t').lost).toBeLessThanOrEqual(20);
  });

  it('that are moved at once leave hardly a trace', () => {
    const incidents = [{ at: '60 s', for: '600 s', zoneDown: 1 }];
    const { of } = leased({ rate: 200, incidents, leases: { evacuateAfter: '5 s' } });
    expect(of('t').firstAttemptAge.max! / S).toBeLessThan(6.5);
  });

  it('with three zones, two carry what is no more than two thirds of all', () => {
    // 600/s in all, of which 400/s are left.
    const incidents = [{ at: '60 s', for: '600 s', zoneDown: 2 }];
    const leases = { evacuateAfter: '0 s' };
    expect(leased({ rate: 380, incidents, leases }).of('t').waiting).toBeLessThan(200);
    const { waiting } = leased({ rate: 440, incidents, leases }).of('t');
    near('left behind', waiting, 40 * 90, 0.15);
  });

  it('of a zone that is lost take with them what runs, and nothing that was over', () => {
    const scenario = tierScenario({
      ...{ duration: 60, queues: 6, placement: 'random' },
      pollers: { model: 'leased', hosts: 3, zones: 3, slots: 2, heartbeat: false, visibilityTimeout: '10 s' },
      incidents: [{ at: '20 s', for: '10 s', zoneDown: 2 }],
      tenants: { t: sends(20, 0.1) },
    });
    // It throws when more runs end than began.
    const books = watchTier(scenario, (watched) => new TierBooks(watched));
    books.check();
    const { depths } = books.probe;
    expect(depths.reduce((sum, depth) => sum + depth, 0)).toBe(books.live.size);
  });
});

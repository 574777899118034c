/** What is not modelled of the tier behind asynchronous invocation. */
import type { LimitedPart } from './limit.ts';

export const TIER: readonly LimitedPart[] = [
  {
    title: 'The tier',
    touchedBy: /^tier\./,
    limits: [
      {
        what: 'pollers that scale, and a number of queues that changes',
        means:
          'Slots, hosts and queues are those of the scenario from the beginning to the end; only lanes come and go.',
      },
      {
        what: 'cells, and zones of front hosts and queues',
        means:
          'There is one tier, and only leased poller hosts are in zones. A loss that cells would confine spreads here.',
      },
      {
        what: 'receives of several events at once',
        means: 'Each event is received by itself as a slot comes free, and each receive takes its time.',
      },
      {
        what: 'deletes, and what polling costs',
        means:
          'An event is deleted in no time, and its delete fails only as a lost acknowledgement. Empty receives are counted and cost nothing, and what is held ahead has cost no receive.',
      },
      {
        what: 'leases that are handed over with care, and zones that hosts keep to',
        means: 'A lease moves at once, and a host takes whatever has run out; what the old host holds it works off.',
      },
      {
        what: 'timeouts, cold starts and account limits of simulated tenants',
        means:
          'A tenant has a concurrency and a time for each run. Functions of the scenario that share the tier have all of it.',
      },
      {
        what: 'direct calls that go first, and destinations of simulated tenants',
        means: 'Direct calls do not share the tier, and what a simulated tenant gives up is counted and goes nowhere.',
      },
      {
        what: 'a penalty for queues whose events fail fast',
        means: 'Such a queue looks empty, and placement by depth sends more to it.',
      },
    ],
  },
];

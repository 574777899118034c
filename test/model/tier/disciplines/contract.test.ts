/** What holds for every discipline, over thousands of events by chance: against a twin that is as plain as can be, and by itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISCIPLINES, type DisciplineName } from '../../../../src/model/tier/disciplines/disciplines.ts';
import { make, optionsOf, Setup, type OptionValues } from './setup.ts';
import { TWINS } from './twins.ts';

const SECOND = 1_000_000;
const QUEUES = 3;
const TENANTS = 6;

/** Options with which all that a discipline can do happens within a few dozen events. */
const VARIANTS: Record<DisciplineName, OptionValues[]> = {
  fifo: [{}],
  lifo: [{}],
  ttl: [{ ttl: 20 * SECOND }],
  lifoUnderBacklog: [{ after: 20 * SECOND }, { after: 5 * SECOND, drainShare: 0.25 }],
  sideline: [{ after: 10 * SECOND }, { after: 5 * SECOND, mostMoved: 2 }],
  drr: [{}, { by: 'work', quantumTime: 3 }, { quantum: 0.25 }],
  sfq: [{}, { by: 'work' }],
  sqsFair: [{}, { least: 2, window: 20 * SECOND, release: 15 * SECOND }, { least: 3, share: 0.4 }],
  stochastic: [{}, { buckets: 2 }],
};

/** In these, no event overtakes another of its tenant. */
const IN_ORDER: readonly string[] = ['fifo', 'ttl', 'drr', 'sfq', 'sqsFair', 'stochastic'];

type Step =
  | {
      readonly kind: 'push';
      readonly queue: number;
      readonly tenant: number;
      readonly cost: number;
      readonly isOld: boolean;
    }
  | { readonly kind: 'pop'; readonly queue: number; readonly runs: boolean }
  | { readonly kind: 'end'; readonly which: number; readonly again: boolean }
  | { readonly kind: 'wait'; readonly time: number };

const queue = fc.nat(QUEUES - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('push' as const),
      queue,
      // Some send more than others.
      tenant: fc.oneof(fc.constant(0), fc.nat(TENANTS - 1)),
      cost: fc.integer({ min: 1, max: 9 }),
      isOld: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pop' as const), queue, runs: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(), again: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), time: fc.integer({ min: 1, max: 8 * SECOND }) }),
  },
);

/** What a run of steps looks like from outside: what came out, and whether all rules held. */
function follow(name: DisciplineName, options: OptionValues, steps: readonly Step[]): void {
  const setup = new Setup(QUEUES, TENANTS);
  // Sums of these, and of costs by these, are exact.
  setup.weights.push(1, 2, 0.5, 4, 1, 1);
  setup.slots = 2;
  const discipline = make(name, setup, options);
  const complete = optionsOf(name, options);
  const twins = Array.from({ length: QUEUES }, (_, q) => TWINS[name](complete, setup, q));
  const lines: number[][] = twins.map(() => []);
  const running: { slot: number; queue: number; at: number }[] = [];
  const free: number[] = [];

  const push = (q: number, slot: number) => {
    discipline.push(q, slot);
    twins[q]!.push(slot);
    lines[q]!.push(slot);
  };
  const pop = (q: number): number => {
    const answer = discipline.pop(q);
    const wanted = twins[q]!.pop();
    const slot = answer < 0 ? ~answer : answer;
    const line = lines[q]!;
    // Plain conditions: an expectation for each of a million receives takes seconds.
    if (answer !== wanted) expect.fail(`${answer} where its twin has ${wanted}`);
    if (!line.includes(slot)) expect.fail(`${slot} is not in queue ${q}`);
    const first = line.find((one) => setup.tenant[one] === setup.tenant[slot]);
    if (IN_ORDER.includes(name) && first !== slot) expect.fail(`${slot} overtakes ${first} of its tenant`);
    line.splice(line.indexOf(slot), 1);
    return answer;
  };

  for (const one of steps) {
    if (one.kind === 'wait') setup.clock.now += one.time;
    else if (one.kind === 'push') {
      const slot = free.pop() ?? setup.tenant.length;
      setup.tenant[slot] = one.tenant;
      setup.cost[slot] = one.cost;
      setup.accepted[slot] = setup.clock.now - (one.isOld ? 15 * SECOND : 0);
      push(one.queue, slot);
    } else if (one.kind === 'pop' && lines[one.queue]!.length > 0) {
      const slot = pop(one.queue);
      if (slot < 0) free.push(~slot);
      else if (!one.runs) free.push(slot);
      else {
        discipline.began?.(one.queue, slot);
        twins[one.queue]!.began?.(slot);
        running.push({ slot, queue: one.queue, at: setup.clock.now });
      }
    } else if (one.kind === 'end' && running.length > 0) {
      const [run] = running.splice(one.which % running.length, 1);
      const duration = setup.clock.now - run!.at;
      discipline.ended?.(run!.queue, run!.slot, duration);
      twins[run!.queue]!.ended?.(run!.slot, duration);
      // Tried again, perhaps in another queue; or its slot is used for another event.
      if (one.again) push(one.which % QUEUES, run!.slot);
      else free.push(run!.slot);
    }
  }
  for (let q = 0; q < QUEUES; q++) while (lines[q]!.length > 0) pop(q);
  expect(discipline.takeSpent?.() ?? 0).toBe(twins.reduce((sum, twin) => sum + (twin.spent ?? 0), 0));
  expect(discipline.takeSpent?.() ?? 0).toBe(0);
}

for (const name of Object.keys(DISCIPLINES) as DisciplineName[]) {
  describe(name, () => {
    for (const options of VARIANTS[name])
      it(`loses nothing, gives nothing twice, is never idle, and does as its twin, with ${JSON.stringify(options)}`, () => {
        fc.assert(
          fc.property(fc.array(step, { minLength: 50, maxLength: 300, size: 'max' }), (steps) =>
            follow(name, options, steps),
          ),
          { numRuns: 15, seed: 11 },
        );
      });

    it('keeps many queues apart', () => {
      const queues = 250_000;
      const setup = new Setup(queues, TENANTS);
      const discipline = DISCIPLINES[name].make(optionsOf(name), {
        ...setup,
        tenantOf: (slot) => slot % TENANTS,
        acceptedAt: () => 0,
      });
      for (let slot = 0; slot < 5_000; slot++) discipline.push((slot * 7919) % queues, slot);
      let wrong = 0;
      for (let slot = 0; slot < 5_000; slot++) if (discipline.pop((slot * 7919) % queues) !== slot) wrong++;
      expect(wrong).toBe(0);
    });
  });
}

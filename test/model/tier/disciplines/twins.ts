/**
 * The disciplines once more, as plainly as they can be said: one queue each, arrays that are searched from end to end, tags and windows worked out
 * anew from everything that has happened. What the tests compare with.
 */
import type { DisciplineName } from '../../../../src/model/tier/disciplines/disciplines.ts';
import { bucketOf } from '../../../../src/model/tier/disciplines/stochastic.ts';
import type { OptionValues, Setup } from './setup.ts';

export interface Twin {
  push(slot: number): void;
  pop(): number;
  began?(slot: number): void;
  ended?(slot: number, duration: number): void;
  spent?: number;
}

type MakeTwin = (options: OptionValues, setup: Setup, queue: number) => Twin;

export const TWINS: Record<DisciplineName, MakeTwin> = {
  fifo: () => {
    const line: number[] = [];
    return { push: (slot) => void line.push(slot), pop: () => line.shift()! };
  },
  lifo: () => {
    const line: number[] = [];
    return { push: (slot) => void line.push(slot), pop: () => line.pop()! };
  },
  ttl: (options, setup) => {
    const line: number[] = [];
    return {
      push: (slot) => void line.push(slot),
      pop: () => {
        const slot = line.shift()!;
        return setup.clock.now - setup.accepted[slot]! > Number(options['ttl']) ? ~slot : slot;
      },
    };
  },
  lifoUnderBacklog: (options, setup) => {
    const line: { slot: number; at: number }[] = [];
    let turns = 0;
    const every = Math.round(1 / Number(options['drainShare']));
    return {
      push: (slot) => void line.push({ slot, at: setup.clock.now }),
      pop: () => {
        const isBehind = setup.clock.now - line[0]!.at >= Number(options['after']);
        if (isBehind) turns++;
        return (!isBehind || turns % every === 0 ? line.shift()! : line.pop()!).slot;
      },
    };
  },
  sideline: (options, setup) => {
    const live: number[] = [];
    const aside: number[] = [];
    const twin: Twin = {
      spent: 0,
      push: (slot) => void live.push(slot),
      pop: () => {
        for (let moved = 0; live.length > 0; moved++) {
          const isOld = setup.clock.now - setup.accepted[live[0]!]! > Number(options['after']);
          if (!isOld || live.length <= setup.slots || moved === options['mostMoved']) return live.shift()!;
          aside.push(live.shift()!);
          twin.spent! += Number(options['moveCost']);
        }
        return aside.shift()!;
      },
    };
    return twin;
  },
  drr: (options, setup) => {
    const turns: { tenant: number; deficit: number; line: number[] }[] = [];
    const cost = (slot: number) => (options['by'] === 'work' ? setup.cost[slot]! : 1);
    const quantum = Number(options[options['by'] === 'work' ? 'quantumTime' : 'quantum']);
    let isPaid = false;
    return {
      push: (slot) => {
        const tenant = setup.tenant[slot]!;
        const flow = turns.find((one) => one.tenant === tenant);
        if (flow === undefined) turns.push({ tenant, deficit: 0, line: [slot] });
        else flow.line.push(slot);
      },
      pop: () => {
        for (;;) {
          const flow = turns[0]!;
          if (!isPaid) flow.deficit += quantum * setup.weightOf(flow.tenant);
          isPaid = true;
          if (cost(flow.line[0]!) > flow.deficit) {
            turns.push(turns.shift()!);
            isPaid = false;
            continue;
          }
          const slot = flow.line.shift()!;
          flow.deficit -= cost(slot);
          if (flow.line.length > 0 && cost(flow.line[0]!) <= flow.deficit) return slot;
          turns.shift();
          isPaid = false;
          if (flow.line.length > 0) turns.push(flow);
          return slot;
        }
      },
    };
  },
  sfq: (options, setup) => {
    let waiting: { slot: number; tenant: number; start: number; finish: number; n: number }[] = [];
    const finishOf = new Map<number, number>();
    let v = 0;
    let greatest = 0;
    let running = 0;
    let n = 0;
    const rest = () => {
      if (waiting.length === 0 && running === 0) v = greatest;
    };
    return {
      push: (slot) => {
        rest();
        const tenant = setup.tenant[slot]!;
        const start = Math.max(v, finishOf.get(tenant) ?? 0);
        const finish = start + (options['by'] === 'work' ? setup.cost[slot]! : 1) / setup.weightOf(tenant);
        finishOf.set(tenant, finish);
        waiting.push({ slot, tenant, start, finish, n: n++ });
      },
      pop: () => {
        const first = waiting.reduce((a, b) => ((a.start - b.start || a.tenant - b.tenant || a.n - b.n) <= 0 ? a : b));
        waiting = waiting.filter((one) => one !== first);
        v = first.start;
        greatest = Math.max(greatest, first.finish);
        return first.slot;
      },
      began: () => void running++,
      ended: () => {
        running--;
        rest();
      },
    };
  },
  sqsFair: (options, setup) => {
    const line: number[] = [];
    const runs: { tenant: number; at: number; duration: number }[] = [];
    const inFlight: number[] = [];
    const servedAt = new Map<number, number>();
    const noisy = new Set<number>();
    const share = Number(options['share']);
    const flying = (tenant: number) => inFlight.filter((one) => one === tenant).length;
    const work = (isOurs: (tenant: number) => boolean) => {
      const window = Number(options['window']);
      const { now } = setup.clock;
      const epoch = Math.floor(now / window);
      let sum = 0;
      for (const run of runs.filter(({ tenant }) => isOurs(tenant))) {
        const age = epoch - Math.floor(run.at / window);
        sum += age === 0 ? run.duration : age === 1 ? run.duration * (1 - (now % window) / window) : 0;
      }
      return sum;
    };
    const hasTooMuch = (tenant: number) =>
      (flying(tenant) >= Number(options['least']) && flying(tenant) > share * inFlight.length) ||
      work((one) => one === tenant) > share * work(() => true);
    const waits = (tenant: number) => line.some((slot) => setup.tenant[slot] === tenant);
    const take = (tenant: number) => {
      const slot = line.find((one) => setup.tenant[one] === tenant)!;
      line.splice(line.indexOf(slot), 1);
      servedAt.set(tenant, setup.clock.now);
      if (!waits(tenant)) noisy.delete(tenant);
      return slot;
    };
    const look = (tenant: number) => {
      servedAt.set(tenant, setup.clock.now);
      if (waits(tenant) && hasTooMuch(tenant)) noisy.add(tenant);
    };
    return {
      push: (slot) => void line.push(slot),
      pop: () => {
        for (const tenant of noisy)
          if (flying(tenant) === 0 && setup.clock.now - servedAt.get(tenant)! >= Number(options['release']))
            noisy.delete(tenant);
        for (const slot of [...line]) {
          const tenant = setup.tenant[slot]!;
          if (!noisy.has(tenant) && hasTooMuch(tenant)) noisy.add(tenant);
          if (!noisy.has(tenant)) return take(tenant);
        }
        const place = (tenant: number) => line.findIndex((slot) => setup.tenant[slot] === tenant);
        const order = (a: number, b: number) =>
          flying(a) - flying(b) || servedAt.get(a)! - servedAt.get(b)! || place(a) - place(b);
        return take([...noisy].sort(order)[0]!);
      },
      began: (slot) => {
        inFlight.push(setup.tenant[slot]!);
        look(setup.tenant[slot]!);
      },
      ended: (slot, duration) => {
        const tenant = setup.tenant[slot]!;
        inFlight.splice(inFlight.indexOf(tenant), 1);
        runs.push({ tenant, at: setup.clock.now, duration });
        look(tenant);
      },
    };
  },
  stochastic: (options, setup, queue) => {
    const turns: { bucket: number; line: number[] }[] = [];
    return {
      push: (slot) => {
        const bucket = bucketOf(queue, setup.tenant[slot]!, Number(options['buckets']));
        const there = turns.find((one) => one.bucket === bucket);
        if (there === undefined) turns.push({ bucket, line: [slot] });
        else there.line.push(slot);
      },
      pop: () => {
        const turn = turns.shift()!;
        const slot = turn.line.shift()!;
        if (turn.line.length > 0) turns.push(turn);
        return slot;
      },
    };
  },
};

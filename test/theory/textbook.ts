/**
 * An implementation of exported queueing models that has nothing in common with the simulator: no clock, no events, and no code of it.
 * Servers are a list of the instants at which they are free, as in the recursions of Lindley (one server) and of Kiefer and Wolfowitz
 * (several): whoever is next is begun with at the later of his arrival and the first of these instants. Batches, patience and retries are
 * small additions to that.
 *
 * D. V. Lindley, The Theory of Queues with a Single Server, 1952; J. Kiefer and J. Wolfowitz, On the Theory of Queues with Many Servers, 1955.
 */

/** What JSON holds; the fields that are read. */
export interface Exported {
  readonly duration: number;
  readonly warmUp: number;
  readonly arrivals: readonly {
    readonly process: string;
    readonly rate?: number;
    readonly steps?: readonly { readonly at: number; readonly rate: number }[];
    readonly from: number;
    readonly until: number;
  }[];
  readonly line: { readonly room: number | null; readonly patience: number | null };
  readonly servers: number | null;
  readonly service: {
    readonly batch: number;
    readonly perBatch: Law | null;
    readonly perCustomer: Law | null;
    readonly longest: number;
  };
  readonly failures: { readonly share: number; readonly backAfter: number | null; readonly attempts: number | null };
}

type Law = Readonly<Record<string, unknown>> & { readonly law: string };

export interface Customer {
  readonly arrived: number;
  /** When it was first begun with; undefined: never. */
  begun: number | undefined;
  /** When it was done with success. */
  done: number | undefined;
  /** When it was in no server and would not come again. */
  lost: number | undefined;
  tries: number;
}

/** Where arrivals and services come from: from laws and chance, or from the books of somebody else. */
export interface Sources {
  /** In order. */
  readonly arrivals: readonly number[];
  /** Of the next batch to begin: how long it takes, and whether it fails. */
  readonly service: (batch: number) => { readonly time: number; readonly fails: boolean };
}

/** Everybody who arrives before the end, and what becomes of them until then. */
export function play({ duration, line, servers, service, failures }: Exported, sources: Sources): readonly Customer[] {
  const customers = sources.arrivals.map((arrived): Customer => ({
    arrived,
    begun: undefined,
    done: undefined,
    lost: undefined,
    tries: 0,
  }));
  const patience = line.patience ?? Infinity;
  /** Of each server, when it is free; in order. Without a limit of servers one is always free. */
  const free = new Array<number>(servers ?? 1).fill(servers === null ? -Infinity : 0);
  let next = 0;
  /** Everybody who was to join by this instant has. */
  let now = 0;
  /** Who failed, and by when he is there again, in order; and who is in line, by arrival. */
  const away: { readonly back: number; readonly customer: Customer }[] = [];
  const inLine: Customer[] = [];

  for (;;) {
    if (inLine.length === 0) join(Math.min(customers[next]?.arrived ?? Infinity, away[0]?.back ?? Infinity));
    join(Math.max(now, free[0]!));
    const start = now;
    if (start > duration) return customers;
    const batch: Customer[] = [];
    while (batch.length < service.batch && inLine.length > 0) {
      const customer = inLine.shift()!;
      if (start - customer.arrived >= patience) customer.lost = customer.arrived + patience;
      else if (line.room === 0 && start > customer.arrived) customer.lost = customer.arrived;
      else batch.push(customer);
    }
    if (batch.length > 0) serve(batch, start);
  }

  /** Lets everybody into the line who is there by an instant. */
  function join(instant: number): void {
    now = instant;
    while (next < customers.length && customers[next]!.arrived <= instant) insert(customers[next++]!);
    while (away.length > 0 && away[0]!.back <= instant) insert(away.shift()!.customer);
  }

  function insert(customer: Customer): void {
    let place = inLine.length;
    while (place > 0 && inLine[place - 1]!.arrived > customer.arrived) place--;
    inLine.splice(place, 0, customer);
  }

  function serve(batch: readonly Customer[], start: number): void {
    const drawn = sources.service(batch.length);
    const time = Math.min(drawn.time, service.longest);
    const fails = drawn.fails || drawn.time > service.longest;
    const end = start + time;
    if (servers !== null) {
      free.shift();
      let place = free.length;
      while (place > 0 && free[place - 1]! > end) place--;
      free.splice(place, 0, end);
    }
    for (const customer of batch) {
      customer.begun ??= start;
      customer.tries++;
      if (!fails) customer.done = end;
      else giveBack(customer, start, end);
    }
  }

  function giveBack(customer: Customer, start: number, end: number): void {
    const { backAfter, attempts } = failures;
    if (backAfter === null) customer.lost = end;
    else if (customer.tries === attempts) customer.lost = start + backAfter;
    else away.push({ back: start + backAfter, customer });
  }
}

/** The closed forms behind cases.ts. Times in seconds, rates per second. */

/** Share blocked of an offered load on so many servers without a queue. */
export function erlangB(load: number, servers: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** Share that waits before so many servers with a queue. */
export function erlangC(load: number, servers: number): number {
  const blocked = erlangB(load, servers);
  const utilisation = load / servers;
  return blocked / (1 - utilisation * (1 - blocked));
}

/** Mean wait of M/M/c. */
export function waitOfMMc(arrivalRate: number, meanService: number, servers: number): number {
  return erlangC(arrivalRate * meanService, servers) / (servers / meanService - arrivalRate);
}

/** Mean wait of M/G/1 by Pollaczek and Khinchine. */
export function waitOfMG1(arrivalRate: number, { mean, scv }: { readonly mean: number; readonly scv: number }): number {
  return (arrivalRate * mean * mean * (1 + scv)) / (2 * (1 - arrivalRate * mean));
}

/** Quantile of the time in an M/M/1 system. */
export function timeInMM1(arrivalRate: number, meanService: number, share: number): number {
  return -Math.log(1 - share) / (1 / meanService - arrivalRate);
}

/** Mean wait of M/D/c. */
export function waitOfMDc(arrivalRate: number, service: number, servers: number): number {
  const load = arrivalRate * service;
  const utilisation = load / servers;
  let sum = 0;
  for (let i = 1; ; i++) {
    const reached = poissonAtLeast(i * servers, i * load);
    const term = reached - poissonAtLeast(i * servers + 1, i * load) / utilisation;
    sum += term;
    if (Math.abs(term) < 1e-13) return service * sum;
  }
}

/** Share of arrivals of D/M/1 that find the server busy, and their mean wait: σ = e^(−μ(1 − σ)/λ). */
export function deterministicArrivals(arrivalRate: number, meanService: number): { waits: number; wait: number } {
  let waits = 0.5;
  for (let i = 0; i < 1000; i++) waits = Math.exp(-(1 - waits) / (arrivalRate * meanService));
  return { waits, wait: (waits * meanService) / (1 - waits) };
}

/** Batches with a window; see WindowCase. */
export function batchingWindow(
  arrivalRate: number,
  batchSize: number,
  window: number,
): { wait: number; meanBatch: number; full: number } {
  const within = arrivalRate * window;
  let meanBatch = 1;
  let weighted = 0;
  for (let k = 1; k < batchSize; k++) {
    const atLeast = poissonAtLeast(k, within);
    meanBatch += atLeast;
    weighted += k * atLeast;
  }
  const full = poissonAtLeast(batchSize - 1, within);
  return { wait: weighted / (arrivalRate * meanBatch), meanBatch, full };
}

/** Share lost and share of idle time of M/M/1 in which nobody waits longer than `patience`. */
export function expiry(arrivalRate: number, meanService: number, patience: number): { lost: number; idle: number } {
  const drift = 1 / meanService - arrivalRate;
  const load = arrivalRate * meanService;
  const atPatience = Math.exp(-drift * patience);
  // The density of work found is λ·idle·e^(−drift·x) up to the patience, and falls with the rate of service beyond it.
  const below = arrivalRate * (drift === 0 ? patience : (1 - atPatience) / drift);
  const idle = 1 / (1 + below + load * atPatience);
  return { lost: idle * load * atPatience, idle };
}

/** Seconds until a backlog is handled by pollers that grow in a straight line; see RampCase. */
export function drainTime(ramp: {
  readonly backlog: number;
  readonly service: number;
  readonly start: number;
  readonly perMinute: number;
  readonly ceiling: number;
}): number {
  const rate = ramp.perMinute / 60;
  const work = ramp.backlog * ramp.service;
  const untilCeiling = (ramp.ceiling - ramp.start) / rate;
  const doneByThen = ramp.start * untilCeiling + (rate * untilCeiling * untilCeiling) / 2;
  if (work > doneByThen) return untilCeiling + (work - doneByThen) / ramp.ceiling;
  return (Math.sqrt(ramp.start * ramp.start + 2 * rate * work) - ramp.start) / rate;
}

/** x multiplied so many times. */
export function powerOf(x: number, times: number): number {
  let product = 1;
  for (let i = 0; i < times; i++) product *= x;
  return product;
}

/** P(X ≥ k) of a Poisson variable. */
export function poissonAtLeast(k: number, mean: number): number {
  let below = 0;
  let logTerm = -mean;
  for (let j = 0; j < k; j++) {
    below += Math.exp(logTerm);
    logTerm += Math.log(mean / (j + 1));
  }
  return Math.max(0, 1 - below);
}

/** The closed forms behind the expected values of src/validation/theory. Times in seconds, rates per second. */

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

/** Share of the waits of M/D/1 that are at most so long: from the numbers that are left behind, all terms positive (Franx 2001). */
export function waitAtMostInMD1(arrivalRate: number, service: number, time: number): number {
  const load = arrivalRate * service;
  const whole = Math.floor(time / service) + 1;
  const atMost = cumulative(numbersInMD1(load, whole + 1));
  const mean = arrivalRate * (whole * service - time);
  let term = Math.exp(-mean);
  let sum = 0;
  for (let j = 0; j < whole; j++) {
    sum += atMost[whole - j]! * term;
    term *= mean / (j + 1);
  }
  return sum;
}

/** Probabilities of 0 to `most` customers in M/D/1, by Ramaswami's recursion, which subtracts nothing. */
function numbersInMD1(load: number, most: number): number[] {
  const tail = Array.from({ length: most + 2 }, (_, k) => poissonAtLeast(k, load));
  const found = [1 - load];
  for (let i = 1; i <= most; i++) {
    let sum = found[0]! * tail[i]!;
    for (let j = 1; j < i; j++) sum += found[j]! * tail[i + 1 - j]!;
    found.push(sum / (1 - tail[1]!));
  }
  return found;
}

function cumulative(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

/** The law of the gaps between arrivals by its transform, E[e^(−sA)]. */
export function transformOf({ mean, scv }: { readonly mean: number; readonly scv: number }): (s: number) => number {
  if (scv === 0) return (s) => Math.exp(-s * mean);
  if (scv < 1) {
    const phases = Math.round(1 / scv);
    return (s) => powerOf(1 / (1 + (s * mean) / phases), phases);
  }
  const often = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  const [fast, slow] = [(2 * often) / mean, (2 * (1 - often)) / mean];
  return (s) => (often * fast) / (fast + s) + ((1 - often) * slow) / (slow + s);
}

/** Share of arrivals of GI/M/1 that find the server busy, and their mean wait: σ = A*(μ(1 − σ)). */
export function renewalArrivals(
  transform: (s: number) => number,
  meanService: number,
): { waits: number; wait: number } {
  let waits = 0.5;
  for (let i = 0; i < 5000; i++) waits = transform((1 - waits) / meanService);
  return { waits, wait: (waits * meanService) / (1 - waits) };
}

/** Mean wait where `batch` customers come at each instant of a Poisson stream. */
export function waitOfBatches(
  batchRate: number,
  batch: number,
  { mean, scv }: { readonly mean: number; readonly scv: number },
): number {
  const arrivalRate = batchRate * batch;
  return (arrivalRate * mean * mean * (1 + scv) + (batch - 1) * mean) / (2 * (1 - arrivalRate * mean));
}

/** One exponential server with a mean of 1 s that takes up to `most` at once: mean wait, share of time busy, mean batch. */
export function bulkService(arrivalRate: number, most: number): { wait: number; busy: number; meanBatch: number } {
  let [low, high] = [0, 1];
  for (let i = 0; i < 200; i++) {
    const root = (low + high) / 2;
    let sum = 0;
    for (let k = 1, power = root; k <= most; k++, power *= root) sum += power;
    if (sum < arrivalRate) low = root;
    else high = root;
  }
  const first = 1 / (1 / arrivalRate + 1 / (1 - low));
  const busy = first / (1 - low);
  return { wait: (first * low) / ((1 - low) * (1 - low)) / arrivalRate, busy, meanBatch: arrivalRate / busy };
}

/** Mean wait of M/M/1 with a mean service of 1 s whose server has to be set up after each idle time. */
export function waitWithSetUp(
  arrivalRate: number,
  { mean, scv }: { readonly mean: number; readonly scv: number },
): number {
  const second = mean * mean * (1 + scv);
  return (
    waitOfMG1(arrivalRate, { mean: 1, scv: 1 }) + (2 * mean + arrivalRate * second) / (2 * (1 + arrivalRate * mean))
  );
}

/** Mean wait of the k-th customer of M/M/1 that begins empty, by Spitzer's identity; mean service 1 s. */
export function kthWait(arrivalRate: number, k: number): number {
  const [logServed, logArrived] = [Math.log(1 / (1 + arrivalRate)), Math.log(arrivalRate / (1 + arrivalRate))];
  let wait = 0;
  for (let i = 1; i < k; i++) {
    // So many of i services are over before i arrivals are: the rest is what the last of them waits for.
    let [term, positive] = [i * logArrived, 0];
    for (let j = 0; j < i; j++) {
      positive += (i - j) * Math.exp(term);
      term += Math.log((i + j) / (j + 1)) + logServed;
    }
    wait += positive / i;
  }
  return wait;
}

/** Mean number in M/M/c, mean service 1 s, so long after there were so many: by uniformisation. */
export function numberAt(arrivalRate: number, servers: number, initially: number, time: number): number {
  const states = initially + 400;
  const pace = arrivalRate + servers;
  let now = Array.from({ length: states }, (_, n): number => (n === initially ? 1 : 0));
  let logWeight = -pace * time;
  let mean = 0;
  const steps = pace * time + 12 * Math.sqrt(pace * time) + 30;
  for (let k = 0; k < steps; k++) {
    mean += Math.exp(logWeight) * now.reduce((sum, share, n) => sum + n * share, 0);
    logWeight += Math.log((pace * time) / (k + 1));
    const before = now;
    now = before.map((share, n) => {
      const leaves = Math.min(n, servers) + (n + 1 < states ? arrivalRate : 0);
      const fromBelow = n > 0 ? before[n - 1]! * arrivalRate : 0;
      const fromAbove = n + 1 < states ? before[n + 1]! * Math.min(n + 1, servers) : 0;
      return (share * (pace - leaves) + fromBelow + fromAbove) / pace;
    });
  }
  return mean;
}

/** Batches with a window: mean wait until the batch closes, mean batch, share of full ones. */
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

/** Seconds until a backlog is handled by pollers that grow in a straight line; see ramps.ts. */
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

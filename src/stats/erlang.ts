/**
 * Servers with Poisson arrivals and exponential service, by Erlang: how many callers find all of them busy, and how long they
 * wait. Loads are in erlangs (arrivals a second × mean service in seconds), servers whole numbers from 1.
 */

/** Share turned away from so many servers that have no queue. */
export function erlangB(load: number, servers: number): number {
  let blocked = 1;
  for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked);
  return blocked;
}

/** Share that has to wait before so many servers that have a queue; 1 where they cannot keep up. */
export function erlangC(load: number, servers: number): number {
  if (load >= servers) return 1;
  const blocked = erlangB(load, servers);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** Mean wait, in the unit of the mean service; Infinity where the servers cannot keep up. */
export function meanWait(load: number, servers: number, meanService: number): number {
  return load >= servers ? Infinity : (erlangC(load, servers) * meanService) / (servers - load);
}

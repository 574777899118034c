/**
 * Who invokes a function asynchronously: callers themselves, or a service that they publish to and that hands events over (E.6).
 * Such a service takes its time, and tries again when Lambda cannot be reached. Once Lambda has accepted an event its part is over:
 * what becomes of the event then is no business of its retries.
 */
import { compile, type Distribution } from '../../../engine/distributions.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Rules } from '../../../aws/rules.ts';
import { doubling } from '../../mapping/back-off.ts';

export const ORIGINS = ['direct', 'sns', 's3', 'eventBridge', 'scheduler'] as const;
export type Origin = (typeof ORIGINS)[number];

/** Services behind which Lambda still knows a chain of requests (ASY-16). */
export const KEEP_TRAILS: ReadonlySet<Origin> = new Set(['direct', 'sns', 's3']);

/** Bytes of the largest event that its origin and Lambda take. */
export function largestEvent(origin: Origin, rules: Rules): number {
  const most = rules.number('async.payload');
  return origin === 'sns' ? Math.min(most, rules.number('sns.message.max')) : most;
}

/** How long a service goes on trying to hand an event over. */
export interface UpstreamRetries {
  /** Tries after the first. */
  readonly attempts: number;
  /** Time since it was published. */
  readonly age: Micros;
}

/** A service that hands events over. */
export interface Front {
  /** From publish until Lambda has accepted the event, when it can be reached. */
  readonly handOver: Distribution;
  /**
   * Pause after the `tries`-th try in vain, from 1, of an event that was published `age` ago; undefined: it is dropped.
   * `u`: evenly from 0 to 1.
   */
  pause(tries: number, age: Micros, u: number): Micros | undefined;
}

/** Undefined: there is none, callers invoke themselves. `retries`: other limits than the service's own. */
export function frontOf(origin: Origin, retries: UpstreamRetries | undefined, rules: Rules): Front | undefined {
  if (origin === 'direct') return undefined;
  const service = serviceOf(origin, rules);
  const handOver = handOverOf(service, rules);
  if (service === 'sns') return { handOver, pause: snsPauses(rules) };
  return { handOver, pause: eventBridgePauses(retries ?? ownRetries(rules), rules) };
}

/** Limits of EventBridge, unless a target has its own. */
function ownRetries(rules: Rules): UpstreamRetries {
  return { attempts: rules.number('eventBridge.retry.attempts'), age: rules.number('eventBridge.retry.age') };
}

function serviceOf(origin: Exclude<Origin, 'direct'>, rules: Rules): 'sns' | 'eventBridge' {
  if (origin === 's3') return rules.word('async.handOver.s3') as 'sns' | 'eventBridge';
  if (origin === 'scheduler') return rules.word('async.handOver.scheduler') as 'sns' | 'eventBridge';
  return origin;
}

function handOverOf(service: 'sns' | 'eventBridge', rules: Rules): Distribution {
  if (rules.word('async.handOver') === 'off') return () => 0;
  return compile({
    kind: 'quantiles',
    points: [
      [0, rules.number(`async.handOver.${service}.p0`)],
      [0.1, rules.number(`async.handOver.${service}.p10`)],
      [0.5, rules.number(`async.handOver.${service}.p50`)],
      [0.9, rules.number(`async.handOver.${service}.p90`)],
      [0.99, rules.number(`async.handOver.${service}.p99`)],
      [1, rules.number(`async.handOver.${service}.p100`)],
    ],
  });
}

/** At once, then steadily, then backing off, then steadily again: 100,015 tries over 23 days. */
function snsPauses(rules: Rules): Front['pause'] {
  const [shortest, longest] = [rules.number('sns.retry.min'), rules.number('sns.retry.max')];
  const early = rules.number('sns.retry.immediate') + rules.number('sns.retry.early');
  const backOff = early + rules.number('sns.retry.backOff');
  const last = backOff + rules.number('sns.retry.late');
  const immediate = rules.number('sns.retry.immediate');
  return (tries) => {
    if (tries <= immediate) return 0;
    if (tries <= early) return shortest;
    if (tries <= backOff) return doubling(tries - early, shortest, longest);
    return tries <= last ? longest : undefined;
  };
}

function eventBridgePauses({ attempts, age: most }: UpstreamRetries, rules: Rules): Front['pause'] {
  const [first, longest] = [rules.number('eventBridge.retry.min'), rules.number('eventBridge.retry.max')];
  return (tries, age, u) => {
    const whole = doubling(tries, first, longest);
    const pause = Math.round(whole / 2 + (u * whole) / 2);
    return tries > attempts || age + pause > most ? undefined : pause;
  };
}

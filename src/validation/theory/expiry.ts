/** Messages that are dropped when they have waited for a fixed time (M/M/1+D): the retention of a queue. */
import type { Case } from '../case.ts';
import type { Result } from '../../metrics/result.ts';
import { inputsOf, line, NEVER_BACK, partsOf } from './line.ts';
import { modelCase, type Model } from './model.ts';
import { exponential } from './service.ts';

/**
 * `lost`: the share dropped; `idle`: the share of time in which the server is idle. Six digits, as the reference quotes them for a mean
 * service of 1. A retention is at least 60 s, so the unit of time is `unit` seconds here.
 */
export interface Expiry {
  readonly id: string;
  /** Arrivals and the longest wait, in units of the mean service. */
  readonly load: number;
  readonly patience: number;
  readonly unit: number;
  readonly lost: number;
  readonly idle: number;
  readonly messages: number;
  readonly seconds: number;
}

export const EXPIRY: readonly Expiry[] = [
  { id: 'Q-ABAN-05', load: 0.9, patience: 10, unit: 6, lost: 0.0471628, idle: 0.142447, messages: 3e5, seconds: 1 },
  { id: 'Q-ABAN-06', load: 1, patience: 20, unit: 3, lost: 0.0454545, idle: 0.0454545, messages: 4e5, seconds: 1 },
  { id: 'Q-ABAN-07', load: 1.3, patience: 15, unit: 4, lost: 0.232296, idle: 0.00198506, messages: 2e5, seconds: 1 },
];

const TOLERANCE = 0.05;

export const expiryCases: readonly Case[] = EXPIRY.map((one) => modelCase(expiring(one)));

function expiring({ id, load, patience, unit, lost, idle, messages, seconds }: Expiry): Model {
  const arrivalRate = load / unit;
  const retention = patience * unit;
  const plain = line({ name: id, messages, arrivalRate, service: exponential(unit), servers: 1 }) as {
    sources: { q: object };
  };
  const q = { ...plain.sources.q, visibilityTimeout: NEVER_BACK, messageRetentionPeriod: `${retention} s` };
  return {
    id,
    setting: `Poisson, ${Number(arrivalRate.toPrecision(6))}/s; one server; exponential service, mean ${unit} s; kept for ${retention} s`,
    source:
      'Barrer 1957, Baccelli and Hebuterne 1981 (limited patience); recomputed from the density of the work found',
    family: 'limited patience',
    seconds,
    scenario: { ...plain, sources: { q } },
    controls: inputsOf({ arrivalRate, service: exponential(unit) }),
    figures: [
      {
        figure: 'share expired',
        of: (result) => partsOf(result).q.expired / partsOf(result).q.arrived,
        expected: lost,
        tolerance: TOLERANCE,
      },
      { figure: 'share of time in which the server works', of: busy, expected: 1 - idle, tolerance: TOLERANCE },
    ],
  };
}

function busy(result: Result): number {
  return partsOf(result).f.concurrency.mean;
}

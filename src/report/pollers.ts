/** What a result says of provisioned pollers: a sentence where they held messages up, and a table of their own. Pure. */
import type { ProvisionedPollersResult } from '../metrics/pollers/result.ts';
import type { MappingResult, Result } from '../metrics/result.ts';
import { count, duration, percent } from './format.ts';
import type { Style } from './style.ts';
import { table } from './table.ts';

/** The limits of one poller, in the order in which they are shown. */
export const POLLER_LIMITS = ['invokes', 'polls', 'bytes'] as const;
export type PollerLimit = (typeof POLLER_LIMITS)[number];

const LIMIT_WORDS: Readonly<Record<PollerLimit, string>> = {
  invokes: 'invocations at once',
  polls: 'receives a second',
  bytes: 'bytes a second',
};

/** Less of the run than this is not worth a sentence. */
const NOTEWORTHY = 0.05;

/** `12.5 h`; hours of pollers or of units, which may be many. */
export function hours(value: number): string {
  return `${count(value)} h`;
}

/** Messages waited for pollers that were held by one of their limits. */
export function pollersHeld(name: string, { provisioned: own }: MappingResult, result: Result): string[] {
  if (own === null) return [];
  const { boundBy } = own;
  const time = POLLER_LIMITS.reduce((sum, limit) => sum + boundBy[limit], 0);
  if (time < NOTEWORTHY * (result.duration - result.warmUp)) return [];
  const [first] = POLLER_LIMITS.toSorted((a, b) => boundBy[b] - boundBy[a]);
  const share = boundBy[first!] / time;
  const most = share > 0.995 ? '' : ` (${percent(share)} of that time)`;
  return [
    `For ${duration(time)} messages waited and no provisioned poller of ${name} could take them: each had as many ${LIMIT_WORDS[first!]} as one poller may have${most}.`,
  ];
}

export function provisionedPollers(result: Result, style: Style): string[] {
  const rows = Object.entries(result.mappings).flatMap(([name, { provisioned }]) =>
    provisioned === null ? [] : [[name, ...cells(provisioned)]],
  );
  if (rows.length === 0) return [];
  const of = POLLER_LIMITS.map((limit) =>
    limit === 'invokes' ? 'invocations' : limit === 'polls' ? 'receives' : 'bytes',
  );
  const head = [
    'provisioned pollers',
    'mean',
    'max',
    'at maximum',
    ...of.map((limit) => `used ${limit}`),
    'waited',
    'unit-hours',
  ];
  return table({ head, rows }, style);
}

function cells({ pollers, timeAtMaximum, use, boundBy, unitHours }: ProvisionedPollersResult): string[] {
  return [
    count(pollers.mean),
    count(pollers.max),
    duration(timeAtMaximum),
    ...POLLER_LIMITS.map((limit) => (use === null ? '–' : percent(use[limit]))),
    duration(boundBy.invokes + boundBy.polls + boundBy.bytes),
    count(unitHours),
  ];
}

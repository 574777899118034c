/** What a result says of alarms: when they fired, and how long after the trouble began. Pure; nothing is said where there are none. */
import type { AlarmResult, AlarmTrouble } from '../metrics/alarms/result.ts';
import type { Result } from '../metrics/result.ts';
import { count, duration, instant, percent, some } from './format.ts';
import type { Style } from './style.ts';
import { marked, table, type Cell } from './table.ts';

/** Alarms that have a sentence to themselves; the table has them all. */
const MOST_SENTENCES = 8;

/** A sentence for each: when it fired first, or how near it came. */
export function alarmSentences({ alarms: all = {} }: Pick<Result, 'alarms'>): string[] {
  const entries = Object.entries(all);
  const told = entries.slice(0, MOST_SENTENCES).map(([name, alarm]) => sentence(name, alarm));
  const rest = entries.slice(MOST_SENTENCES).map(([, alarm]) => alarm);
  if (rest.length === 0) return told;
  const fired = rest.filter(({ firedAt }) => firedAt !== null).length;
  return [...told, `Of ${some(rest.length, 'more alarm')}, ${count(fired)} fired.`];
}

function sentence(name: string, alarm: AlarmResult): string {
  const what = `The alarm ${name} (${alarm.text})`;
  const { firedAt, after, crossedAt, timeInAlarm, alarms: times } = alarm;
  if (firedAt === null) return `${what} never fired: ${nearness(alarm)}.`;
  const crossing = `${duration(firedAt - crossedAt!)} after the metric first crossed its threshold`;
  const trouble = after === null ? '' : `${sinceTrouble(alarm, after)} and `;
  const again = times === 1 ? '' : ` It fired ${count(times)} times.`;
  return `${what} fired at ${instant(firedAt)}, ${trouble}${crossing}; it was in ALARM for ${instant(timeInAlarm)}.${again}`;
}

/** `3 min after the outage of orders-db began`. */
export function sinceTrouble({ firedAt }: AlarmResult, after: AlarmTrouble): string {
  return `${duration(firedAt! - after.at)} after ${MEANS[after.kind](after.name)}`;
}

const MEANS: Readonly<Record<AlarmTrouble['kind'], (name: string) => string>> = {
  outage: (name) => `the outage of ${name} began`,
  set: (name) => `${name} was set`,
  disable: (name) => `${name} was disabled`,
};

function nearness(alarm: AlarmResult): string {
  if (alarm.nearest === null) return `its metric had no datapoint in ${some(alarm.missing, 'period')}`;
  return `${isUpwards(alarm) ? 'the greatest' : 'the least'} of its datapoints was ${furthest(alarm)}`;
}

function isUpwards({ comparison }: AlarmResult): boolean {
  return comparison.startsWith('Greater');
}

/** The datapoint that went furthest, with when: `5 min 34 s at 14 min`. */
export function furthest({ nearest, unit }: AlarmResult): string {
  return nearest === null ? '–' : `${inMetricUnit(nearest.value, unit)} at ${instant(nearest.at)}`;
}

/** A value in CloudWatch's unit as people read it. */
function inMetricUnit(value: number, unit: AlarmResult['unit']): string {
  switch (unit) {
    case 'Seconds':
      return instant(value * 1_000_000);
    case 'Milliseconds':
      return instant(value * 1000);
    case 'Bytes':
      return `${count(value)} B`;
    case 'Percent':
      return percent(value / 100);
    case 'Count':
    case 'None':
      return count(value);
  }
}

export function alarms({ alarms: all = {} }: Result, style: Style): string[] {
  const rows = Object.entries(all).map(([name, alarm]): Cell[] => {
    const { firedAt, crossedAt, after } = alarm;
    return [
      name,
      firedAt === null ? 'never' : { text: instant(firedAt), kind: 'bad' },
      after === null ? '–' : duration(firedAt! - after.at),
      firedAt === null ? '–' : duration(firedAt - crossedAt!),
      marked(alarm.alarms, 'bad'),
      instant(alarm.timeInAlarm),
      furthest(alarm),
    ];
  });
  if (rows.length === 0) return [];
  const head = ['alarm', 'fired', 'after trouble', 'after crossing', 'times', 'in ALARM', 'furthest'];
  return table({ head, rows, remark: true }, style);
}

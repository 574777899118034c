/**
 * Time stamps as traces write them, turned into whole microseconds without the host's clock or calendar: dates with and
 * without a zone, epoch numbers from seconds to nanoseconds, seconds from 0, and numbers with a unit.
 * The form belongs to a column, so it is found once and then asked for; day-first dates are ambiguous and not read.
 */
import { civilFromDays, daysFromCivil, isCivilDate } from './trace/calendar.ts';
import { formatDuration, formatSeconds, parseNumber, parseQuantity, scaleDecimal } from './trace/decimal.ts';

/** How a column writes time. `seconds` are those of the epoch as well as those from 0: only differences matter. */
export type TimeForm = 'calendar' | 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds' | 'quantity';

export interface Instant {
  /** Since 1970-01-01T00:00:00Z, or since the zero of the file. */
  readonly micros: number;
  /** A calendar time stamp that names no zone, and was taken as UTC. */
  readonly zoneless: boolean;
}

/** Examples of every form, for hints. */
export const TIME_EXAMPLES =
  '2014-04-10 00:04:00, 2014-04-10T00:04:00.5Z, 2014/04/10 00:04 +02:00, 1397088240, 1397088240000, 12.5 or 250 ms';

const CALENDAR =
  /^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:(?:[Tt]| +)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(?: *([Zz]|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?$/;

/** Powers of ten that turn a number of each form into microseconds. */
const POWERS = { seconds: 6, milliseconds: 3, microseconds: 0, nanoseconds: -3 } as const;

const MICROS_PER_DAY = 86_400_000_000;
const MICROS_PER_MINUTE = 60_000_000;

/** Seconds from 0 that reach 1973 are taken to be seconds of the epoch when they are shown. */
const SHOWN_AS_DATE = 1e14;

/** The form a text is written in, or undefined when it is no time stamp. The size of a number tells its unit. */
export function timeForm(text: string): TimeForm | undefined {
  const value = parseNumber(text);
  const form = value === undefined ? textForm(text) : numberForm(Math.abs(value));
  return parseTime(text, form) === undefined ? undefined : form;
}

function textForm(text: string): TimeForm {
  return CALENDAR.test(text) ? 'calendar' : 'quantity';
}

function numberForm(size: number): TimeForm {
  if (size >= 1e17) return 'nanoseconds';
  if (size >= 1e14) return 'microseconds';
  return size >= 1e11 ? 'milliseconds' : 'seconds';
}

/**
 * Reads a text in one form, rounded to whole microseconds. Undefined when it is written otherwise, names a day or an
 * hour that does not exist, or lies beyond the whole microseconds a double holds (some 285 years either way).
 */
export function parseTime(text: string, form: TimeForm): Instant | undefined {
  if (form === 'calendar') return parseCalendar(text);
  const micros = form === 'quantity' ? parseQuantity(text) : scaleDecimal(text, POWERS[form]);
  return micros === undefined ? undefined : { micros, zoneless: false };
}

function parseCalendar(text: string): Instant | undefined {
  const [, year, , month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = CALENDAR.exec(text) ?? [];
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  const time = timeOfDay(Number(hour), Number(minute), Number(second));
  const offset = zoneOffset(zone);
  // Text that does not match leaves the year out, which makes the date no date.
  if (!isCivilDate(date) || time === undefined || offset === undefined) return undefined;
  const micros = daysFromCivil(date) * MICROS_PER_DAY + time + (scaleDecimal(`.${fraction}0`, 6) ?? 0) - offset;
  return Number.isSafeInteger(micros) ? { micros, zoneless: zone === undefined } : undefined;
}

/** Microseconds since midnight. A leap second, written as second 60, is the first second of the next minute. */
function timeOfDay(hour: number, minute: number, second: number): number | undefined {
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  return (hour * 3600 + minute * 60 + second) * 1_000_000;
}

/** Microseconds by which a zone's clocks are ahead of UTC; none named is UTC. */
function zoneOffset(zone: string | undefined): number | undefined {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '') ?? [];
  if (sign === undefined) return 0;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const size = (Number(hours) * 60 + Number(minutes)) * MICROS_PER_MINUTE;
  return sign === '-' ? -size : size;
}

/** A point in time for people: a date in UTC where the form means one, otherwise the time from 0. */
export function formatTime(micros: number, form: TimeForm): string {
  if (form === 'quantity') return formatDuration(micros);
  const dated = form !== 'seconds' || Math.abs(micros) >= SHOWN_AS_DATE;
  return dated ? formatTimestamp(micros) : `${formatSeconds(micros)} s`;
}

/** Whole microseconds of the epoch as `2014-04-10T00:04:00.5Z`, without trailing zeros in the fraction. */
export function formatTimestamp(micros: number): string {
  const days = Math.floor(micros / MICROS_PER_DAY);
  const time = micros - days * MICROS_PER_DAY;
  const { year, month, day } = civilFromDays(days);
  const minutes = Math.floor(time / MICROS_PER_MINUTE);
  const clock = `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
  const [second = '', fraction] = formatSeconds(time % MICROS_PER_MINUTE).split('.');
  const seconds = `${second.padStart(2, '0')}${fraction === undefined ? '' : `.${fraction}`}`;
  return `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}T${clock}:${seconds}Z`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

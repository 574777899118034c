/**
 * The Gregorian calendar as arithmetic on whole numbers: days since 1970-01-01 from a date and back.
 * Used instead of the host's date object, whose parsing is loose and whose milliseconds are too coarse. No zones here.
 */

export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** Days from the first of March of the year 0 to 1970-01-01. */
const EPOCH = 719_468;

/** Days since 1970-01-01 of a date that exists. */
export function daysFromCivil({ year, month, day }: CivilDate): number {
  // Counting years from March puts the leap day at the end, where it shifts no month.
  const [marchYear, marchMonth] = month > 2 ? [year, month - 3] : [year - 1, month + 9];
  return yearStart(marchYear) + monthStart(marchMonth) + day - 1 - EPOCH;
}

/** The date that lies a number of days after 1970-01-01. */
export function civilFromDays(days: number): CivilDate {
  const day = days + EPOCH;
  let year = Math.floor(day / 365.2425);
  // The mean year places the first days of March one year off at times.
  if (yearStart(year) > day) year -= 1;
  if (yearStart(year + 1) <= day) year += 1;
  const dayOfYear = day - yearStart(year);
  const month = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - monthStart(month) + 1;
  return month < 10
    ? { year, month: month + 3, day: dayOfMonth }
    : { year: year + 1, month: month - 9, day: dayOfMonth };
}

/** Whether the calendar has such a day. */
export function isCivilDate(date: CivilDate): boolean {
  const { year, month, day } = date;
  if (month < 1 || month > 12 || day < 1) return false;
  const next = month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 };
  return day <= daysFromCivil(next) - daysFromCivil({ year, month, day: 1 });
}

/** Days from the first of March of the year 0 to the first of March of `year`. */
function yearStart(year: number): number {
  return 365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
}

/** Days from the first of March to the first of a month, March being 0: five months have 153 days, over and over. */
function monthStart(month: number): number {
  return Math.floor((153 * month + 2) / 5);
}

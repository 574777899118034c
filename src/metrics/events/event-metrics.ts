/** The rows of a function that is invoked asynchronously for one period, and when there are none: see docs/metrics.md. */
import { MILLISECOND } from '../../engine/time.ts';
import { METRICS } from '../../aws/cloudwatch-metrics.ts';
import type { Sheet } from '../sheet.ts';
import type { EventFunctionCounts } from './period-counts.ts';

/** All but failures of destinations, which mappings of streams have as well. */
export function eventRows(sheet: Sheet, name: string, counts: EventFunctionCounts): void {
  const { received, dropped, deadLetterErrors, ages } = counts;
  if (received > 0) sheet.add(METRICS.eventsReceived, name, received);
  sheet.spread(METRICS.eventAge, name, ages, MILLISECOND);
  if (dropped > 0) sheet.add(METRICS.eventsDropped, name, dropped);
  if (deadLetterErrors > 0) sheet.add(METRICS.deadLetterErrors, name, deadLetterErrors);
}

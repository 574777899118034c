/** The rows of a Kinesis stream for one period, and when there are none: what docs/metrics.md says in its table. */
import { MILLISECOND } from '../../engine/time.ts';
import { METRICS } from '../../aws/cloudwatch-metrics.ts';
import type { Sheet } from '../sheet.ts';
import type { StreamCounts } from './period-counts.ts';

/** A stream that nobody writes to and nobody reads has no rows. */
export function streamRows(sheet: Sheet, name: string, counts: StreamCounts): void {
  const { incoming, incomingBytes, writesRefused, records, bytes, readsThrottled, pushed, ages } = counts;
  if (incoming + writesRefused > 0) {
    sheet.add(METRICS.incomingRecords, name, incoming);
    if (incomingBytes > 0) sheet.add(METRICS.incomingBytes, name, incomingBytes);
    sheet.add(METRICS.writesRefused, name, writesRefused);
  }
  if (ages.count > 0) {
    sheet.add(METRICS.getRecords, name, records);
    if (bytes > 0) sheet.add(METRICS.getRecordsBytes, name, bytes);
    sheet.spread(METRICS.getRecordsAge, name, ages, MILLISECOND);
  }
  if (ages.count + readsThrottled > 0) {
    sheet.add(METRICS.getRecordsSuccess, name, ages.count);
    sheet.add(METRICS.readsThrottled, name, readsThrottled);
  }
  if (pushed > 0) sheet.add(METRICS.pushed, name, pushed);
}

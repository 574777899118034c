/** Which sources are streams, and which are queues: what tables and sentences are chosen by; and what their records are called. */
import type { SourceResult } from '../metrics/result.ts';
import { isCaller } from './callers.ts';

/** Whether mappings read from it and leave it as it is. */
export function isStream(source: SourceResult): boolean {
  return source.stream !== null;
}

/** Whether its records are events that invoke a function asynchronously. */
export function isAsync(source: SourceResult): boolean {
  return source.async !== null;
}

/** Whether its messages wait to be received and deleted. */
export function isQueue(source: SourceResult): boolean {
  return !isCaller(source) && !isStream(source) && !isAsync(source);
}

/** What one of its records is called. */
export function nounOf(source: SourceResult): 'call' | 'record' | 'event' | 'message' {
  if (isCaller(source)) return 'call';
  if (isStream(source)) return 'record';
  return source.async === null ? 'message' : 'event';
}

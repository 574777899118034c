/** What a scenario may say about callers that invoke a function directly: beside whom they call, nothing of their own yet. */
import type { Options } from '../options.ts';

export const SYNC_KIND = {
  summary: 'callers that invoke a function directly and wait for its answer',
  options: {} satisfies Options,
  mapping: undefined,
  positions: undefined,
  redrives: false,
  calls: 'sync',
  filters: undefined,
  isTarget: false,
  payload: undefined,
  longestTimeout: undefined,
} as const;

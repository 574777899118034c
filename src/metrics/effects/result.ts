/** What the work of a function left behind, as a part of the result. */
import type { EffectsRecord } from './recorder.ts';

export interface EffectsResult {
  /** Effects for the first time, and effects of keys that had had theirs. */
  readonly taken: number;
  readonly repeated: number;
  /** Records passed over because their keys had had their effect; and as known although they never had any. */
  readonly passedOver: number;
  readonly missed: number;
  /** Records that failed because somebody worked on their keys. */
  readonly foundInProgress: number;
  /** Effects that transactions rolled back. */
  readonly rolledBack: number;
  /** Time worked on records for nothing: what had its effect again, was passed over after all, or was rolled back. */
  readonly inVain: number;
}

export const EFFECTS = [
  'taken',
  'repeated',
  'passedOver',
  'missed',
  'foundInProgress',
  'rolledBack',
  'inVain',
] as const;

export function effectsResult(record: EffectsRecord): EffectsResult {
  return Object.fromEntries(EFFECTS.map((name) => [name, record[name].counted])) as unknown as EffectsResult;
}

/**
 * How an environment gets ready to run the handler: cold, with placement and INIT before the invocation, or within an
 * invocation, when INIT was cut off or the environment has been reset (ENV-04, ENV-07: "suppressed init").
 *
 * The handler has not begun while platform and INIT last, so the timeout does not count them (CON-12: concurrency does); an
 * INIT within the invocation is part of its duration, and the timeout cuts it off. Left out: the shutdown phase, extensions.
 */
import type { Distribution } from '../../engine/distributions.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import type { Batch } from '../batch.ts';

export interface ColdStart {
  /** Placement, sandbox, download (CLD-01); never billed (CLD-02). */
  readonly platform: Distribution;
  /** Runtime and the code outside the handler; with SnapStart, the restore. */
  readonly init: Distribution;
  /** An INIT that takes longer is cut off here, and run again within the first invocation. */
  readonly initLimit: Micros;
}

/** The batch finds a new environment. An INIT that is run again takes as long as it would have (assumed). */
export function startCold(start: ColdStart, random: RandomStream, batch: Batch): void {
  const platform = start.platform(random);
  const init = start.init(random);
  const isCut = init > start.initLimit;
  batch.cold = true;
  batch.platformDuration = whole(platform);
  batch.initDuration = whole(platform + (isCut ? start.initLimit : init));
  if (isCut) batch.suppressedInit = whole(init);
}

/** The batch finds an environment that was reset: no platform part, and INIT within the invocation. */
export function startAgain(start: ColdStart, random: RandomStream, batch: Batch): void {
  batch.suppressedInit = whole(start.init(random));
}

function whole(exact: number): number {
  return Math.max(0, Math.round(exact));
}

/**
 * What a stream's mapping does with one batch, worked out apart from the simulator: section B.3 of the reference, where recordings
 * win (R-KIN-03: progress restarts the budget; R-BIS-01 to R-BIS-03: how a batch is cut). For finite retries.
 */
export interface Handling {
  /** maximumRetryAttempts. */
  readonly retries: number;
  readonly bisects?: boolean;
  /** Whether the function reports the bad records, and is listened to; otherwise it throws. */
  readonly reports?: boolean;
}

export interface Handled {
  /** Records of each invocation, in order. */
  readonly calls: string[][];
  /** Pauses between them, in ms. */
  readonly pauses: number[];
  /** What was given up, batch by batch, and after which of the invocations, counted from 1. */
  readonly givenUp: { readonly records: string[]; readonly after: number }[];
}

/** ms, with the pauses that were recorded: 5 ms after progress or a cut, 150 ms before a first retry, doubling up to a minute. */
export function handle(batch: readonly string[], isBad: (id: string) => boolean, how: Handling): Handled {
  const handled: Handled = { calls: [], pauses: [], givenUp: [] };
  // Parts that are still to come, the next one last.
  const parts = [[...batch]];
  let part = parts.pop();
  let failures = 0;
  const goOn = (next: string[] | undefined, pause = 5): void => {
    part = next;
    failures = 0;
    if (next !== undefined) handled.pauses.push(pause);
  };
  while (part !== undefined) {
    handled.calls.push(part);
    const bad = part.findIndex(isBad);
    if (bad < 0) goOn(parts.pop());
    else if (how.reports === true && bad > 0) goOn(part.slice(bad));
    else if (how.bisects === true && part.length > 1) {
      const cut = Math.ceil(part.length / 2);
      parts.push(part.slice(cut));
      goOn(part.slice(0, cut));
    } else if (failures < how.retries) handled.pauses.push(Math.min(150 * 2 ** failures++, 60_000));
    else {
      handled.givenUp.push({ records: part, after: handled.calls.length });
      goOn(parts.pop());
    }
  }
  return handled;
}

/** Turns what a scenario says about the pollers of a mapping into a whole policy. */
import { SECOND } from '../../engine/time.ts';
import type { PollerPolicy } from '../../model/mapping/pollers.ts';
import type { Path } from '../problem.ts';
import type { PollersWritten } from '../schema/pollers.ts';
import type { Origins } from './origins.ts';

/** The textbook's controller has one to a thousand. */
const TEXTBOOK_MOST = 1000;

export function completePollers(written: PollersWritten | undefined, path: Path, origins: Origins): PollerPolicy {
  const { min, max, count, every, sleep } = written ?? {};
  switch (written?.policy ?? origins.service([...path, 'policy'], 'onDemand')) {
    case 'onDemand':
      return { kind: 'onDemand', min, max };
    case 'fixed':
      return { kind: 'fixed', count: count! };
    case 'naive':
      return {
        kind: 'naive',
        count: count ?? origins.ours([...path, 'count'], 1),
        sleep: sleep ?? origins.ours([...path, 'sleep'], SECOND),
      };
    case 'textbook': {
      const least = min ?? origins.ours([...path, 'min'], 1);
      const most = max ?? origins.ours([...path, 'max'], Math.max(TEXTBOOK_MOST, least));
      return {
        kind: 'textbook',
        min: least,
        max: most,
        every: every ?? origins.fact([...path, 'every'], 'sqs.pollers.textbookEvery'),
      };
    }
  }
}

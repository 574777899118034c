/** How many records of a batch a handler works on at once, as far as its strategy tells beforehand: the most there may be. */
import type { ArrangementSettings } from '../../model/lambda/strategies/arrangements.ts';
import type { BatchCondition, Range, RulesSettings } from '../../model/lambda/strategies/rules.ts';
import type { HandlerScenario } from '../scenario.ts';

/** A batch of equal records; with the size of one, alone and within its envelope, where that is known. */
export interface Full {
  readonly records: number;
  readonly size?: number;
  readonly envelope?: number;
}

export function mostAtOnce({ strategy, parallel }: HandlerScenario, full: Full): number {
  return Math.min(full.records, widest(strategy, parallel, full));
}

function widest(strategy: HandlerScenario['strategy'], parallel: number, full: Full): number {
  const width = (one: ArrangementSettings): number =>
    one.kind === 'allAtOnce' ? full.records : one.kind === 'oneByOne' ? 1 : one.records;
  if (strategy === undefined) return parallel;
  switch (strategy.kind) {
    case 'rules':
      return Math.max(1, ...thoseFor(full, strategy).map(width));
    case 'groups':
      return Math.max(1, ...strategy.groups.map(({ then }) => width(then)));
    case 'adaptive':
      return strategy.max;
    default:
      return width(strategy);
  }
}

/** What the rules may choose for such a batch: of what is known the first whose conditions hold, and those before it that go by something else as well. */
function thoseFor({ records, size, envelope }: Full, { rules, sizeOf }: RulesSettings): ArrangementSettings[] {
  const meanSize = sizeOf === 'body' ? size : envelope;
  // Without a size any batch may come, smaller ones too.
  if (meanSize === undefined) return rules.map(({ then }) => then);
  const isFor = (when: BatchCondition | undefined): boolean =>
    isWithin(records, when?.records) && isWithin(meanSize, when?.meanSize);
  const possible = rules.filter(({ when }) => isFor(when));
  const sure = possible.findIndex(({ when }) => when?.types === undefined);
  return possible.slice(0, sure < 0 ? possible.length : sure + 1).map(({ then }) => then);
}

function isWithin(value: number, { above = -Infinity, below = Infinity }: Partial<Range> = {}): boolean {
  return value > above && value < below;
}

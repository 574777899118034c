/**
 * How many records a handler works on at once at the most, with so many in a batch.
 * What it does with fewer, or what it learns, is the strategy's business.
 */
import type { ArrangementSettings } from '../../model/lambda/strategies/arrangements.ts';
import type { HandlerScenario } from '../scenario.ts';

/** `records`: of the largest batch. */
export function greatestWidth({ strategy, parallel }: HandlerScenario, records: number): number {
  const width = (one: ArrangementSettings): number =>
    one.kind === 'allAtOnce' ? records : one.kind === 'oneByOne' ? 1 : one.records;
  if (strategy === undefined) return parallel;
  switch (strategy.kind) {
    case 'rules':
      return Math.max(1, ...strategy.rules.map(({ then }) => width(then)));
    case 'groups':
      return Math.max(1, ...strategy.groups.map(({ then }) => width(then)));
    case 'adaptive':
      return strategy.max;
    default:
      return width(strategy);
  }
}

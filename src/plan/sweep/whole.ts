/**
 * Whether a setting takes whole numbers only: it counts something, or has whole seconds or megabytes. The scenario is asked: a value between
 * two whole ones is refused, and the whole one beside it is not.
 */
import { numeralOf, valueBetween, type Range } from '../../scenario/range.ts';
import type { Settings, Template } from '../../scenario/template.ts';

/** Places on a range that are hardly ever whole; some near its beginning, because what lies far away may be refused for other reasons. */
const SHARES = [0.0371828, 0.1270417, 0.3719234, 0.7113178];

/** `others`: what the other axes may set beside it, for a value that is refused alone. */
export function isWholeOnly(path: string, range: Range, others: Settings, template: Template): boolean {
  for (const beside of Object.keys(others).length === 0 ? [{}] : [{}, others]) {
    for (const share of SHARES) {
      const [exact, whole] = [false, true].map((isWhole) => valueBetween(range, share, isWhole));
      if (isWhole(exact)) continue;
      if (template.tryVariant({ ...beside, [path]: exact }).ok) return false;
      if (template.tryVariant({ ...beside, [path]: whole }).ok) return true;
    }
  }
  // Nobody says: who writes whole ends without a unit counts something.
  return [range.from, range.to].every((end) => typeof end === 'number' && isWhole(end));
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(numeralOf(value)?.value);
}

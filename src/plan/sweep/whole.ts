/**
 * Whether a setting takes whole numbers only: it counts something, or has whole seconds, hours or megabytes. The scenario is asked: a value
 * between two whole ones is refused, and the whole one beside it is not.
 */
import { parseQuantity } from '../../scenario/quantities.ts';
import { numeralOf, valueBetween, writtenNumeral, type Range } from '../../scenario/range.ts';
import type { Settings, Template } from '../../scenario/template.ts';

/** Places on a range that are hardly ever whole; some near its beginning, because what lies far away may be refused for other reasons. */
const SHARES = [0.0371828, 0.1270417, 0.3719234, 0.7113178];

/** Units in which a setting may have to be whole, the finest first. */
const GRAINS = [
  { kind: 'duration', unit: 's' },
  { kind: 'duration', unit: 'h' },
  { kind: 'memory', unit: 'MB' },
] as const;

/**
 * The range in the unit in which its values have to be whole, such as MB of one in GB; undefined where they need not be. `others`: what the
 * other axes may set beside it, for a value that is refused alone.
 */
export function wholeRange(path: string, range: Range, others: Settings, template: Template): Range | undefined {
  const grains = [
    ...GRAINS.flatMap(({ kind, unit }) => factorOf(range, kind, unit) ?? []),
    { factor: 1, unit: unitOf(range) },
  ];
  const candidates = grains.map((grain) => inGrain(range, grain)).filter(holdsWhole);
  for (const beside of Object.keys(others).length === 0 ? [{}] : [{}, others]) {
    const isSound = (value: unknown): boolean => template.tryVariant({ ...beside, [path]: value }).ok;
    for (const share of SHARES) {
      const exact = valueBetween(range, share, false);
      if (grains.some((grain) => isWholeNumber(turned(exact, grain)))) continue;
      if (isSound(exact)) return undefined;
      const whole = candidates.find((one) => isSound(valueBetween(one, share, true)));
      if (whole !== undefined) return whole;
    }
  }
  // Nobody says: who writes whole ends without a unit counts something.
  const isCount = [range.from, range.to].every((end) => typeof end === 'number' && isWholeNumber(end));
  return isCount ? range : undefined;
}

/** Of a number with a unit as well: `5 min`. */
export function isWholeNumber(value: unknown): boolean {
  return Number.isInteger(numeralOf(value)?.value);
}

interface Grain {
  readonly unit: string;
  /** How many of it are one of the range's own unit. */
  readonly factor: number;
}

function factorOf(range: Range, kind: 'duration' | 'memory', unit: string): Grain | undefined {
  const [own, grain] = [unitOf(range), unit].map((one) => parseQuantity(kind, `1 ${one}`));
  return own!.ok && grain!.ok ? { unit, factor: own!.value / grain!.value } : undefined;
}

function unitOf({ from }: Range): string {
  return numeralOf(from)!.unit;
}

function inGrain(range: Range, grain: Grain): Range {
  return { ...range, from: turned(range.from, grain), to: turned(range.to, grain) };
}

function turned(value: number | string, { unit, factor }: Grain): number | string {
  return writtenNumeral({ value: numeralOf(value)!.value * factor, unit });
}

/** Whether a whole number lies between its ends: others would be rounded to what nobody asked for. */
function holdsWhole({ from, to }: Range): boolean {
  const [a, b] = [numeralOf(from)!.value, numeralOf(to)!.value];
  return Math.floor(Math.max(a, b)) >= Math.ceil(Math.min(a, b));
}

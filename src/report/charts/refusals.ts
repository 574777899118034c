/** Invocations of a function that came to nothing, over time: refused ones and failed ones. Left out where there were none. */
import type { Result } from '../../metrics/result.ts';
import { some } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { highest, highestStack, stackLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, readingsWhere, startOf } from './when.ts';

export function refusals(name: string, result: Result): Drawing | undefined {
  const { throttles, errors } = result.series.functions[name]!;
  const all: Line[] = [
    { name: 'errors', colour: COLOURS.vermilion, readings: errors },
    { name: 'throttles', colour: COLOURS.orange, readings: throttles },
  ];
  const lines = all.filter(({ readings }) => highest(readings) > 0);
  if (lines.length === 0) return undefined;
  const told = lines.toReversed().map(({ name: noun, readings }) => {
    const total = readings.reduce<number>((sum, n) => sum + (n ?? 0), 0);
    return some(total, noun.slice(0, -1));
  });
  const title = `${told.join(' and ')} of ${shown(name)}${when(lines, told, result)}`;
  const words = lines.map(({ name: noun }) => WORDS[noun as keyof typeof WORDS]).toReversed();
  const what = words.join('; ');
  const scope = result.warmUp === 0 ? '' : ' Over the whole run, warm-up included.';
  return {
    prefix: 'refusals',
    part: { kind: 'function', name },
    title,
    howToRead:
      'Throttles mean no room to run, errors that the code failed; what became of the records shows in the flows.',
    subtitle: `${what.charAt(0).toUpperCase()}${what.slice(1)}; in each ${each(result)}.${scope}`,
    panels: [
      {
        layers: stackLayers(
          lines,
          countsUpTo(
            highestStack(lines),
            lines
              .map((l) => l.name)
              .toReversed()
              .join(', '),
          ),
          result,
        ),
      },
    ],
  };
}

const WORDS = {
  throttles: 'throttles are refused tries to invoke, repeated ones included',
  errors: 'errors are invocations that threw, crashed or timed out',
};

/** From when to when there were some; nothing where that is the whole run, which does not say that there were some all the time. */
function when(lines: readonly Line[], told: readonly string[], result: Result): string {
  const sums = lines[0]!.readings.map((_, i) => lines.reduce((sum, { readings }) => sum + (readings[i] ?? 0), 0));
  const found = readingsWhere(sums, (n) => n > 0);
  const [first, last] = [found[0]!, found.at(-1)!];
  if (first === last)
    return `, ${told.length === 1 && told[0]!.startsWith('1 ') ? '' : 'all '}around ${endOf(first, result)}`;
  if (first === 0 && last === sums.length - 1) return '';
  const isShort = last - first + 1 <= sums.length / 2;
  return `, ${isShort ? 'all ' : ''}between ${startOf(first, result)} and ${endOf(last, result)}`;
}

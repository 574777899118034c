/**
 * The end of every report of an experiment: the numbers that its runs relied on and AWS does not document, and what is not modelled of what they
 * have. Once for all runs; on the terminal as blocks, in Markdown folded. Pure.
 */
import type { Grounds } from '../../plan/grounds.ts';
import { decisive } from '../decisive.ts';
import { limitLines, PAGE_OF_LIMITS, sorted, usualLine } from '../not-modelled/text.ts';
import { byKind, reliedHead, reliedOn } from '../relied-on.ts';
import type { Style } from '../style.ts';
import { folded, plain } from './markdown.ts';

type Grounded = Grounds & { readonly rules: string };

/** A block of lines each; empty where there is nothing to tell. */
export function groundBlocks(outcome: Grounded, style: Style): string[][] {
  return [reliedOn(outcome, style), limitLines(outcome.notModelled, 'these runs', style)];
}

/** Each with an empty line before it. */
export function groundMarkdown(outcome: Grounded): string[] {
  const assumptions = decisive(outcome);
  const { special, usual } = sorted(outcome.notModelled);
  const limits = [
    ...special.map(({ part, what }) => `${part}: ${what.join('; ')}`),
    ...(usual.length === 0 ? [] : [usualLine(usual)]),
  ];
  const block = (summary: string, texts: readonly string[]): string[] =>
    texts.length === 0
      ? []
      : [
          '',
          ...folded(
            plain(summary),
            texts.map((text) => `- ${plain(text)}`),
          ),
        ];
  return [
    ...block(`These runs ${reliedHead(assumptions)}`, byKind(assumptions)),
    ...block(`Not modelled, of what these runs have (${PAGE_OF_LIMITS})`, limits),
  ];
}

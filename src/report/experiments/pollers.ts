/** The answer about provisioned pollers in words: what was found, beside the service's formula, and the searches. */
import { stringify } from 'csv-stringify/sync';
import type { PollersAnswer } from '../../plan/pollers.ts';
import { harmless, wrapped } from '../fit.ts';
import { count, money, some } from '../format.ts';
import type { Style } from '../style.ts';
import { formsTable } from './plan-forms.ts';
import { candidateTable, howItWasSearched, marginTable, searchSentences } from './plan-search.ts';
import type { QuestionReport } from './plan.ts';

export const pollersReport: QuestionReport<PollersAnswer> = {
  blocks: (answer, style) => [words(answer, style), ...search(answer, style), formula(answer, style)],
  csv,
};

function words({ mapping, found, perMonth, demands }: PollersAnswer, { width, paint }: Style): string[] {
  const name = harmless(mapping);
  const first =
    found === null
      ? `No number of minimumPollers of ${name} is known to meet what is asked for.`
      : `${name} needs minimumPollers: ${count(found.minimumPollers)}, ready all the time, and maximumPollers: ${count(found.maximumPollers)}. The first cost ${money(perMonth)} in 730 hours.`;
  const asked =
    demands === 'objectives'
      ? []
      : [
          'The scenario has no objectives: what is asked for is that nothing is lost, and no message gets older than a minute.',
        ];
  return [
    ...wrapped(first, width).map((line) => paint('strong', line)),
    ...asked.flatMap((line) => wrapped(line, width)),
  ];
}

function search(answer: PollersAnswer, style: Style): string[][] {
  const { minimum, maximum } = answer;
  const asked = { ...answer, minimise: 'settings' };
  const told = [minimum, ...(maximum === null ? [] : [maximum])].flatMap((one) => [
    searchSentences(one, asked).flatMap((line) => wrapped(line, style.width)),
    candidateTable(one, 'settings', style),
  ]);
  const last = (maximum?.winner ?? null) === null ? minimum : maximum!;
  const how = howItWasSearched(last).flatMap((line) => wrapped(line, style.width));
  return [...told, marginTable(last, style), how];
}

function formula({ formula: { why, mean, peak, form }, found }: PollersAnswer, style: Style): string[] {
  if (why !== null || form === null)
    return wrapped(`The service’s formula (SQS-27) does not apply: ${why ?? 'nothing is known'}.`, style.width);
  const beside =
    found === null || found.minimumPollers >= peak!
      ? ''
      : ' Fewer are enough where what waits while others are added is within the objectives.';
  const said = `The service’s formula (SQS-27) asks for ${some(mean!, 'poller')} on average and ${count(peak)} at the greatest rate; it knows full batches and no waiting.${beside}`;
  return [...wrapped(said, style.width), ...formsTable([form], style)];
}

function csv({ mapping, found, perMonth, formula }: PollersAnswer): string {
  const head = ['mapping', 'minimumPollers', 'maximumPollers', 'dollarsPerMonth', 'formulaMean', 'formulaPeak'];
  const row = [mapping, found?.minimumPollers, found?.maximumPollers, perMonth, formula.mean, formula.peak];
  return stringify([head, row.map((value) => value ?? '')], { escape_formulas: true });
}

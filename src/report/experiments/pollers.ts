/** The answer about provisioned pollers in words: what was found, beside the service's formula, and the searches. */
import { stringify } from 'csv-stringify/sync';
import type { PollersAnswer } from '../../plan/pollers.ts';
import { harmless } from '../fit.ts';
import { count, money, some } from '../format.ts';
import { formsTable } from './plan-forms.ts';
import type { Part, Said } from './plan-parts.ts';
import { candidateTable, howItWasSearched, marginTable, searchSentences } from './plan-search.ts';
import type { QuestionReport } from './plan.ts';

export const pollersReport: QuestionReport<PollersAnswer> = {
  parts: (answer) => [words(answer), ...search(answer), ...formula(answer)],
  csv,
};

function words({ mapping, found, perMonth, demands }: PollersAnswer): Said {
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
  return { headlines: [first], sentences: asked };
}

function search(answer: PollersAnswer): Part[] {
  const { minimum, maximum } = answer;
  const asked = { ...answer, minimise: 'settings' };
  const told = [minimum, ...(maximum === null ? [] : [maximum])].flatMap((one) => [
    { sentences: searchSentences(one, asked) },
    candidateTable(one, 'settings'),
  ]);
  const last = (maximum?.winner ?? null) === null ? minimum : maximum!;
  return [...told, marginTable(last), { sentences: howItWasSearched(last) }];
}

function formula({ formula: { why, mean, peak, form }, found }: PollersAnswer): Part[] {
  if (why !== null || form === null)
    return [{ sentences: [`The service’s formula (SQS-27) does not apply: ${why ?? 'nothing is known'}.`] }];
  const beside =
    found === null || found.minimumPollers >= peak!
      ? ''
      : ' Fewer are enough where what waits while others are added is within the objectives.';
  const said = `The service’s formula (SQS-27) asks for ${some(mean!, 'poller')} on average and ${count(peak)} at the greatest rate; it knows full batches and no waiting.${beside}`;
  return [{ sentences: [said] }, formsTable([form])];
}

function csv({ mapping, found, perMonth, formula }: PollersAnswer): string {
  const head = ['mapping', 'minimumPollers', 'maximumPollers', 'dollarsPerMonth', 'formulaMean', 'formulaPeak'];
  const row = [mapping, found?.minimumPollers, found?.maximumPollers, perMonth, formula.mean, formula.peak];
  return stringify([head, row.map((value) => value ?? '')], { escape_formulas: true });
}

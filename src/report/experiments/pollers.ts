/** The answer about provisioned pollers in words: what was found, beside the service's formula, and the searches. */
import { stringify } from 'csv-stringify/sync';
import type { PollersAnswer } from '../../plan/pollers.ts';
import { harmless } from '../fit.ts';
import { count, money, some } from '../format.ts';
import { formsTable } from './plan-forms.ts';
import type { Part, Said } from './plan-parts.ts';
import type { SearchOutcome } from '../../plan/search/outcome.ts';
import { candidateTable, howItWasSearched, KEEPS_UP, marginTable, searchSentences, type Asked } from './plan-search.ts';
import type { QuestionReport } from './plan.ts';

export const pollersReport: QuestionReport<PollersAnswer> = {
  parts: (answer) => [words(answer), ...search(answer), ...formula(answer)],
  csv,
};

function words(answer: PollersAnswer): Said {
  const { mapping, found, maximum, maxRuns, demands, met } = answer;
  const asked = demands === 'objectives' ? [] : [KEEPS_UP];
  if (found === null)
    return {
      headlines: [`No number of minimumPollers of ${harmless(mapping)} is known to meet what is asked for.`],
      sentences: asked,
    };
  const usedUp = maximum === null || maximum.status === 'runs';
  const why = usedUp ? ` The ${some(maxRuns, 'run')} that were allowed were used up (--max-runs allows more).` : '';
  const unknown = `How many fewer maximumPollers are enough is not known.${why}`;
  return { headlines: [needed(answer, found)], sentences: [...(met ? [] : [unknown]), ...asked] };
}

function needed(
  { mapping, perMonth, met }: PollersAnswer,
  { minimumPollers, maximumPollers }: NonNullable<PollersAnswer['found']>,
): string {
  const most = met ? ', and' : '; confirmed with';
  return (
    `${harmless(mapping)} needs minimumPollers: ${count(minimumPollers)}, ready all the time${most} maximumPollers: ` +
    `${count(maximumPollers)}. The first cost ${money(perMonth)} in 730 hours.`
  );
}

function search(answer: PollersAnswer): Part[] {
  const { minimum, maximum, runs, confidenceOfEach } = answer;
  const asked = { ...answer, minimise: 'settings', confidence: confidenceOfEach };
  const told = [
    { sentences: searchSentences(minimum, asked) },
    candidateTable(minimum, 'settings'),
    ...(maximum === null ? [] : [{ sentences: ofMaximum(maximum, asked) }, candidateTable(maximum, 'settings')]),
  ];
  const last = (maximum?.winner ?? null) === null ? minimum : maximum!;
  const how = howItWasSearched(last, 'of this search');
  const all = maximum === null ? [] : [`${some(runs, 'run')} of both searches in all.`];
  return [...told, marginTable(last), { sentences: [...how, ...all] }];
}

/** Where it was not found, the first sentence of all says so. */
function ofMaximum(maximum: SearchOutcome, asked: Asked): string[] {
  return maximum.status === 'runs' ? ['Of maximumPollers none was confirmed.'] : searchSentences(maximum, asked);
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

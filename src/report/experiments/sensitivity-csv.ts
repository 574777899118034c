/** What a sensitivity analysis found, as rows for other programs: guess, end and figure by figure. */
import { stringify } from 'csv-stringify/sync';
import type { MorrisScreening, OneAtATime, Sensitivity, SobolIndices } from '../../plan/sensitivity/outcome.ts';

/** A row for each guess, end and figure; numbers in the unit of the figure. */
export function sensitivityCsv(outcome: Sensitivity): string {
  return stringify([...rowsOf(outcome)]);
}

function rowsOf(outcome: Sensitivity): (string | number | null)[][] {
  switch (outcome.method) {
    case 'one-at-a-time':
      return csvOfEnds(outcome);
    case 'morris':
      return csvOfMorris(outcome);
    case 'sobol':
      return csvOfSobol(outcome);
  }
}

function csvOfEnds({ guesses, figures }: OneAtATime): (string | number | null)[][] {
  const head = [
    'guess',
    'of',
    'tried',
    'factor',
    'figure',
    'unit',
    'runs',
    'mean',
    'difference',
    'low',
    'high',
    'ratio',
    'elasticity',
    'verdict',
  ];
  const rows = guesses.flatMap(({ path, of, ends }) =>
    ends.flatMap(({ label, factor, effects, runs }) =>
      effects.map(({ mean, difference, interval, ratio, elasticity, verdict }, f) => {
        const { text, unit } = figures[f]!;
        const range = [interval?.low ?? null, interval?.high ?? null];
        return [path, of, label, factor, text, unit, runs, mean, difference, ...range, ratio, elasticity, verdict];
      }),
    ),
  );
  return [head, ...rows];
}

function csvOfMorris({ guesses, figures }: MorrisScreening): (string | number | null)[][] {
  const head = ['guess', 'of', 'figure', 'unit', 'effects', 'mean', 'meanSize', 'low', 'high', 'standardDeviation'];
  const rows = guesses.flatMap(({ path, of, effects }) =>
    effects.map(({ count, mean, meanSize, interval, standardDeviation }, f) => {
      const { text, unit } = figures[f]!;
      return [
        path,
        of,
        text,
        unit,
        count,
        mean,
        meanSize,
        interval?.low ?? null,
        interval?.high ?? null,
        standardDeviation,
      ];
    }),
  );
  return [head, ...rows];
}

function csvOfSobol({ guesses, figures }: SobolIndices): (string | number | null)[][] {
  const head = ['guess', 'of', 'figure', 'first', 'firstLow', 'firstHigh', 'total', 'totalLow', 'totalHigh'];
  const rows = guesses.flatMap(({ path, of, effects }) =>
    effects.map(({ first, firstInterval, total, totalInterval }, f) => {
      const ends = (interval: typeof firstInterval) => [interval?.low ?? null, interval?.high ?? null];
      return [path, of, figures[f]!.text, first, ...ends(firstInterval), total, ...ends(totalInterval)];
    }),
  );
  return [head, ...rows];
}

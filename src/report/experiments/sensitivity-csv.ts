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
    'lost',
    'gained',
  ];
  const rows = guesses.flatMap(({ path, of, ends }) =>
    ends.flatMap(({ label, factor, effects, runs }) =>
      effects.map(({ mean, difference, interval, ratio, elasticity, verdict, lost, gained }, f) => {
        const { text, unit } = figures[f]!;
        const range = [interval?.low ?? null, interval?.high ?? null];
        const found = [mean, difference, ...range, ratio, elasticity, verdict, lost, gained];
        return [path, of, label, factor, text, unit, runs, ...found];
      }),
    ),
  );
  return [head, ...rows];
}

function csvOfMorris({ guesses, figures }: MorrisScreening): (string | number | null)[][] {
  const head = [
    'guess',
    'of',
    'figure',
    'unit',
    'effects',
    'mean',
    'meanSize',
    'low',
    'high',
    'standardDeviation',
    'broken',
  ];
  const rows = guesses.flatMap(({ path, of, effects }) =>
    effects.map(({ count, mean, meanSize, interval, standardDeviation, broken }, f) => {
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
        broken,
      ];
    }),
  );
  return [head, ...rows];
}

function csvOfSobol({ guesses, figures }: SobolIndices): (string | number | null)[][] {
  const head = ['guess', 'of', 'figure', 'first', 'firstLow', 'firstHigh', 'total', 'totalLow', 'totalHigh', 'broken'];
  const rows = guesses.flatMap(({ path, of, effects }) =>
    effects.map(({ first, firstInterval, total, totalInterval, broken }, f) => {
      const ends = (interval: typeof firstInterval) => [interval?.low ?? null, interval?.high ?? null];
      return [path, of, figures[f]!.text, first, ...ends(firstInterval), total, ...ends(totalInterval), broken];
    }),
  );
  return [head, ...rows];
}

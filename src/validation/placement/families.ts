/** How the rows of a family did together: whether standard errors are what they say, and whether the signs lean to one side. */
import { signTest } from '../../stats/sign-test.ts';
import type { Row } from '../row.ts';

/** Of a mean of z² of a few cases: outside of it errors are not what they say, or there is bias. */
const MEAN_SQUARE = [0.4, 1.9] as const;
/** Of fewer cases the mean of z² says too little. */
const FEWEST = 8;
const RAREST_SIGNS = 0.01;
const FAR = 2;

interface Family {
  readonly name: string;
  readonly cases: number;
  readonly meanSquare: number;
  readonly above: number;
  readonly far: number;
}

function familiesOf(rows: readonly Row[]): Family[] {
  const scores = new Map<string, number[]>();
  for (const { family, statistics } of rows) {
    if (family === undefined || statistics === undefined) continue;
    scores.set(family, [...(scores.get(family) ?? []), statistics.z]);
  }
  return [...scores].map(([name, zs]) => familyOf(name, zs));
}

function familyOf(name: string, zs: readonly number[]): Family {
  return {
    ...{ name, cases: zs.length, meanSquare: zs.reduce((sum, z) => sum + z * z, 0) / zs.length },
    ...{ above: zs.filter((z) => z > 0).length, far: zs.filter((z) => Math.abs(z) > FAR).length },
  };
}

/** A Markdown table, a row for each family and one for all. */
export function familyTable(rows: readonly Row[]): string {
  const all = rows.flatMap(({ family, statistics }) => (family === undefined || !statistics ? [] : [statistics.z]));
  const lines = [...familiesOf(rows), familyOf('all', all)].map(
    ({ name, cases, meanSquare, above, far }) =>
      `| ${name} | ${cases} | ${meanSquare.toFixed(2)} | ${above} | ${far} | ${(cases * 0.0455).toFixed(1)} |`,
  );
  return ['| family | cases | mean z² | above | beyond 2 | of chance |', '|---|---|---|---|---|---|', ...lines].join(
    '\n',
  );
}

/** A sentence for each family that leans to one side, or whose z² are too small or too great. */
export function familyDefects(rows: readonly Row[]): string[] {
  return familiesOf(rows).flatMap(({ name, cases, meanSquare, above }) => {
    if (cases < FEWEST) return [];
    const isOdd = meanSquare < MEAN_SQUARE[0] || meanSquare > MEAN_SQUARE[1];
    const leans = signTest(above, cases - above) < RAREST_SIGNS;
    return [
      ...(isOdd ? [`${name}: the mean z² of ${cases} cases is ${meanSquare.toFixed(2)}, not near 1`] : []),
      ...(leans ? [`${name}: ${above} of ${cases} are above what is expected`] : []),
    ];
  });
}

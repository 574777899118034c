/** The rows of a recorded case: what happened, and where something is expected of it, when. */
import type { Row, Verdict } from '../row.ts';
import type { Comparison } from './comparison.ts';
import { evidenceOf, sourceOf, type Aspect, type Entry } from './entry.ts';

/** What a case is found to be, by aspect; one without comparisons has no row. */
export type Findings = Readonly<Record<Aspect, readonly Comparison[]>>;

export function rowsOf(entry: Entry, ran: Row['ran'], findings: Findings): Row[] {
  const aspects: readonly Aspect[] = ['outcome', 'times'];
  return aspects.flatMap((aspect) =>
    findings[aspect].length === 0 ? [] : [rowOf(entry, ran, aspect, findings[aspect])],
  );
}

function rowOf(entry: Entry, ran: Row['ran'], aspect: Aspect, comparisons: readonly Comparison[]): Row {
  const { id, variant, title } = entry;
  const verdict = verdictOf(entry, aspect, comparisons);
  const why = whyOf(entry, aspect, verdict);
  return {
    id,
    figure: variant === undefined ? aspect : `${aspect}, ${variant}`,
    setting: title,
    evidence: evidenceOf(entry),
    source: sourceOf(entry),
    ran,
    expected: comparisons.map(({ expected }) => expected).join(' · '),
    found: comparisons.map(({ found }) => found).join(' · '),
    verdict,
    ...(why === undefined ? {} : { why }),
  };
}

function verdictOf({ calibrated }: Entry, aspect: Aspect, comparisons: readonly Comparison[]): Verdict {
  if (!comparisons.every(({ holds }) => holds)) return 'miss';
  return calibrated?.[aspect] === undefined ? 'pass' : 'calibrated';
}

/** Of a miss the reason, if there is one; else what to know about the case, which its first row says for all. */
function whyOf({ note, knownMiss, calibrated }: Entry, aspect: Aspect, verdict: Verdict): string | undefined {
  if (verdict === 'miss') return knownMiss;
  const said = [calibrated?.[aspect], aspect === 'outcome' ? note : undefined].filter((one) => one !== undefined);
  return said.length === 0 ? undefined : said.join('; ');
}

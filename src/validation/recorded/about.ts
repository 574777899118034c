/** What the page says before and after the recorded cases. */
import { EVIDENCE, type Row, type Verdict } from '../row.ts';

export const ABOUT = `What the service was seen to do, in runs that others made and published: the suites of an emulator, localstack, that are run against AWS
too; data points of CloudWatch; demonstrations. Where nobody published a run, there is what AWS writes, or what somebody drew. The source of
each row says which it is.

Each case is a scenario, a script of calls to a queue, or an attempt to set something up. All of them are in
[\`scenarios/validation/recorded\`](../scenarios/validation/recorded/README.md).

- A recording says some things and leaves others open; compared is what it says. What a scenario needs beside that (how long a function works,
  a timeout) is ours, and noted where it matters.
- The simulator was written with these cases at hand. A pass shows that it does what was recorded, not that it would have foreseen it.
  Where one of its numbers was taken from the very recording, the row says calibrated.
- Waits of asynchronous invocation vary, with the service and here. Such a case is run with 20 seeds: all runs have to stay within bounds, and what
  was recorded has to lie within the same bounds.
- Nobody has published a recording of a bisect. The cases R-BIS are documented or drawn, and the order of the parts is inferred.

Not compared, because a scenario has no such thing: receipts of a mapping, ids of requests, the states that a mapping goes through
when it is made, error texts, status codes and the names of the blocks in what a destination is told, the access configuration and the consumer group
of a topic. The pace at which AWS carries out a change is left open by R-SQS-10 and R-KIN-12. Three entries of the collection that these ids
come from are left out: R-SQS-07, which asserts nothing about batches, and R-SQS-16 and R-ASY-09, of which we know no more than that they are there.`;

const VERDICTS: readonly Verdict[] = ['pass', 'calibrated', 'miss'];

/** How many rows rest on what. */
export function summaryOf(rows: readonly Row[]): string {
  const lines = EVIDENCE.flatMap((evidence) => {
    const some = rows.filter((row) => row.evidence === evidence);
    const counts = VERDICTS.map((verdict) => some.filter((row) => row.verdict === verdict).length);
    return some.length === 0 ? [] : [`| ${evidence} | ${some.length} | ${counts.join(' | ')} |`];
  });
  return [`| evidence | rows | ${VERDICTS.join(' | ')} |`, '|---|---|---|---|---|', ...lines].join('\n');
}

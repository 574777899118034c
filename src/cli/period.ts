/** The period of metrics as a user writes it: `--period 5 min`. */
import { quote } from '../scenario/problem.ts';
import { parseDuration, type Parsed } from '../scenario/units.ts';

const SECOND = 1e6;
const MINUTE = 60 * SECOND;
/** What CloudWatch has below a minute (MetricStat, Period). */
const SHORT: readonly number[] = [1, 5, 10, 20, 30].map((seconds) => seconds * SECOND);

const ALLOWED = 'a period is 1, 5, 10, 20 or 30 s, or a multiple of 60 s, as CloudWatch has them';

/** Microseconds, of the periods that CloudWatch has; or why the text is none of them. */
export function parsePeriod(text: string): Parsed {
  const parsed = parseDuration(text);
  if (!parsed.ok)
    return parsed.hint === undefined ? parsed : { ok: false, message: `${parsed.message}: ${parsed.hint}` };
  const { value } = parsed;
  if (SHORT.includes(value) || (value > 0 && value % MINUTE === 0)) return parsed;
  return { ok: false, message: `${ALLOWED}; found ${quote(text)}` };
}

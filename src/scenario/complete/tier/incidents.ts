/**
 * Turns what a scenario says breaks in the tier into incidents of the model, and refuses two of a kind at once, unless they are about other zones or queues.
 */
import { INCIDENT_KINDS, type IncidentKind } from '../../../model/tier/options.ts';
import type { Incident } from '../../../model/tier/settings.ts';
import type { Path } from '../../problem.ts';
import { formatQuantity } from '../../quantities.ts';
import { readPart } from '../../schema/issues.ts';
import { incidentSchema, type IncidentWritten } from '../../schema/tier/incidents.ts';
import { readList, type Context } from '../context.ts';
import { warnOfLate } from '../rates.ts';

/** In the order of the file; none when one of them has problems, so that positions are those of the file. */
export function readIncidents(value: unknown, within: Path, context: Context): Incident[] {
  const earlier: Incident[] = [];
  const read = (part: unknown, path: Path): Incident | undefined => {
    const written = readPart(incidentSchema, part, path, context.findings);
    if (written === undefined) return undefined;
    warnOfLate(written.at, 'this incident', [...path, 'at'], context);
    const incident = complete(written);
    refuseOverlap(incident, earlier, path, context);
    earlier.push(incident);
    return incident;
  };
  const incidents = readList(value, 'incidents', context.findings, read, within);
  return Array.isArray(value) && incidents.length < value.length ? [] : incidents;
}

/** The schema lets one kind through, and no more. */
function complete(written: IncidentWritten): Incident {
  const kind: IncidentKind = INCIDENT_KINDS.find((one) => written[one] !== undefined)!;
  const { at, for: length = Infinity, slow: speed = 1, zoneDown: zone = 1, queuesDown: queues } = written;
  return { kind, at, length, speed, zone: zone - 1, first: (queues?.first ?? 1) - 1, count: queues?.count ?? 0 };
}

/** Two of a kind: whether they break the same zone, or some of the same queues; the other kinds break all there is. */
function concernsSame(a: Incident, b: Incident): boolean {
  if (a.kind === 'zoneDown') return a.zone === b.zone;
  if (a.kind !== 'queuesDown') return true;
  return a.first < b.first + b.count && b.first < a.first + a.count;
}

function refuseOverlap(incident: Incident, earlier: readonly Incident[], path: Path, { findings }: Context): void {
  const { kind, at, length } = incident;
  const other = earlier.find(
    (one) => one.kind === kind && at < one.at + one.length && one.at < at + length && concernsSame(one, incident),
  );
  if (other === undefined) return;
  const [from, until] = [other.at, other.at + other.length].map((time) => formatQuantity('duration', time));
  const lasts = other.length === Infinity ? `from ${from} to the end of the run` : `from ${from} to ${until}`;
  findings.error(path, { message: `two incidents of the kind ${kind} at once: the other lasts ${lasts}` });
}

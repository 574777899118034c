/** Whether what breaks is there: zones of hosts, leases, queues. */
import type { Incident } from '../../../model/tier/settings.ts';
import type { Context } from '../../complete/context.ts';
import type { Path } from '../../problem.ts';
import type { Sized } from './tier.ts';

export function checkIncidents(sized: Sized, context: Context): void {
  sized.tier.incidents.forEach((incident, i) =>
    checkIncident(incident, ['tier', 'incidents', i, incident.kind], sized, context),
  );
}

function checkIncident(
  { kind, zone, first, count }: Incident,
  path: Path,
  { tier: { pollers }, queues }: Sized,
  { findings }: Context,
): void {
  if ((kind === 'zoneDown' || kind === 'leaseServiceDown') && pollers.model !== 'leased') {
    const message = `this is for leased pollers; those here are ${pollers.model}`;
    findings.error(path, { message, hint: 'pollers: { model: leased }', about: 'key', source: 'AP-6.6' });
  } else if (kind === 'zoneDown' && zone >= pollers.zones)
    findings.error(path, { message: `there is no zone ${zone + 1}`, hint: `zones: ${pollers.zones} of the pollers` });
  if (kind !== 'queuesDown' || first + count <= queues) return;
  const last = first + count;
  const message = `there is no queue ${last.toLocaleString('en-US')}: the tier has ${queues.toLocaleString('en-US')}`;
  findings.error(path, { message, hint: 'queues are numbered from 1' });
}

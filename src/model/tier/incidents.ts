/** What breaks in the tier during a run, and works again: as the scenario has it. */
import { Rank } from '../../engine/rank.ts';
import type { World } from '../world.ts';
import type { Lanes } from './lanes.ts';
import type { Leases } from './leases.ts';
import type { Incident } from './settings.ts';
import type { Tier } from './tier.ts';

/** Schedules the incidents; `leases` and `lanes` where there are any. */
export function scheduleIncidents(
  incidents: readonly Incident[],
  tier: Tier,
  leases: Leases | undefined,
  lanes: Lanes | undefined,
  world: World,
): void {
  const { sim } = world;
  const change = sim.action(Rank.scenario, (subject) => {
    const incident = incidents[subject >> 1]!;
    const begins = (subject & 1) === 0;
    tier.tell.incident(incident.kind, begins);
    happen(incident, begins, tier, leases, lanes);
  });
  incidents.forEach(({ at, length }, i) => {
    if (at <= sim.end) sim.at(at, change, 2 * i);
    if (at + length <= sim.end) sim.at(at + length, change, 2 * i + 1);
  });
}

function happen(
  { kind, speed, zone, first, count }: Incident,
  begins: boolean,
  tier: Tier,
  leases: Leases | undefined,
  lanes: Lanes | undefined,
): void {
  switch (kind) {
    case 'pollersDown':
      tier.pollers.setDown(begins);
      if (!begins) lanes?.suspend();
      return;
    case 'slow':
      return tier.setSpeed(begins ? speed : 1);
    case 'zoneDown':
      leases!.zone(zone, begins);
      return tier.tell.slotsChanged(tier.pollers.workingSlots);
    case 'leaseServiceDown':
      return leases!.service(begins);
    case 'queuesDown':
      tier.parts.view.kill(first, count, begins);
      if (!begins) tier.pollers.serveAll();
  }
}

/** A discipline with its defaults, and events that a test has made up. */
import { factUnder } from '../../../../src/aws/rules.ts';
import type { Discipline, DisciplineKind, DisciplineParts } from '../../../../src/model/tier/disciplines/discipline.ts';
import { DISCIPLINES, type DisciplineName } from '../../../../src/model/tier/disciplines/disciplines.ts';

/** What tests change: the clock, and whose a slot is. */
export class Setup implements DisciplineParts {
  readonly queues: number;
  readonly tenants: number;
  readonly clock = { now: 0 };
  readonly tenant: number[] = [];
  readonly accepted: number[] = [];
  readonly cost: number[] = [];
  readonly weights: number[] = [];
  slots = 1;

  constructor(queues = 1, tenants = 10) {
    this.queues = queues;
    this.tenants = tenants;
  }

  readonly tenantOf = (slot: number): number => this.tenant[slot]!;
  readonly acceptedAt = (slot: number): number => this.accepted[slot]!;
  readonly weightOf = (tenant: number): number => this.weights[tenant] ?? 1;
  readonly costOf = (slot: number): number => this.cost[slot] ?? 1;
  readonly slotsOf = (): number => this.slots;

  /** Adds events of a tenant to a queue, with the next free numbers. */
  send(discipline: Discipline, tenant: number, count = 1, queue = 0, cost = 1): void {
    for (let i = 0; i < count; i++) {
      const slot = this.tenant.push(tenant) - 1;
      this.accepted[slot] = this.clock.now;
      this.cost[slot] = cost;
      discipline.push(queue, slot);
    }
  }

  /** Whose events come next. */
  receive(discipline: Discipline, count: number, queue = 0): number[] {
    return Array.from({ length: count }, () => this.tenant[discipline.pop(queue)]!);
  }
}

export type OptionValues = Record<string, number | boolean | string | undefined>;

/** The defaults of a discipline under the rules of today, and what a test says. */
export function optionsOf(name: DisciplineName, own: OptionValues = {}): OptionValues {
  const kind: DisciplineKind = DISCIPLINES[name];
  const defaults = Object.entries(kind.options).map(([key, option]) => {
    const value = 'default' in option ? option.default : undefined;
    return [key, typeof value === 'object' ? factUnder('current', value.fact) : value] as const;
  });
  return { ...Object.fromEntries(defaults), ...own };
}

export function make(name: DisciplineName, setup: DisciplineParts, own: OptionValues = {}): Discipline {
  return DISCIPLINES[name].make(optionsOf(name, own), setup);
}

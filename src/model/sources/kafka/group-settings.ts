/** What a consumer group is made from, and the seam between it and what changes the number of its members. */
import type { Micros } from '../../../engine/time.ts';
import type { Outcome } from '../../batch.ts';
import type { ProvisionedPollerConfig } from '../../mapping/provisioned-options.ts';
import type { SettlementSettings } from '../stream/settlement.ts';
import type { StartingPosition } from '../stream/starting-position.ts';
import type { GroupWork } from './group-work.ts';

export interface GroupSettings extends SettlementSettings {
  readonly startingPosition: StartingPosition;
  /** What says how many members there are. */
  readonly scaling: (group: ScaledGroup) => GroupScaling;
  /** Batches of one member at once. */
  readonly lanes: number;
  /** Batches at once that records of one partition are in. */
  readonly perPartition: number;
  /** What a member reads in a second. */
  readonly bytes: number;
  /** Whether the handler asks how often it was given a record. */
  readonly countsDeliveries: boolean;
  /** Whether a record is for this mapping; undefined: all are. */
  readonly filter: ((slot: number) => boolean) | undefined;
}

/** A group as those see it who change the number of its members. */
export interface ScaledGroup {
  readonly partitions: number;
  readonly consumers: number;
  /** Records of all partitions that no member has taken into a batch yet. */
  readonly waiting: number;
  /** From when the first of those that one more member could take counts as waiting; Infinity: there are none. */
  waitingSince(): Micros;
  /** What its members have done. */
  readonly work: GroupWork;
  /** So many members from now on; the partitions go round among them. */
  resize(consumers: number): void;
}

/** What changes the number of members. */
export interface GroupScaling {
  /** At the beginning, and the most there may be. */
  readonly first: number;
  readonly most: number;
  start(): void;
  stop(): void;
  /** An invocation has ended, or was refused. */
  ended(outcome: Outcome): void;
  /** Other limits; `isOn`: whether members read now. */
  change(limits: Partial<ProvisionedPollerConfig>, isOn: boolean): void;
}

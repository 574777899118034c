/** How old loads are seen: what a view that is not live shows a front host. */
export interface Sight {
  /** The load that a host believes a queue to have, zero or more. */
  loadOf(queue: number, host: number): number;
  /** A host has put an event into a queue; told before the change of its load. */
  placed(queue: number, host: number): void;
  /** The load of a queue has changed. */
  changed(queue: number): void;
}

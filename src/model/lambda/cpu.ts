/**
 * What memory does to the time of the code (ENV-02): CPU comes in proportion to memory, a whole one with 1,769 MB. Pure.
 *
 * Time = waiting + computing × 1,769 / memory below that, and no gain above: the code is taken to run on one thread. More
 * CPUs are `parallel` of a handler. Left out: INIT, which showed no clear effect of memory (M.2).
 */

/**
 * What a time measured with a whole CPU is multiplied by. `share`: part of it that computes, 0 to 1; memory in MB.
 */
export function slowdown(share: number, memory: number, fullCpu: number): number {
  return 1 - share + share * Math.max(1, fullCpu / memory);
}

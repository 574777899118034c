/** A FIFO queue by itself, driven step by step. */
export {
  deleteFrom,
  makeFifo,
  sendTo,
  type FifoGiven,
  type Sent,
} from '../../src/validation/recorded/scripted/queue.ts';

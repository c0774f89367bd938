import { workerData, type MessagePort } from "node:worker_threads";
import type { Answer, Job } from "../../engine/jobs.ts";

/** What the threads share: the next group, the number of answers, of threads that have loaded, of threads that have ended. */
export const slots = { next: 0, answered: 1, loaded: 2, ended: 3, count: 4 } as const;

/** What a thread is given. */
export interface ThreadData {
  readonly job: Job;
  readonly cwd: string;
  readonly named: readonly string[];
  readonly turns: Int32Array;
  readonly port: MessagePort;
}

/** Runs in a thread: does its share of the job. */
export function serve(work: (data: ThreadData, next: () => number, send: (answer: Answer) => void) => void): void {
  const data = workerData as ThreadData;
  const { turns, port } = data;
  const tell = (slot: number): void => {
    Atomics.add(turns, slot, 1);
    Atomics.notify(turns, slots.answered);
  };
  tell(slots.loaded);
  try {
    work(data, () => Atomics.add(turns, slots.next, 1), (answer) => {
      port.postMessage(answer);
      tell(slots.answered);
    });
  } finally {
    tell(slots.ended);
  }
}

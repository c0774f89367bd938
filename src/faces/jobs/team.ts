import { availableParallelism } from "node:os";
import { MessageChannel, Worker, receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import type { Answer, Job, Team } from "../../engine/jobs.ts";
import { slots, type ThreadData } from "./thread.ts";

/** Milliseconds without any answer after which the first thread does the rest itself. */
const patience = 20_000;

export interface TeamInput {
  /** How many threads, the first one included. */
  readonly count: number;
  /** The file whose `work` a thread calls. */
  readonly launcher: string;
  readonly cwd: string;
  /** The paths that the user named. */
  readonly named: readonly string[];
  /** Called once all threads have loaded their code. */
  onLoaded(): void;
}

/** The threads that a machine can run at once. */
export function parallelism(): number {
  return availableParallelism();
}

/** Threads that take turns at a list of groups. Everything is waited for without giving the event loop a turn. */
export class ThreadTeam implements Team {
  readonly #input: TeamInput;
  readonly #turns = new Int32Array(new SharedArrayBuffer(slots.count * Int32Array.BYTES_PER_ELEMENT));
  readonly #ports: MessagePort[] = [];
  #isLoaded = false;

  constructor(input: TeamInput) {
    this.#input = input;
  }

  start(job: Job): void {
    const { count, launcher, cwd, named } = this.#input;
    const wanted = Math.min(count - 1, job.discovery.dockerfiles.length + job.discovery.composeFiles.length);
    for (let at = 0; at < wanted; at++) {
      const { port1, port2 } = new MessageChannel();
      const data: ThreadData = { job, cwd, named, turns: this.#turns, port: port2 };
      const worker = new Worker(`require(${JSON.stringify(launcher)}).work();`, { eval: true, workerData: data, transferList: [port2], argv: process.argv.slice(2) });
      // What a thread cannot do is done here: its end is nobody's fault.
      worker.on("error", () => undefined);
      worker.unref();
      port1.unref();
      this.#ports.push(port1);
    }
  }

  next(): number {
    if (!this.#isLoaded && Atomics.load(this.#turns, slots.loaded) >= this.#ports.length) {
      this.#isLoaded = true;
      this.#input.onLoaded();
    }
    return Atomics.add(this.#turns, slots.next, 1);
  }

  answers(end: number): ReadonlyMap<number, Answer> {
    const found = new Map<number, Answer>();
    const own = (): number => Atomics.load(this.#turns, slots.answered);
    for (let seen = own(), idle = 0; idle < patience;) {
      for (const port of this.#ports) receiveAll(port, found);
      if (this.#ports.length === 0 || Atomics.load(this.#turns, slots.ended) >= this.#ports.length || found.size >= end) break;
      Atomics.wait(this.#turns, slots.answered, seen, 100);
      const now = own();
      idle = now === seen ? idle + 100 : 0;
      seen = now;
    }
    for (const port of this.#ports) receiveAll(port, found);
    return found;
  }
}

function receiveAll(port: MessagePort, found: Map<number, Answer>): void {
  for (let received = receiveMessageOnPort(port); received; received = receiveMessageOnPort(port)) {
    const answer = received.message as Answer;
    found.set(answer.group, answer);
  }
}

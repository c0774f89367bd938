import { dockerfile, isBuildCommand, rule, type Command } from "#rule";

export default rule({
  id: "host-command",
  since: "0.1.0",
  severity: "info",
  recommended: true,
  title: "A command that makes no sense in a build",
  why: "A build has no services, no other processes, no terminal and mostly no rights on the kernel. Such a command does nothing there, fails, or waits forever.",
  remedy: "Take it out, or move it to where the container starts.",
  peers: {
    same: [
      { id: "hadolint:DL3001", options: { accept: [] } },
      { id: "kics:Run Utilities And POSIX Commands", options: { accept: [] } },
      { id: "semgrep:nonsensical-command", options: { accept: [] } },
    ],
  },
  options: {
    commands: {
      type: "strings",
      default: ["free", "ifconfig", "kill", "mount", "ps", "service", "shutdown", "ssh", "top", "vim"],
      meaning: "Which commands make no sense in a build.",
    },
    accept: { values: ["used-service"], default: ["used-service"], meaning: "What passes besides. used-service: a service that further commands of the RUN use, such as a database that is set up." },
  },
  on: "command",
  needs: { instructions: ["RUN"] },

  *check(command, { options }) {
    if (!isBuildCommand(command) || !options.commands.includes(command.name)) return;
    if (command.name === "service" && options.accept.includes("used-service") && isUsed(command)) return;
    yield { at: command.nameSpan, message: command.name === "service" ? "what starts here stops when the RUN ends" : `${command.name} has nothing to work on during a build` };
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN make && service nginx restart
        RUN ["sh", "-c", "vim notes.txt"]
      `,
      good: dockerfile`
        FROM debian:12
        RUN apt-get install -y ssh vim && echo service
        RUN service postgresql start && su postgres -c "createdb shop" && service postgresql stop
      `,
    },
    {
      options: { commands: ["systemctl"] },
      bad: dockerfile`
        FROM debian:12
        RUN systemctl enable app
      `,
      good: dockerfile`
        FROM debian:12
        RUN service app restart
      `,
    },
  ],
});

/** Something else runs behind the start, or before the stop, in the same RUN. */
function isUsed({ step, span, args }: Command): boolean {
  const isStop = args.some(({ raw }) => raw === "stop");
  return step?.commands.some((other) => other.name !== "service" && (isStop ? other.span.start < span.start : other.span.start > span.end)) === true;
}

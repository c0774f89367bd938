import { containerOf } from "./project.ts";

function hiddenIn(dockerfile: string, script?: string): string | undefined {
  const hidden = containerOf({ Dockerfile: dockerfile, ...(script === undefined ? {} : { "start.sh": script }) }, "project").hiddenProcess;
  return hidden && `${hidden.name} behind ${hidden.behind}`;
}

const runsScript = 'FROM node:22\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n';

test("a script's last command is a child of the shell unless it is exec", () => {
  expect(hiddenIn(runsScript, "#!/bin/sh\necho ready\nnode server.js\n")).toBe("node behind script");
  expect(hiddenIn(runsScript, "#!/bin/sh\necho ready\nexec node server.js\n")).toBeUndefined();
});

test("the command that a script is handed counts", () => {
  const given = `${runsScript}CMD ["node", "server.js"]\n`;
  expect(hiddenIn(given, '#!/bin/sh\necho ready\n"$@"\n')).toBe("node behind script");
  expect(hiddenIn(given, '#!/bin/sh\necho ready\nexec "$@"\n')).toBeUndefined();
});

test("a server in the background is hidden where the script waits for it, unless a trap hands signals on", () => {
  expect(hiddenIn(runsScript, "#!/bin/sh\nnode server.js &\nwait\n")).toBe("node behind script");
  expect(hiddenIn(runsScript, "#!/bin/sh\ntrap 'kill $!' TERM\nnode server.js &\nwait\n")).toBeUndefined();
});

test("every command of a pipe is a child; a list stays one with dash only", () => {
  expect(hiddenIn("FROM alpine:3.20\nCMD node server.js | tee /var/log/shop.log\n")).toBe("node behind pipe");
  expect(hiddenIn("FROM node:22\nCMD echo ready && node server.js\n")).toBe("node behind shell");
  expect(hiddenIn("FROM node:22-alpine\nCMD echo ready && node server.js\n")).toBeUndefined();
});

test("an init in front, a way out before the end or another program says nothing", () => {
  expect(hiddenIn('FROM node:22\nCOPY start.sh /\nENTRYPOINT ["tini", "-g", "--", "/start.sh"]\n', "#!/bin/sh\nnode server.js\n")).toBeUndefined();
  expect(hiddenIn(runsScript, '#!/bin/sh\nif [ $# -gt 0 ]; then exec "$@"; fi\nnode server.js\n')).toBeUndefined();
  expect(hiddenIn(runsScript, "#!/bin/sh\n./prepare\n")).toBeUndefined();
});

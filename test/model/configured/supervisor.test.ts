import { containerOf } from "../container/project.ts";
import { traceOf } from "./written.ts";

const DOCKERFILE = "FROM debian:12.5\nWORKDIR /srv\nCOPY supervisord.conf /etc/supervisor/supervisord.conf\nCOPY conf.d /etc/supervisor/conf.d\nCOPY *.sh /srv/\nCMD [\"supervisord\", \"-n\"]\nRUN mkdir -p /var/lib/count\n";
const CONF = "[supervisord]\nlogfile=/srv/logs/supervisord.log ; here\npidfile=/run/supervisord.pid\n[include]\nfiles = conf.d/*.conf\n";

function lines(files: Readonly<Record<string, string>>): readonly string[] {
  return containerOf({ Dockerfile: DOCKERFILE, "supervisord.conf": CONF, "conf.d/a.conf": "", "a.sh": "", ...files }, "project").writes.map((write) => `${write.type} ${write.path} ${write.class} ${write.evidence}`);
}

test("its own log, and what its programs print", () => {
  expect(lines({ "conf.d/web.conf": "[program:web]\ncommand=/usr/bin/web\nstdout_logfile=/srv/logs/%(program_name)s.log\nstderr_logfile=/dev/stderr\n[program:off]\nstdout_logfile=AUTO\ncommand=true\n" })).toEqual([
    "file /run/supervisord.pid scratch config", "file /srv/logs/supervisord.log logs config", "file /srv/logs/web.log logs config",
  ]);
});

test("the programs that it starts are followed, in their own directory and environment", () => {
  const files = {
    "conf.d/count.conf": "[program:count]\ncommand=sh /srv/count.sh\ndirectory=/var/lib/count\nenvironment=NAME=\"visits\",OTHER='x'\n[program:never]\ncommand=sh /srv/count.sh\nautostart=false\ndirectory=/srv/never\n",
    "count.sh": "echo 1 >> $NAME.txt\n",
  };
  expect(lines(files)).toContain("file /var/lib/count/visits.txt data script");
  expect(lines(files).some((line) => line.includes("never"))).toBe(false);
  const container = containerOf({ Dockerfile: DOCKERFILE, "supervisord.conf": CONF, ...files }, "project");
  expect(traceOf(container, "/var/lib/count/visits.txt")).toEqual([
    "Dockerfile:4 copied to /etc/supervisor/conf.d/count.conf", "Dockerfile:6 the container starts supervisord -n", "Dockerfile:5 copied to /srv/count.sh",
    "conf.d/count.conf:2 runs count.sh", "count.sh:1 writes /var/lib/count/visits.txt",
  ]);
});

test("application source that it starts is read", () => {
  expect(lines({ "supervisord.conf": "[program:app]\ncommand=python3 /srv/app.py\n", Dockerfile: `${DOCKERFILE}COPY app.py /srv/app.py\n`, "app.py": "open('/srv/out.txt', 'w')\n" })).toContain("file /srv/out.txt data source");
});

test("operators are words to it, and unknown variables stay unknown", () => {
  const found = containerOf({ Dockerfile: DOCKERFILE, "supervisord.conf": "[program:a]\ncommand=echo x > /srv/never\n[program:b]\ncommand=true\nstdout_logfile=%(ENV_NOWHERE)s/b.log\n", "conf.d/a.conf": "", "a.sh": "" }, "project");
  expect(found.writes).toEqual([]);
  expect(found.verdict).toBe("unknown");
});

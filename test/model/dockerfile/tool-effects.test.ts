import { projectOf } from "../container/project.ts";

function changes(run: string): readonly string[] {
  const [file] = projectOf({ Dockerfile: `FROM debian:12.5\nWORKDIR /app\nRUN ${run}\n` }).dockerfiles;
  return (file?.finalStage?.steps ?? []).flatMap((step) => (step.instruction.keyword === "RUN" ? step.changes.map(({ kind, path }) => `${kind} ${path}`) : []));
}

test.each([
  ["sed -i 's/a/b/' conf /etc/x.ini", ["permission /app/conf", "permission /etc/x.ini"]],
  ["sed -i.bak -e s/a/b/ -e s/c/d/ conf", ["permission /app/conf"]],
  ["sed s/a/b/ conf", []],
  ["perl -pi -e 's/a/b/' conf", ["permission /app/conf"]],
  ["dd if=/dev/zero of=/data/x bs=1 count=1", ["write /data/x"]],
  ["python3 -m venv /data/venv", ["fill /data/venv"]],
  ["python3 -m http.server", []],
  ["pip install --target=/data/lib flask", ["fill /data/lib"]],
  ["pip install flask", []],
  ["ssh-keygen -t ed25519 -N '' -f /data/key", ["write /data/key"]],
  ["ssh-keygen -lf /data/key", []],
  ["openssl req -x509 -keyout /data/x.key -out /data/x.crt", ["write /data/x.key", "write /data/x.crt"]],
  ["sqlite3 /data/x.db 'create table x(a)'", ["write /data/x.db"]],
  ["rsync -a x/ /data/", ["fill /data"]],
  ["rsync -a x/ host:/data/", []],
  ["initdb -D /data", ["fill /data"]],
  ["mysqld --initialize --datadir=/data", ["fill /data"]],
])("%s", (run, expected) => {
  expect(changes(run)).toEqual(expected);
});

test("an edited script is still read where it lands", () => {
  const [container] = projectOf({ Dockerfile: "FROM debian:12.5\nCOPY run.sh /run.sh\nRUN sed -i 's/\\r$//' /run.sh\nCMD [\"/run.sh\"]\n", "run.sh": "#!/bin/sh\necho a > /srv/x\n" }).containers;
  expect(container?.writes.map(({ path }) => path)).toEqual(["/srv/x"]);
});

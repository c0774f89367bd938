import { script, written } from "./start.ts";

/** Scripts run in `/wares` on a file system that is known; what they write was measured with busybox 1.35's shell. */
const KNOWN = { env: { DATA_DIR: "/srv/data" }, directories: ["/srv/data", "/wares", "/data"], closed: true };

const LIB = "echo lib > from_lib\nlibf() { echo $1 > /srv/data/libf_$1; }\n";

const CASES: readonly (readonly [name: string, text: string, files: readonly string[]])[] = [
  ["a file that is deleted again is not kept", "echo a > f1; rm f1; echo b > f2", ["/wares/f2"]],
  ["cd and cd -", "cd /srv && echo a > x; cd data; echo b > y; cd -; echo c > z", ["/srv/data/y", "/srv/x", "/srv/z"]],
  ["a subshell's cd stays there, a group's does not", "( cd /srv/data; echo a > sub ); echo b > main; { cd /data; }; echo d > in", ["/data/in", "/srv/data/sub", "/wares/main"]],
  ["cd through a link leads back the way it came", "ln -s /data d; cd d; touch x; cd ..; touch up", ["/data/x", "/wares/up"]],
  ["a way through a folder that is missing leads nowhere", "rm -rf gone\n[ -d ./gone/.. ] && echo a > one\n[ -d ./gone/.. ] || echo b > two", ["/wares/two"]],
  ["set -e ends at a failure", "set -e\necho a > one\ncat /nofile\necho b > two", ["/wares/one"]],
  ["set -e looks away in conditions", "set -e\nfalse || echo a > one\n! true\n[ -f /nofile ] && echo c > three\necho d > four", ["/wares/four", "/wares/one"]],
  ["set -e and a failing substitution", "set -e\nx=$(false)\necho a > after", []],
  ["set -u and a missing parameter", "set -u\necho a > a\necho \"$1\" > b\necho c > c", ["/wares/a"]],
  ["a missing directory fails and the script goes on", "echo a > /nodir/x\necho b > reached\n{ echo c; } > /nodir/y || echo d > ored", ["/wares/ored", "/wares/reached"]],
  ["a failed redirection of a special builtin ends the script", ": > /nodir/x\necho not > notreached", []],
  ["dot-dot through a directory that is not there", "dd if=/dev/zero of=/nodir/../f; touch /srv/../made", ["/made"]],
  ["arguments and functions", 'save() { local d="$1"; shift; for n in "$@"; do echo $n > "$d/$n.txt"; done; }\nsave /srv/data a "b c"', ["/srv/data/a.txt", "/srv/data/b c.txt"]],
  ["a function is redefined", 'save() { echo "$1" > one; }\nsave v\nsave() { echo "$1" > two; }\nsave v', ["/wares/one", "/wares/two"]],
  ["a function calls itself", "f() { if [ $1 -gt 0 ]; then touch r$1; f $(($1-1)); fi; }; f 3", ["/wares/r1", "/wares/r2", "/wares/r3"]],
  ["local variables are local", "X=1; f() { local X=5; echo > l$X; }; f; echo > after$X; (X=2; echo > sub$X); echo > main$X", ["/wares/after1", "/wares/l5", "/wares/main1", "/wares/sub2"]],
  ["a file that is read in", ". /lib.sh\nlibf hello\nfor i in 1 2; do libf $i; done", ["/srv/data/libf_1", "/srv/data/libf_2", "/srv/data/libf_hello", "/wares/from_lib"]],
  ["counting loops", "i=0\nwhile [ $i -lt 3 ]; do echo $i > file$i; i=$((i+1)); done; until [ $i -le 2 ]; do i=$((i - 1)); touch u$i; done", ["/wares/file0", "/wares/file1", "/wares/file2", "/wares/u2"]],
  ["an endless loop that is left", "i=0\nwhile true; do i=$((i+1)); echo > n$i; [ $i -ge 2 ] && break; done\necho done > end", ["/wares/end", "/wares/n1", "/wares/n2"]],
  ["nothing follows an endless loop", "while true; do touch beat; sleep 5; done\ntouch never", ["/wares/beat"]],
  ["break and continue of outer loops", "for f in a b; do for g in 1 2; do echo > $f$g; [ $g = 1 ] && continue 2; done; done", ["/wares/a1", "/wares/b1"]],
  ["case", 'case $DATA_DIR in /srv/*) touch match;; esac; case x in [a-w]) touch no;; ?) touch q;; esac; case "" in "") touch e;; *) touch n;; esac', ["/wares/e", "/wares/match", "/wares/q"]],
  ["conditions that can be decided", 'if [ -z "$NOPE" ]; then touch empty; fi; if [ -n "$DATA_DIR" -a -d "$DATA_DIR" ]; then touch both; fi; [ -d /nodir ] || touch none; if ! false; then touch neg; fi', ["/wares/both", "/wares/empty", "/wares/neg", "/wares/none"]],
  ["defaults and the other expansions", 'F=${1:-/srv/data/default}; echo a > "$F"\n: ${G:=/srv/data/g}; echo b > $G\necho c > ${DATA_DIR%/*}/c\necho d > ${DATA_DIR##*/}.txt', ["/srv/c", "/srv/data/default", "/srv/data/g", "/wares/data.txt"]],
  ["substitutions that can be told", 'D=$(dirname "$0")srv/data; N=$(basename /a/b/name.tar.gz .gz); echo a > $D/$N; touch "$(pwd)/here"', ["/srv/data/name.tar", "/wares/here"]],
  ["a function's output", 'f() { echo /srv/data; }; D=$(f); touch $D/x "$(f)/y" `f`/z', ["/srv/data/x", "/srv/data/y", "/srv/data/z"]],
  ["what was written is read again", 'cat > conf <<EOF\ndata=$DATA_DIR\nEOF\nV=$(cat conf); echo a > ${V#data=}/fromconf', ["/srv/data/fromconf", "/wares/conf"]],
  ["read takes lines from a pipe and from a here-document", 'printf "%s\\n" one two | while read l; do echo $l > got_$l; done\nwhile read a b; do echo $b > "r_$a"; done <<EOF\nk1 v1\nEOF', ["/wares/got_one", "/wares/got_two", "/wares/r_k1"]],
  ["xargs", "echo p q | xargs touch; printf 'm\\nn\\n' | xargs -I{} touch x_{}", ["/wares/p", "/wares/q", "/wares/x_m", "/wares/x_n"]],
  ["all redirections", "echo a >> ap; echo b >| cl; echo c 1<> rw; ls 2> err; > empty; echo x > j > k; echo y > /dev/null; echo z > /proc/self/x", ["/wares/ap", "/wares/cl", "/wares/empty", "/wares/err", "/wares/j", "/wares/k", "/wares/rw"]],
  ["exec keeps a redirection", "exec > log 2>&1\necho hi", ["/wares/log"]],
  ["exec without a command goes on", 'exec "$@"\ntouch fell', ["/wares/fell"]],
  ["background", "touch x &\nfor i in 1 2; do touch bg$i & done; wait", ["/wares/bg1", "/wares/bg2", "/wares/x"]],
  ["a script that the start writes", "cat > gen.sh <<'X'\ntouch generated\nX\nsh gen.sh", ["/wares/gen.sh", "/wares/generated"]],
  ["eval and a command in a variable", 'eval "echo a > ev1"; c="touch ev2"; $c', ["/wares/ev1", "/wares/ev2"]],
  ["word splitting", "x='g h'; touch $x \"$x\"; S='a b'; for w in $S; do touch s_$w; done", ["/wares/g", "/wares/g h", "/wares/h", "/wares/s_a", "/wares/s_b"]],
  ["set -- and shift", 'set -- x y z; for v; do touch v_$v; done; shift 2; echo > $1$#', ["/wares/v_x", "/wares/v_y", "/wares/v_z", "/wares/z1"]],
  ["exported and private variables", "V=a; V=b sh -c 'touch v_$V'; export W=w; X=x; sh -c 'touch $W$X'; env FOO=bar sh -c 'touch e_$FOO'", ["/wares/e_bar", "/wares/v_b", "/wares/w"]],
  ["the statuses of && and ||", "echo one > a && false && echo two > b || echo three > c\nfalse; echo $? > e$?; f() { return 3; }; f; touch st$?", ["/wares/a", "/wares/c", "/wares/e1", "/wares/st3"]],
  ["patterns over a directory of its own", 'mkdir out; touch out/1.log out/2.log; for f in out/*.log; do mv "$f" "${f%.log}.old"; done', ["/wares/out/1.old", "/wares/out/2.old"]],
];

describe("what a script writes", () => {
  it.each(CASES)("%s", (_name, text, files) => {
    expect(script(text, { ...KNOWN, files: { "/lib.sh": LIB } })).toEqual(files);
  });

  it("depends on the shell where shells differ", () => {
    const group = "set -e\n{ echo a; } > /nodir/x\ntouch after";
    expect(script(group, { ...KNOWN, systemShell: "ash" })).toEqual(["/wares/after"]);
    expect(script(`#!/bin/bash\n${group}`, { ...KNOWN, files: { "/run.sh": `#!/bin/bash\n${group}\n` } })).toEqual([]);
    const braces = "touch {a,b}1";
    expect(script("", { ...KNOWN, files: { "/run.sh": `#!/bin/bash\n${braces}\n` } })).toEqual(["/wares/a1", "/wares/b1"]);
    expect(script("", { ...KNOWN, files: { "/run.sh": `#!/bin/dash\n${braces}\n` } })).toEqual(["/wares/{a,b}1"]);
  });
});

test("a bash script finds its own folder", () => {
  const files = { "/srv/run/lib.sh": "touch /srv/found\n" };
  expect(written({ cmd: `["/srv/run/go.sh"]`, files: { ...files, "/srv/run/go.sh": "#!/bin/bash\nsource \"${BASH_SOURCE[0]%/*}\"/lib.sh\n" } })).toEqual(["/srv/found"]);
});

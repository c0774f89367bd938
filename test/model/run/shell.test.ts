import { script } from "./start.ts";

/** Scripts run in `/depot` on a file system that is known; what they write was measured with busybox 1.35's shell. */
const KNOWN = { env: { DATA_DIR: "/srv/data" }, directories: ["/srv/data", "/depot", "/data"], closed: true };

const LIB = "echo lib > from_lib\nlibf() { echo $1 > /srv/data/libf_$1; }\n";

const CASES: readonly (readonly [name: string, text: string, files: readonly string[]])[] = [
  ["a file that is deleted again is not kept", "echo a > f1; rm f1; echo b > f2", ["/depot/f2"]],
  ["cd and cd -", "cd /srv && echo a > x; cd data; echo b > y; cd -; echo c > z", ["/srv/data/y", "/srv/x", "/srv/z"]],
  ["a subshell's cd stays there, a group's does not", "( cd /srv/data; echo a > sub ); echo b > main; { cd /data; }; echo d > in", ["/data/in", "/srv/data/sub", "/depot/main"]],
  ["cd through a link leads back the way it came", "ln -s /data d; cd d; touch x; cd ..; touch up", ["/data/x", "/depot/d", "/depot/up"]],
  ["set -e ends at a failure", "set -e\necho a > one\ncat /nofile\necho b > two", ["/depot/one"]],
  ["set -e looks away in conditions", "set -e\nfalse || echo a > one\n! true\n[ -f /nofile ] && echo c > three\necho d > four", ["/depot/four", "/depot/one"]],
  ["set -e and a failing substitution", "set -e\nx=$(false)\necho a > after", []],
  ["set -u and a missing parameter", "set -u\necho a > a\necho \"$1\" > b\necho c > c", ["/depot/a"]],
  ["a missing directory fails and the script goes on", "echo a > /nodir/x\necho b > reached\n{ echo c; } > /nodir/y || echo d > ored", ["/depot/ored", "/depot/reached"]],
  ["a failed redirection of a special builtin ends the script", ": > /nodir/x\necho not > notreached", []],
  ["dot-dot through a directory that is not there", "dd if=/dev/zero of=/nodir/../f; touch /srv/../made", ["/made"]],
  ["arguments and functions", 'save() { local d="$1"; shift; for n in "$@"; do echo $n > "$d/$n.txt"; done; }\nsave /srv/data a "b c"', ["/srv/data/a.txt", "/srv/data/b c.txt"]],
  ["a function is redefined", 'save() { echo "$1" > one; }\nsave v\nsave() { echo "$1" > two; }\nsave v', ["/depot/one", "/depot/two"]],
  ["a function calls itself", "f() { if [ $1 -gt 0 ]; then touch r$1; f $(($1-1)); fi; }; f 3", ["/depot/r1", "/depot/r2", "/depot/r3"]],
  ["local variables are local", "X=1; f() { local X=5; echo > l$X; }; f; echo > after$X; (X=2; echo > sub$X); echo > main$X", ["/depot/after1", "/depot/l5", "/depot/main1", "/depot/sub2"]],
  ["a file that is read in", ". /lib.sh\nlibf hello\nfor i in 1 2; do libf $i; done", ["/srv/data/libf_1", "/srv/data/libf_2", "/srv/data/libf_hello", "/depot/from_lib"]],
  ["counting loops", "i=0\nwhile [ $i -lt 3 ]; do echo $i > file$i; i=$((i+1)); done; until [ $i -le 2 ]; do i=$((i - 1)); touch u$i; done", ["/depot/file0", "/depot/file1", "/depot/file2", "/depot/u2"]],
  ["an endless loop that is left", "i=0\nwhile true; do i=$((i+1)); echo > n$i; [ $i -ge 2 ] && break; done\necho done > end", ["/depot/end", "/depot/n1", "/depot/n2"]],
  ["nothing follows an endless loop", "while true; do touch beat; sleep 5; done\ntouch never", ["/depot/beat"]],
  ["break and continue of outer loops", "for f in a b; do for g in 1 2; do echo > $f$g; [ $g = 1 ] && continue 2; done; done", ["/depot/a1", "/depot/b1"]],
  ["case", 'case $DATA_DIR in /srv/*) touch match;; esac; case x in [a-w]) touch no;; ?) touch q;; esac; case "" in "") touch e;; *) touch n;; esac', ["/depot/e", "/depot/match", "/depot/q"]],
  ["conditions that can be decided", 'if [ -z "$NOPE" ]; then touch empty; fi; if [ -n "$DATA_DIR" -a -d "$DATA_DIR" ]; then touch both; fi; [ -d /nodir ] || touch none; if ! false; then touch neg; fi', ["/depot/both", "/depot/empty", "/depot/neg", "/depot/none"]],
  ["defaults and the other expansions", 'F=${1:-/srv/data/default}; echo a > "$F"\n: ${G:=/srv/data/g}; echo b > $G\necho c > ${DATA_DIR%/*}/c\necho d > ${DATA_DIR##*/}.txt', ["/srv/c", "/srv/data/default", "/srv/data/g", "/depot/data.txt"]],
  ["substitutions that can be told", 'D=$(dirname "$0")srv/data; N=$(basename /a/b/name.tar.gz .gz); echo a > $D/$N; touch "$(pwd)/here"', ["/srv/data/name.tar", "/depot/here"]],
  ["a function's output", 'f() { echo /srv/data; }; D=$(f); touch $D/x "$(f)/y" `f`/z', ["/srv/data/x", "/srv/data/y", "/srv/data/z"]],
  ["what was written is read again", 'cat > conf <<EOF\ndata=$DATA_DIR\nEOF\nV=$(cat conf); echo a > ${V#data=}/fromconf', ["/srv/data/fromconf", "/depot/conf"]],
  ["read takes lines from a pipe and from a here-document", 'printf "%s\\n" one two | while read l; do echo $l > got_$l; done\nwhile read a b; do echo $b > "r_$a"; done <<EOF\nk1 v1\nEOF', ["/depot/got_one", "/depot/got_two", "/depot/r_k1"]],
  ["xargs", "echo p q | xargs touch; printf 'm\\nn\\n' | xargs -I{} touch x_{}", ["/depot/p", "/depot/q", "/depot/x_m", "/depot/x_n"]],
  ["all redirections", "echo a >> ap; echo b >| cl; echo c 1<> rw; ls 2> err; > empty; echo x > j > k; echo y > /dev/null; echo z > /proc/self/x", ["/depot/ap", "/depot/cl", "/depot/empty", "/depot/err", "/depot/j", "/depot/k", "/depot/rw"]],
  ["exec keeps a redirection", "exec > log 2>&1\necho hi", ["/depot/log"]],
  ["exec without a command goes on", 'exec "$@"\ntouch fell', ["/depot/fell"]],
  ["background", "touch x &\nfor i in 1 2; do touch bg$i & done; wait", ["/depot/bg1", "/depot/bg2", "/depot/x"]],
  ["a script that the start writes", "cat > gen.sh <<'X'\ntouch generated\nX\nsh gen.sh", ["/depot/gen.sh", "/depot/generated"]],
  ["eval and a command in a variable", 'eval "echo a > ev1"; c="touch ev2"; $c', ["/depot/ev1", "/depot/ev2"]],
  ["word splitting", "x='g h'; touch $x \"$x\"; S='a b'; for w in $S; do touch s_$w; done", ["/depot/g", "/depot/g h", "/depot/h", "/depot/s_a", "/depot/s_b"]],
  ["set -- and shift", 'set -- x y z; for v; do touch v_$v; done; shift 2; echo > $1$#', ["/depot/v_x", "/depot/v_y", "/depot/v_z", "/depot/z1"]],
  ["exported and private variables", "V=a; V=b sh -c 'touch v_$V'; export W=w; X=x; sh -c 'touch $W$X'; env FOO=bar sh -c 'touch e_$FOO'", ["/depot/e_bar", "/depot/v_b", "/depot/w"]],
  ["the statuses of && and ||", "echo one > a && false && echo two > b || echo three > c\nfalse; echo $? > e$?; f() { return 3; }; f; touch st$?", ["/depot/a", "/depot/c", "/depot/e1", "/depot/st3"]],
  ["patterns over a directory of its own", 'mkdir out; touch out/1.log out/2.log; for f in out/*.log; do mv "$f" "${f%.log}.old"; done', ["/depot/out/1.old", "/depot/out/2.old"]],
];

describe("what a script writes", () => {
  it.each(CASES)("%s", (_name, text, files) => {
    expect(script(text, { ...KNOWN, files: { "/lib.sh": LIB } })).toEqual(files);
  });

  it("depends on the shell where shells differ", () => {
    const group = "set -e\n{ echo a; } > /nodir/x\ntouch after";
    expect(script(group, { ...KNOWN, systemShell: "ash" })).toEqual(["/depot/after"]);
    expect(script(`#!/bin/bash\n${group}`, { ...KNOWN, files: { "/run.sh": `#!/bin/bash\n${group}\n` } })).toEqual([]);
    const braces = "touch {a,b}1";
    expect(script("", { ...KNOWN, files: { "/run.sh": `#!/bin/bash\n${braces}\n` } })).toEqual(["/depot/a1", "/depot/b1"]);
    expect(script("", { ...KNOWN, files: { "/run.sh": `#!/bin/dash\n${braces}\n` } })).toEqual(["/depot/{a,b}1"]);
  });
});

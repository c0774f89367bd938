import { dockerfile, replace, rule, type Step } from "#rule";

export default rule({
  id: "unknown-user-in-scratch",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A name of a user in an image without a user list",
  why: "An image from scratch has no `/etc/passwd`, so Docker cannot look the name up and refuses to build or to start.",
  remedy: "Write numbers, or copy `/etc/passwd` and `/etc/group` before.",
  peers: { same: [{ id: "tally:tally/named-identity-in-passwdless-stage" }] },
  on: "stage",
  needs: { instructions: ["USER", "COPY", "ADD"], words: ["scratch"] },
  fix: "unsafe",

  *check(stage) {
    if (stage.lineage.at(-1)?.base.kind !== "scratch") return;
    const known = new Set(stage.lineage.slice(1).flatMap((one) => one.steps.flatMap(listsOf)));
    for (const step of stage.steps) {
      const instruction = step.instruction;
      for (const list of listsOf(step)) known.add(list);
      if (known.size === LISTS.length) return;
      const word = instruction.keyword === "USER" ? instruction.words[0] : ["COPY", "ADD"].includes(instruction.keyword) ? instruction.flags.find(({ name }) => name === "chown")?.value : undefined;
      const names = word && word.variables.length === 0 ? word.value.replace(/^["']|["']$/g, "").split(":") : [];
      const unknown = names.filter((name, at) => name !== "" && name !== "root" && !/^\d+$/.test(name) && !known.has(at === 0 ? "passwd" : "group"));
      if (!word || unknown.length === 0) continue;
      const numbers = names.map((name) => (name === "root" ? "0" : /^\d*$/.test(name) ? name : "65532")).join(":");
      yield {
        at: word.span,
        message: `nothing in this image says who ${unknown.join(" and ")} ${unknown.length > 1 ? "are" : "is"}`,
        fix: { title: `write ${numbers}`, safe: false, edits: [replace(word.span, numbers)] },
      };
    }
  },

  examples: [
    {
      about: "The list of groups says nothing about a user.",
      bad: dockerfile`
        FROM scratch
        COPY group /etc/group
        USER app:app
      `,
      good: dockerfile`
        FROM scratch
        COPY passwd group /etc/
        USER app:app
      `,
      fixed: dockerfile`
        FROM scratch
        COPY group /etc/group
        USER 65532:65532
      `,
    },
    {
      bad: dockerfile`
        FROM scratch
        COPY --chown=app:staff app /app
        USER app
      `,
      good: dockerfile`
        FROM scratch
        COPY --chown=65532:65532 app /app
        USER 65532
      `,
    },
    {
      about: "With the lists in place names are fine",
      bad: dockerfile`
        FROM scratch
        USER 1000:staff
      `,
      good: dockerfile`
        FROM debian:12 AS build
        RUN useradd app

        FROM scratch
        COPY --from=build /etc/passwd /etc/group /etc/
        USER app
      `,
      fixed: dockerfile`
        FROM scratch
        USER 1000:65532
      `,
    },
  ],
});

/** The files that say which number a user or a group has. */
type List = "passwd" | "group";

const LISTS: readonly List[] = ["passwd", "group"];

/** Which lists a step brings: COPY or ADD of one, of `/etc`, or of a whole file system; another shell may write both. */
function listsOf({ copy, instruction }: Step): readonly List[] {
  if (instruction.keyword === "SHELL") return LISTS;
  if (!copy) return [];
  const { destination, sources } = copy;
  if (destination === undefined) return LISTS;
  const into = destination.endsWith("/") ? destination : `${destination}/`;
  return LISTS.filter((list) => sources.some(({ raw, whole, remote }) => {
    if (destination === `/etc/${list}`) return true;
    if (into === "/etc/") return raw === list || raw.endsWith(`/${list}`) || /(?:^|\/)(?:etc\/?|\*)$|^\.\/?$|\/$/.test(raw) || whole;
    return into === "/" && (whole || /(?:^|\/)(?:etc|rootfs|root)\/?$|\/$/.test(raw) || (instruction.keyword === "ADD" && (remote || /\.tar(?:\.\w+)?$|\.tgz$/.test(raw))));
  }));
}

import { dockerfile, ownLabels, replace, rule, textOf, type Fix, type Instruction } from "#rule";

export default rule({
  id: "unordered-labels",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  title: "The labels are not in their usual order",
  why: "Who knows the order sees at once what is set and what is missing, and two people do not add the same label in two places.",
  remedy: "Title, description and version first, then links, people and the rest of the OCI keys, then those of catalogues, Docker and your own.",
  peers: { same: [{ id: "tally:tally/labels/prefer-stable-order" }] },
  on: "stage",
  needs: { instructions: ["LABEL"] },
  fix: "safe",
  options: {
    sortUnknown: { values: [false, true], default: false, meaning: "true: unknown keys are sorted as well." },
  },

  *check(stage, { options }) {
    const settings = new Map<string, number>();
    for (const { key } of ownLabels(stage)) settings.set(key, (settings.get(key) ?? 0) + 1);
    for (const { instruction } of stage.steps) {
      const pairs = instruction.keyword === "LABEL" ? instruction.assignments : [];
      const keys = pairs.map(({ name }) => name.value);
      // Where a key is set twice, its place may decide which value counts.
      if (pairs.some(({ legacy, name }) => legacy || name.variables.length > 0) || keys.some((key) => settings.get(key) !== 1)) continue;
      const order = [...pairs.keys()].sort((a, b) => compare(keys[a] ?? "", keys[b] ?? "", options.sortUnknown) || a - b);
      const place = order.findIndex((from, to) => from !== to);
      const earlier = pairs[order[place] ?? -1];
      const later = pairs[place];
      if (!earlier || !later) continue;
      const fix = reordered(instruction, order);
      yield { at: later.span, message: `${earlier.name.value} usually stands before ${later.name.value}`, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        LABEL org.example.role="front" \
              org.opencontainers.image.version="1.2" \
              org.opencontainers.image.title="shop"
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.opencontainers.image.title="shop" \
              org.opencontainers.image.version="1.2" \
              org.example.role="front"
      `,
    },
    {
      about: "Keys of your own keep their order unless the option sorts them",
      options: { sortUnknown: true },
      bad: dockerfile`
        FROM debian:12
        LABEL org.example.team="web" \
              org.example.role="front"
      `,
      good: dockerfile`
        FROM debian:12
        LABEL org.example.role="front" \
              org.example.team="web"
      `,
    },
    {
      about: "Pairs that share a line are left to you",
      bad: dockerfile`
        FROM debian:12
        LABEL org.example.role=front org.opencontainers.image.title=shop
      `,
      fixed: null,
    },
  ],
});

/** The keys of the OCI image specification in its groups: what it is, where it comes from, who makes it, which release it is, what it stands on. */
const OCI = ["title", "description", "source", "url", "documentation", "authors", "vendor", "licenses", "version", "revision", "created", "ref.name", "base.name", "base.digest"];

/** What a catalogue of OpenShift or Kubernetes shows. */
const CATALOGUE = ["io.k8s.display-name", "io.k8s.description", "io.openshift.tags", "io.openshift.expose-services", "io.openshift.s2i.scripts-url"];

/** The group of a key, and its place in it; the rest keeps its order or is sorted by name. */
function rank(key: string): readonly [group: number, place: number] {
  if (key.startsWith("org.opencontainers.image.")) {
    const place = OCI.indexOf(key.slice("org.opencontainers.image.".length));
    return [0, place < 0 ? OCI.length : place];
  }
  if (/^(?:io\.k8s|io\.openshift|io\.artifacthub|com\.redhat|io\.buildah|org\.label-schema|summary$|name$)/.test(key) && !key.startsWith("org.label-schema")) return [1, (CATALOGUE.indexOf(key) + CATALOGUE.length + 1) % (CATALOGUE.length + 1)];
  if (key.startsWith("com.docker.")) return [2, 0];
  if (key.startsWith("org.label-schema.") || key === "maintainer") return [3, 0];
  return [key.includes(".") ? 4 : 5, 0];
}

function compare(a: string, b: string, sortUnknown: boolean): number {
  const [groupA, placeA] = rank(a);
  const [groupB, placeB] = rank(b);
  if (groupA !== groupB || placeA !== placeB) return groupA - groupB || placeA - placeB;
  return sortUnknown && groupA > 0 ? (a < b ? -1 : 1) : 0;
}

/** Puts the pairs into each other's places; not where comments stand between, which say something of one of them, nor on one line. */
function reordered(instruction: Instruction, order: readonly number[]): Fix | undefined {
  const pairs = instruction.assignments;
  const { document } = instruction.span;
  const lines = new Set(pairs.map(({ span }) => document.position(span.start).line));
  if (instruction.comments.length > 0 || lines.size < pairs.length) return undefined;
  const edits = order.flatMap((from, place) => {
    const target = pairs[place];
    const source = pairs[from];
    return target && source && from !== place ? [replace(target.span, textOf(source.span))] : [];
  });
  return { title: "put them in order", safe: true, edits };
}

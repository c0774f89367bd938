/** What each family is about: the heading and the first sentence of its page. */
export const familySubjects: Readonly<Record<string, string>> = {
  build: "COPY, ADD, WORKDIR, RUN, packages and their versions",
  cache: "layers, package caches and cache mounts",
  compose: "validity and structure of compose files",
  image: "base images, stages, CMD, ENTRYPOINT and health checks",
  labels: "LABEL and its schemas",
  mounts: "bind mounts, sockets, tmpfs, propagation and what a mount hides",
  network: "ports, the host's network and plain http",
  resources: "limits, restarts and logging",
  secrets: "credentials in images and compose files",
  security: "users, rights, capabilities and TLS",
  shell: "the shell text of RUN, CMD, ENTRYPOINT and scripts",
  state: "where data lives and what loses it",
  style: "case, order, blank lines and suppressions",
  syntax: "what does not parse, or parses as something else",
};

import { dockerfile, isBashism, rule, SH_OPTION } from "#rule";

export default rule({
  id: "bashism-brace-expansion",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "Brace expansion in a script for sh",
  why: "`{a,b}` is an addition of bash. Debian's and Alpine's sh take it as it stands and make one file with braces in its name.",
  remedy: "Write the words out, or set SHELL to bash.",
  peers: { same: [{ id: "shellcheck:SC3009", options: { sh: "posix" } }] },
  on: "script",
  needs: { words: ["{"] },
  options: SH_OPTION,

  *check({ script }, { options }) {
    if (!script?.posix) return;
    for (const { node } of script.all("BraceExpansion")) {
      if (isBashism(script, "brace-expansion", options.sh)) yield { at: script.spanOf(node), message: "sh does not expand these braces" };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        RUN mkdir -p /srv/{data,log}
      `,
      good: dockerfile`
        FROM debian:12
        SHELL ["/bin/bash", "-c"]
        RUN mkdir -p /srv/{data,log}
      `,
    },
    {
      about: "The sh of the Red Hat family is bash; what is behind the name is said where the base image tells",
      bad: dockerfile`
        FROM alpine:3.21
        RUN mkdir -p /srv/{data,log}
      `,
      good: dockerfile`
        FROM rockylinux:9
        RUN mkdir -p /srv/{data,log}

        FROM ubuntu:24.04
        RUN ln -sf /bin/bash /bin/sh
        RUN mkdir -p /srv/{data,log}

        FROM example.com/team/base:2
        RUN mkdir -p /srv/{data,log}
      `,
    },
    {
      about: "As POSIX has it, whatever the image",
      options: { sh: "posix" },
      bad: dockerfile`
        FROM rockylinux:9
        RUN mkdir -p /srv/{data,log}
      `,
      good: dockerfile`
        FROM rockylinux:9
        SHELL ["/bin/bash", "-c"]
        RUN mkdir -p /srv/{data,log}
      `,
    },
  ],
});

import { dockerfile, rule, type Stage } from "#rule";

/**
 * The account names under which the official images are published for one platform each
 * (the list in the official-images documentation, "Architectures other than amd64?").
 */
const accounts: Readonly<Record<string, Platform>> = {
  amd64: { os: "linux", architecture: "amd64" },
  arm32v5: { os: "linux", architecture: "arm" },
  arm32v6: { os: "linux", architecture: "arm" },
  arm32v7: { os: "linux", architecture: "arm" },
  arm64v8: { os: "linux", architecture: "arm64" },
  i386: { os: "linux", architecture: "386" },
  mips64le: { os: "linux", architecture: "mips64le" },
  ppc64le: { os: "linux", architecture: "ppc64le" },
  riscv64: { os: "linux", architecture: "riscv64" },
  s390x: { os: "linux", architecture: "s390x" },
  winamd64: { os: "windows", architecture: "amd64" },
};

export default rule({
  id: "base-image-platform-mismatch",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The base image is for another platform than FROM asks for",
  why: [
    "The build stops because the image has no such platform, or takes the other one and fails later with `exec format error`.",
    "Only images whose name says their platform are judged (`arm64v8/debian`, `i386/alpine`): what platforms other images have is known",
    "to their registry alone, which stowage does not ask, so that BuildKit's check of the pulled image is answered for this part only.",
  ].join(" "),
  remedy: "Leave the platform out of the image's name (`debian:12`) and let `--platform` choose, or name the same platform in both.",
  peers: { same: [{ id: "buildkit:InvalidBaseImagePlatform" }, { id: "tally:tally/platform-mismatch" }] },
  on: "stage",
  needs: { words: ["--platform"] },

  *check(stage) {
    const published = publishedFor(stage);
    const asked = stage.platform === undefined ? undefined : readPlatform(stage.platform);
    if (!published || !asked || agree(published, asked)) return;
    const flag = stage.from.flags.find(({ name }) => name === "platform");
    yield {
      at: flag?.span ?? stage.base.span,
      message: `${stage.origin?.repository ?? ""} is only published for ${published.os}/${published.architecture ?? ""}, and FROM asks for ${stage.platform ?? ""}`,
      related: [{ at: stage.base.span, note: `the name says ${published.architecture ?? ""}` }],
    };
  },

  examples: [
    {
      bad: dockerfile`
        FROM --platform=linux/amd64 arm64v8/debian:12
      `,
      good: dockerfile`
        FROM --platform=linux/amd64 debian:12
      `,
    },
    {
      about: "Defaults of ARG count; other ways to write the same platform agree",
      bad: dockerfile`
        ARG TARGET=linux/arm64
        FROM --platform=$TARGET i386/alpine:3.20
        FROM --platform=windows/amd64 amd64/python:3.12
      `,
      good: dockerfile`
        ARG TARGET=linux/386
        FROM --platform=$TARGET i386/alpine:3.20
        FROM --platform=aarch64 arm64v8/python:3.12
        FROM --platform=linux/arm/v7 arm32v7/python:3.12
      `,
    },
    {
      about: "What only the builder or a registry knows is not judged",
      bad: dockerfile`
        FROM --platform=linux/s390x docker.io/ppc64le/busybox:1.36
      `,
      good: dockerfile`
        FROM --platform=$BUILDPLATFORM arm64v8/busybox:1.36
        FROM --platform=linux/s390x team/busybox:1.36
        FROM --platform=linux/s390x registry.example.org/ppc64le/busybox:1.36
        FROM arm64v8/busybox:1.36
      `,
    },
  ],
});

/** Undefined: not said, so that anything fits. */
interface Platform {
  readonly os: string | undefined;
  readonly architecture: string | undefined;
}

function publishedFor(stage: Stage): Platform | undefined {
  if (stage.base.kind !== "image") return undefined;
  const [account, image, ...more] = stage.origin?.repository.split("/") ?? [];
  return account === undefined || image === undefined || more.length > 0 || !Object.hasOwn(accounts, account) ? undefined : accounts[account];
}

const otherNames: Readonly<Record<string, string>> = { "x86_64": "amd64", "x86-64": "amd64", i386: "386", aarch64: "arm64", armhf: "arm", armel: "arm" };
const systems = ["linux", "windows", "darwin", "freebsd"];

/** `linux/arm64/v8`, `arm64`, `windows`, in the forms that builders take. */
function readPlatform(text: string): Platform {
  const parts = text.toLowerCase().split("/");
  const os = parts.length > 1 || systems.includes(parts[0] ?? "") ? parts.shift() : undefined;
  const [architecture] = parts;
  const other = architecture !== undefined && Object.hasOwn(otherNames, architecture) ? otherNames[architecture] : undefined;
  return { os, architecture: other ?? architecture };
}

function agree(one: Platform, other: Platform): boolean {
  const fits = (a: string | undefined, b: string | undefined): boolean => a === undefined || b === undefined || a === "" || b === "" || a === b;
  return fits(one.os, other.os) && fits(one.architecture, other.architecture);
}

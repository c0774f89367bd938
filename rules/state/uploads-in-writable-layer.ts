import { compose, dockerfile, file, holdsUploads, persistAt, rule, type Container } from "#rule";

export default rule({
  id: "uploads-in-writable-layer",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "Files that users upload go with the container",
  why: "The application stores uploads in the container's own layer. After `down`, a new image or a move to another host the links to them lead nowhere.",
  remedy: "Mount a named volume on the folder of the uploads, or store them in object storage.",
  confidence: "likely",
  on: "path",
  fix: "unsafe",

  *check(path) {
    const { container } = path;
    if (path.kind !== "writable-layer" || container.purpose === "test" || container.purpose === "development" || !holdsUploads(path) || usesObjectStorage(container)) return;
    const write = path.writes.find((one) => one.class === "data" && one.evidence !== "known-image" && one.type !== "directory");
    if (!write || path.documented) return;
    yield {
      at: write.span,
      message: `${container.name} stores uploads at ${path.path} in the container's writable layer`,
      trace: write.trace,
      confidence: write.confidence,
      ...persistAt(container, write.type === "tree" ? path.path : path.path.slice(0, Math.max(path.path.lastIndexOf("/"), 1))),
    };
  },

  examples: [
    {
      bad: { ...compose`
        services:
          shop:
            build: .
            environment:
              UPLOAD_DIR: /srv/shop/uploads
      `, ...dockerfile`
        FROM node:22
        WORKDIR /srv/shop
        COPY server.js ./
        CMD ["node", "server.js"]
      `, ...file("server.js")`require("express")().listen(80)` },
      fixed: { ...compose`
        services:
          shop:
            build: .
            environment:
              UPLOAD_DIR: /srv/shop/uploads
            volumes:
              - shop-data:/srv/shop/uploads
        volumes:
          shop-data:
      `, ...dockerfile`
        FROM node:22
        WORKDIR /srv/shop
        COPY server.js ./
        CMD ["node", "server.js"]
      `, ...file("server.js")`require("express")().listen(80)` },
      good: { ...compose`
        services:
          shop:
            build: .
            environment:
              UPLOAD_DIR: /srv/shop/uploads
              S3_BUCKET: pictures
      `, ...dockerfile`
        FROM node:22
        WORKDIR /srv/shop
        COPY server.js ./
        CMD ["node", "server.js"]
      `, ...file("server.js")`require("express")().listen(80)` },
    },
  ],
});

/** Settings by which frameworks and their storage plug-ins are told of a bucket. */
const BUCKET = /^(AWS_(STORAGE_)?BUCKET(_NAME)?|(AWS_)?S3_BUCKET(_NAME)?|S3_ENDPOINT|GCS_BUCKET(_NAME)?|GS_BUCKET_NAME|AZURE_(STORAGE_)?(ACCOUNT(_NAME)?|CONTAINER|CONNECTION_STRING)|CLOUDINARY_(URL|NAME|CLOUD_NAME)|MINIO_(ENDPOINT|BUCKET|URL)|OSS_BUCKET|B2_BUCKET|DO_SPACES_BUCKET)/;

function usesObjectStorage(container: Container): boolean {
  return [...container.env.keys()].some((name) => BUCKET.test(name));
}

import { systemShellOf } from "../../../src/model/images/system-shell.ts";

test.each([
  ["alpine:3.21", "busybox"],
  ["node:22-alpine3.21", "busybox"],
  ["docker.io/library/python:3.13-alpine", "busybox"],
  ["lsiobase/alpine:$BASEIMAGE_VERSION", "busybox"],
  ["busybox", "busybox"],
  ["wordpress:cli-php8.3", "busybox"],
  ["wordpress:6.6", "dash"],
  ["centos:7", "bash"],
  ["ghcr.io/oracle/oraclelinux:8", "bash"],
  ["registry.access.redhat.com/ubi9/ubi-minimal:9.4", "bash"],
  ["quay.io/pypa/manylinux2014_x86_64", "bash"],
  ["eclipse-temurin:17-ubi9-minimal", "bash"],
  ["debian:bookworm-slim@sha256:0000", "dash"],
  ["python", "dash"],
  ["node:22-bookworm", "dash"],
  ["nvidia/cuda:12.4.1-devel-ubuntu22.04", "dash"],
  ["eclipse-temurin:17-jre-focal", "dash"],
  ["${BASE_IMAGE}", undefined],
  ["example.com/team/app:2.1", undefined],
  ["openjdk:21", undefined],
  ["example.com/python-tools:1", undefined],
])("/bin/sh of %s is %s", (reference, shell) => {
  expect(systemShellOf(reference)).toBe(shell);
});

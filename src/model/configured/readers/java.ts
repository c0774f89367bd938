import { nameOf } from "../../paths.ts";
import type { ConfigReader, ConfiguredWrite } from "../types.ts";
import { loggingWrites } from "./java-logging.ts";
import { SpringSettings } from "./spring-settings.ts";
import { springWrites } from "./spring.ts";

const SPRING = /^application(-[\w-]+)?\.(properties|ya?ml)$/;

/** Java: what Spring Boot, Quarkus and their kin read, and the settings of the logging libraries. */
export const java: ConfigReader = (files, run, input) => {
  const spring = files.filter((file) => SPRING.test(nameOf(file.path)));
  const settings = new SpringSettings(spring, run, input);
  const logging = files.filter((file) => !SPRING.test(nameOf(file.path)));
  const writes: ConfiguredWrite[] = [...springWrites(settings, run.cwd), ...logging.flatMap((file) => loggingWrites(file, settings, run.cwd))];
  return { writes };
};

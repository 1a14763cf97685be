import { engineVersion } from "./requirement";

/** Why one way of getting an engine does not work here. Another may. */
export class WayFailure extends Error {
  public override readonly name: string = "WayFailure";
}

/** There is nothing to judge. Nobody needs to hear of it as long as another way works. */
export class NothingThere extends WayFailure {
  public override readonly name = "NothingThere";
}

/** Why one way failed, in the user's words. */
export interface Reason {
  readonly way: "PATH" | "cache" | "installer" | "Go build";
  readonly reason: string;
}

/** No engine: lists why each way failed and how to make each of them work. */
export class EngineFailure extends Error {
  public override readonly name = "EngineFailure";

  public constructor(
    public readonly reasons: readonly Reason[],
    options?: ErrorOptions,
  ) {
    super(
      [headline, ...reasons.map(({ way, reason }) => `  ${way}: ${reason}`), ...remedies].join("\n"),
      options,
    );
  }
}

const headline = `No Pulumi engine ${engineVersion.version} or newer (3.x) could be found or made:`;

const remedies = [
  "Any one of these is enough:",
  `  - install Pulumi ${engineVersion.version} or newer and put it on PATH: https://www.pulumi.com/docs/iac/download-install/`,
  "  - let this machine download from the vendor (get.pulumi.com and github.com): it is then installed by itself",
  "  - install Go 1.25 or newer and let it download modules: the engine is then built by itself, in about three minutes.",
  "    https://go.dev/doc/install",
];

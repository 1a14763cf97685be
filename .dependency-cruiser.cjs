// The layers of docs/architecture.md as rules. `npm run lint:layers` checks them.
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "components-know-no-configuration",
      comment: "Components take arguments. Only stacks read configuration.",
      severity: "error",
      from: { path: "^components/" },
      to: { path: "^(config|stacks|policypacks|simulator|tools|tests)/|^index\\.ts$" },
    },
    {
      name: "config-knows-no-sdk",
      comment: "A configuration can be checked without an engine or a cloud.",
      severity: "error",
      from: { path: "^config/" },
      to: { path: "^(stacks|policypacks|simulator|tools|tests)/|node_modules/@pulumi/(aws|awsx|policy)/" },
    },
    {
      name: "policies-know-no-components",
      comment: "A policy judges what reaches the engine, whoever wrote it.",
      severity: "error",
      from: { path: "^policypacks/" },
      to: { path: "^(components|stacks|config|simulator|tools|tests)/" },
    },
    {
      name: "stacks-know-no-tools",
      severity: "error",
      from: { path: "^(stacks/|index\\.ts$)" },
      to: { path: "^(policypacks|simulator|tools|tests)/" },
    },
    {
      name: "simulator-stands-alone",
      severity: "error",
      from: { path: "^simulator/" },
      to: { path: "^(components|stacks|config|policypacks|tools|tests)/" },
    },
    {
      name: "tests-only-in-tests",
      severity: "error",
      from: { pathNot: "^(tests|bench)/" },
      to: { path: "^(tests|bench)/" },
    },
    {
      name: "no-development-dependency",
      comment: "What a deployment runs must be a dependency, not a development dependency.",
      severity: "error",
      from: { path: "^(components|config|stacks|policypacks|simulator|tools|index\\.ts)" },
      to: { dependencyTypes: ["npm-dev"], pathNot: "node_modules/@types/" },
    },
    { name: "not-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(node_modules|coverage|\\.local)/|\\.(mjs|cjs)$" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["require", "node", "import", "types"],
    },
  },
};

import { z } from "zod";
import { toolKinds, toolProblems } from "../components/forensics/workstationImageRecipe";
import { refuse } from "./fields";

const word = () =>
  z.string().regex(/^[\w.+-]{1,80}$/, { error: "must consist of letters, digits and . + - _, at most 80" });

/** The tools of the image of forensic workstations. Nobody but the operator can say which files they trust. */
export const workstationTools = z
  .array(
    z.strictObject({
      kind: z
        .enum(toolKinds)
        .describe(
          "How it gets into the image: `binary` is one program, `rpm` a package, `python` the archive of Python packages, " +
            "`symbols` an archive of kernel symbols, `rules` an archive of YARA rules.",
        ),
      name: word().describe("Name of the tool; a program gets this name."),
      version: word().describe("Its version, for the record."),
      file: word().describe(
        "Name of its file in the bucket of tools, in the folder named after its SHA-256.",
      ),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/, {
          error: "must be 64 hexadecimal digits in lower case, as sha256sum prints",
        })
        .describe("SHA-256 of the file. The image is not built with another one."),
    }),
  )
  .superRefine((tools, context) => {
    for (const { argument, rule, remedy } of toolProblems(tools)) {
      if (argument === "tools") refuse(context, rule, remedy);
    }
  })
  .describe(
    "Tools of the image of forensic workstations, installed in this order: docs/investigation.md says which are needed and " +
      "how they get into the bucket. Without it, no image is built; an investigation starts from the newest that was.",
  );

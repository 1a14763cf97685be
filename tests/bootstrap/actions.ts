import type { Actions } from "./actionWords";
import { connectionActions } from "./connectionActions";
import { networkActions } from "./networkActions";
import { responseActions } from "./responseActions";
import { serviceActions } from "./serviceActions";

/**
 * Actions by the class that a component creates, `ec2.Vpc`: the calls that the AWS provider makes to create, read, change,
 * tag and delete it, by the names that IAM has for them.
 * Sources: terraform-provider-aws (internal/service, 6.47), Service Authorization Reference.
 */
export const actionsOf: Readonly<Record<string, Actions>> = {
  ...networkActions,
  ...connectionActions,
  ...responseActions,
  ...serviceActions,
};

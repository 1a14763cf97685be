import { arn, type Facts, globalArn, type RuleTable, text, type TypeRules } from "../facts";
import { random } from "../templates";
import { isGiven, isList, type Value } from "../values";

/** IAM, keys, secrets, certificates, organizations and sharing. */
export const identity: RuleTable = {
  "aws:iam/role:Role": iam("role", "AROA"),
  "aws:iam/user:User": iam("user", "AIDA"),
  "aws:iam/group:Group": iam("group", "AGPA"),
  "aws:iam/instanceProfile:InstanceProfile": iam("instance-profile", "AIPA"),
  "aws:iam/policy:Policy": {
    id: globalArn("iam", "policy{path|/}{name}"),
    outputs: { arn: "{id}", path: "/", policyId: "ANPA{upper:17}", attachmentCount: () => 0 },
  },
  "aws:iam/rolePolicy:RolePolicy": { id: "{role}:{name}" },
  "aws:iam/userPolicy:UserPolicy": { id: "{user}:{name}" },
  "aws:iam/groupPolicy:GroupPolicy": { id: "{group}:{name}" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { id: "{role}/{policyArn}" },
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": { id: "{user}/{policyArn}" },
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": { id: "{group}/{policyArn}" },
  "aws:iam/accountAlias:AccountAlias": { id: "{accountAlias}" },
  "aws:iam/accountPasswordPolicy:AccountPasswordPolicy": { id: "iam-account-password-policy" },
  "aws:iam/accessKey:AccessKey": {
    id: "AKIA{upper:16}",
    outputs: { secret: "{alnum:40}", sesSmtpPasswordV4: "{alnum:44}", status: "Active" },
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    id: (facts) =>
      `arn:${facts.partition}:iam::${facts.account}:oidc-provider/${withoutScheme(text(facts, "url"))}`,
    outputs: { arn: "{id}" },
  },
  "aws:iam/serviceLinkedRole:ServiceLinkedRole": {
    id: globalArn("iam", "role/aws-service-role/{awsServiceName}/{alnum:20}"),
    outputs: {
      arn: "{id}",
      name: ({ id }) => id.slice(id.lastIndexOf("/") + 1),
      path: "/aws-service-role/{awsServiceName}/",
    },
  },
  "aws:kms/key:Key": {
    id: (facts) => (facts.inputs["multiRegion"] === true ? `mrk-${random(facts.seed, 32)}` : ""),
    outputs: {
      arn: arn("kms", "key/{id}"),
      keyId: "{id}",
      keyUsage: "ENCRYPT_DECRYPT",
      customerMasterKeySpec: "SYMMETRIC_DEFAULT",
      isEnabled: () => true,
      rotationPeriodInDays: () => 365,
    },
  },
  "aws:kms/replicaKey:ReplicaKey": {
    id: (facts) => text(facts, "primaryKeyArn").split("/").pop() ?? "",
    outputs: { arn: arn("kms", "key/{id}"), keyId: "{id}" },
  },
  "aws:kms/alias:Alias": {
    id: "{name}",
    outputs: { arn: arn("kms", "{name}"), targetKeyArn: targetKey },
  },
  "aws:kms/grant:Grant": {
    id: "{keyId}:{grantId}",
    outputs: { grantId: "{hex:64}", grantToken: "{alnum:60}" },
  },
  "aws:secretsmanager/secret:Secret": {
    id: arn("secretsmanager", "secret:{name}-{alnum:6}"),
    outputs: { arn: "{id}" },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    id: "{secretId}|{versionId}",
    outputs: { arn: "{secretId}", versionId: "{uuid}", versionStages: () => ["AWSCURRENT"] },
  },
  "aws:acm/certificate:Certificate": {
    outputs: {
      arn: "{id}",
      domainValidationOptions: validations,
      status: "PENDING_VALIDATION",
      type: "AMAZON_ISSUED",
    },
  },
  "aws:acm/certificateValidation:CertificateValidation": { id: "{certificateArn}" },
  "aws:organizations/organization:Organization": {
    id: "o-{alnum:10}",
    outputs: {
      arn: globalArn("organizations", "organization/{id}"),
      masterAccountId: "{account}",
      masterAccountArn: globalArn("organizations", "account/{id}/{account}"),
      masterAccountEmail: "management@example.com",
      masterAccountName: "management",
      roots: organizationRoots,
    },
  },
  "aws:organizations/organizationalUnit:OrganizationalUnit": {
    id: (facts) => `ou-${text(facts, "parentId").split("-")[1] ?? ""}-${random(facts.seed, 8)}`,
    outputs: { arn: globalArn("organizations", "ou/o-{alnum:10}/{id}") },
  },
  "aws:organizations/account:Account": {
    id: "{digits:12}",
    outputs: {
      arn: globalArn("organizations", "account/o-{alnum:10}/{id}"),
      joinedMethod: "CREATED",
      status: "ACTIVE",
    },
  },
  "aws:organizations/policy:Policy": {
    id: "p-{alnum:8}",
    outputs: { arn: globalArn("organizations", "policy/o-{alnum:10}/service_control_policy/{id}") },
  },
  "aws:organizations/policyAttachment:PolicyAttachment": { id: "{targetId}:{policyId}" },
  "aws:organizations/delegatedAdministrator:DelegatedAdministrator": { id: "{accountId}/{servicePrincipal}" },
  "aws:ram/resourceShareAccepter:ResourceShareAccepter": { id: "{shareArn}" },
  "aws:ram/principalAssociation:PrincipalAssociation": { id: "{resourceShareArn},{principal}" },
  "aws:ram/resourceAssociation:ResourceAssociation": { id: "{resourceShareArn},{resourceArn}" },
};

function iam(kind: string, uniqueIdPrefix: string): TypeRules {
  return {
    id: "{name}",
    outputs: {
      arn: globalArn("iam", `${kind}{path|/}{name}`),
      path: "/",
      uniqueId: `${uniqueIdPrefix}{upper:17}`,
      maxSessionDuration: () => 3600,
    },
  };
}

function withoutScheme(url: string): string {
  return url.replace(/^https:\/\//, "");
}

function targetKey(facts: Facts): Value {
  const key = text(facts, "targetKeyId");
  return key.startsWith("arn:")
    ? key
    : `arn:${facts.partition}:kms:${facts.region}:${facts.account}:key/${key}`;
}

/** One validation record for each name of a certificate, which a program turns into Route 53 records. */
function validations(facts: Facts): Value {
  const alternatives = facts.inputs["subjectAlternativeNames"];
  const names = [facts.inputs["domainName"], ...(isList(alternatives) ? alternatives : [])];
  return [...new Set(names.filter(isGiven).map(String))].map((domainName) => {
    const domain = domainName.replace(/^\*\./, "");
    return {
      domainName,
      resourceRecordName: `_${random(`${facts.seed}\n${domain}`, 32)}.${domain}.`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `_${random(`${facts.seed}\n${domain}\nvalue`, 32)}.acm-validations.aws.`,
    };
  });
}

function organizationRoots({ id, partition, account, seed }: Facts): Value {
  const root = `r-${random(seed, 4)}`;
  return [
    {
      id: root,
      arn: `arn:${partition}:organizations::${account}:root/${id}/${root}`,
      name: "Root",
      policyTypes: [],
    },
  ];
}

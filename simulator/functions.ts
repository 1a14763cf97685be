import type { Account } from "./account";
import { placeOf } from "./facts";
import { policyDocument } from "./policyDocument";
import { birth } from "./rules/general";
import { prefixListId } from "./rules/network";
import { random } from "./templates";
import { canonical, isList, isObject, type Value, type Values } from "./values";
import { availabilityZone, availabilityZones } from "./zones";

/** Where a function is called: the account, with the region of the arguments if they name one. */
interface Place extends Account {
  readonly partition: string;
  readonly dnsSuffix: string;
}

type Answer = (args: Values, place: Place) => Values;

const answers: Readonly<Record<string, Answer>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": (_, { account, partition }) => ({
    accountId: account,
    arn: `arn:${partition}:sts::${account}:assumed-role/simulator/simulator`,
    id: account,
    userId: "AROASIMULATORSIMULATO:simulator",
  }),
  "aws:index/getPartition:getPartition": (_, { partition, dnsSuffix }) => ({
    dnsSuffix,
    id: partition,
    partition,
    reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
  }),
  "aws:index/getRegion:getRegion": (_, { region, dnsSuffix }) => ({
    description: region,
    endpoint: `ec2.${region}.${dnsSuffix}`,
    id: region,
    name: region,
    region,
  }),
  "aws:index/getDefaultTags:getDefaultTags": (_, { partition, defaultTags }) => ({
    id: partition,
    tags: defaultTags,
  }),
  "aws:index/getServicePrincipal:getServicePrincipal": ({ serviceName = "" }, { region }) => ({
    id: `${string(serviceName)}.${region}.amazonaws.com`,
    name: `${string(serviceName)}.amazonaws.com`,
    region,
    serviceName,
    suffix: "amazonaws.com",
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": availabilityZones,
  "aws:index/getAvailabilityZone:getAvailabilityZone": availabilityZone,
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
  "aws:iam/getSessionContext:getSessionContext": ({ arn = "" }, { partition, account }) => {
    const [, role = "", session = ""] = /:assumed-role\/([^/]+)\/(.+)$/.exec(string(arn)) ?? [];
    const issuerArn = role === "" ? arn : `arn:${partition}:iam::${account}:role/${role}`;
    return { arn, id: arn, issuerArn, issuerId: "", issuerName: role, sessionName: session };
  },
  // AWS answers differently every time. A simulation is repeatable, so here the account and region decide.
  "aws:secretsmanager/getRandomPassword:getRandomPassword": (args, { account, region }) => {
    const length = typeof args["passwordLength"] === "number" ? args["passwordLength"] : 32;
    return { ...args, id: region, region, randomPassword: random(`${account}${region}password`, length) };
  },
  "aws:ec2/getAmi:getAmi": image,
  "aws:ec2/getPrefixList:getPrefixList": (args, { region }) => {
    const name = string(args["name"] ?? "");
    return { ...args, id: prefixListId(name), name, region, cidrBlocks: ["192.0.2.0/24"] };
  },
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": (args, { region, partition }) => {
    const name = string(args["name"] ?? "");
    const id = prefixListId(name);
    const arn = `arn:${partition}:ec2:${region}:aws:prefix-list/${id}`;
    const entries = [{ cidr: "192.0.2.0/24", description: "" }];
    return {
      ...args,
      addressFamily: "IPv4",
      arn,
      entries,
      id,
      maxEntries: 0,
      name,
      ownerId: "AWS",
      region,
      tags: {},
      version: 1,
    };
  },
  "aws:ssm/getParameter:getParameter": publicParameter,
};

/**
 * Answers a data-source function.
 * @throws Error if the function is not known here, or what it asks for is not either.
 */
export function invoke(token: string, args: Values, account: Account): Values {
  const answer = Object.hasOwn(answers, token) ? answers[token] : undefined;
  if (answer === undefined) {
    throw new Error(
      `function ${token}: the simulator has no answer; "Add a function" in docs/simulator.md says how to add one. ` +
        `It answers ${Object.keys(answers).join(", ")}`,
    );
  }
  const region = typeof args["region"] === "string" ? args["region"] : account.region;
  return answer(args, { ...account, region, ...placeOf(region) });
}

function string(value: Value): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** An image for any question: its id depends on region and question only. */
function image(args: Values, { region, partition, account }: Place): Values {
  const id = `ami-${random(`${region}${canonical(args)}`, 17)}`;
  const filters = isList(args["filters"]) ? args["filters"].filter(isObject) : [];
  const asked = (name: string): Value | undefined => {
    const values = filters.find((filter) => filter["name"] === name)?.["values"];
    return isList(values) ? values[0] : undefined;
  };
  return {
    ...args,
    architecture: asked("architecture") ?? "x86_64",
    arn: `arn:${partition}:ec2:${region}::image/${id}`,
    blockDeviceMappings: [],
    creationDate: birth,
    id,
    imageId: id,
    name: string(asked("name") ?? id).replaceAll("*", "x"),
    ownerId: account,
    productCodes: [],
    public: true,
    region,
    rootDeviceName: "/dev/xvda",
    rootDeviceType: "ebs",
    state: "available",
    tags: {},
    virtualizationType: "hvm",
  };
}

/** AWS's own parameters under /aws/service/ hold image ids. Others are the account's, which the simulator does not keep. */
function publicParameter(args: Values, { region, partition }: Place): Values {
  const name = string(args["name"] ?? "");
  if (!name.startsWith("/aws/service/")) {
    throw new Error(
      `getParameter: the simulator knows AWS's parameters under /aws/service/ only, not ${name}`,
    );
  }
  const value = `ami-${random(`${region}${name}`, 17)}`;
  const arn = `arn:${partition}:ssm:${region}::parameter${name}`;
  return { ...args, arn, id: name, insecureValue: value, name, region, type: "String", value, version: 1 };
}

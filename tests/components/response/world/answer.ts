import type { Json } from "../../../../components/response/asl/states";
import { ec2Reads, type Handler } from "./ec2";
import { ec2Changes } from "./ec2Changes";
import { forensics } from "./forensics";
import { identity } from "./identity";
import type { World } from "./model";
import { account } from "./newWorld";
import { TaskError, type Answer, type Call } from "./errors";
import { isList, isObject } from "./path";
import { traffic } from "./traffic";

const handlers: Readonly<Record<string, Handler>> = {
  ...ec2Reads,
  ...ec2Changes,
  ...traffic,
  ...identity,
  ...forensics,
};

const reads = /:(?:describe|get|list)/;

/** As whom a call has to be made. */
function roleFor(action: string): string {
  if (action in forensics) return "self";
  const kind = reads.test(action) ? "reader" : "container";
  return `arn:aws:iam::${account}:role/landing-zone-incident-${kind}`;
}

/** What goes wrong with the calls of a state. */
export interface Fault {
  readonly state: string;
  readonly kind: "throttled" | "denied" | "not found" | "time-out" | "slow";
  readonly always: boolean;
}

export interface AnswerOptions {
  readonly fault?: Fault;
  /** Called after each call, whether it was answered or failed. */
  readonly after?: (call: Call) => void;
}

/** Answers the calls of a state machine out of a world, which they change. */
export function answerFrom(world: World, { fault, after }: AnswerOptions = {}): Answer {
  let left = fault === undefined ? 0 : fault.always ? Infinity : 1;
  return (call) => {
    const handle = handlers[call.action];
    if (!handle) throw new Error(`no answer to ${call.action}`);
    if (call.role !== roleFor(call.action)) throw new Error(`${call.action} is called as ${call.role}`);
    try {
      if (fault?.state !== call.state || left === 0) return cloned(handle(world, cloned(call.input)));
      left--;
      if (fault.kind === "slow") handle(world, cloned(call.input));
      throw errorOf(fault.kind, call.action);
    } finally {
      after?.(call);
    }
  };
}

function cloned<T extends Json>(value: T): T;
function cloned(value: Json): Json {
  if (isList(value)) return value.map(cloned);
  return isObject(value) ? clonedObject(value) : value;
}

/** Like JSON, which has no undefined values. */
function clonedObject(value: Readonly<Record<string, Json | undefined>>): Json {
  const made: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) if (inner !== undefined) made[key] = cloned(inner);
  return made;
}

/** Part of the cause of every injected error. */
export const injected = "injected";

const services: Readonly<Record<string, string>> = {
  autoscaling: "AutoScaling",
  cloudwatch: "CloudWatch",
  dynamodb: "DynamoDb",
  ec2: "Ec2",
  elasticloadbalancing: "ElasticLoadBalancing",
  elasticloadbalancingv2: "ElasticLoadBalancingV2",
  iam: "Iam",
  s3: "S3",
  sns: "Sns",
  states: "StepFunctions",
};

function errorOf(kind: Fault["kind"], action: string): TaskError {
  if (kind === "time-out" || kind === "slow") return new TaskError("States.Timeout", injected);
  const service = services[action.split(":")[0] ?? ""] ?? "";
  const texts = {
    throttled: "Request limit exceeded.",
    denied: "You are not authorized to perform this operation.",
    "not found": "It is not found.",
  };
  const name = service === "Iam" && kind === "not found" ? "NoSuchEntity" : service;
  return new TaskError(`${service}.${name}Exception`, `${texts[kind]} (${injected})`);
}

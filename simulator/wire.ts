import {
  specialOutputValueSig,
  specialResourceSig,
  specialSecretSig,
  specialSigKey,
  unknownValue,
} from "@pulumi/pulumi/runtime/rpc";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { ResourceType } from "./types";
import { isList, isObject, type Value, type Values } from "./values";

/** Properties of a message, with the markers of secrets, references and unknowns in them. */
export function marked(struct: Struct | undefined): Values {
  return struct === undefined ? {} : struct.toJavaScript();
}

/** Properties as a message. */
export function toStruct(values: Values): Struct {
  return Struct.fromJavaScript(values);
}

/** Properties without markers: secrets unwrapped, a reference to a resource as its id. Unknowns stay. */
export function plain(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, unwrap(value)]));
}

function unwrap(value: Value): Value {
  if (isList(value)) return value.map(unwrap);
  if (!isObject(value)) return value;
  switch (value[specialSigKey]) {
    case specialSecretSig:
      return unwrap(value["value"] ?? null);
    case specialOutputValueSig:
      return unwrap(value["value"] ?? unknownValue);
    case specialResourceSig:
      return unwrap(value["id"] ?? value["urn"] ?? null);
    default:
      return plain(value);
  }
}

/** Whether a value is a secret, or contains one. */
export function containsSecret(value: Value | undefined): boolean {
  if (isList(value)) return value.some(containsSecret);
  return isObject(value) && (isSecret(value) || Object.values(value).some(containsSecret));
}

function isSecret(value: Value): boolean {
  return isObject(value) && value[specialSigKey] === specialSecretSig;
}

/** Makes a secret of a value. */
export function secret(value: Value): Value {
  return { [specialSigKey]: specialSecretSig, value };
}

/**
 * Marks as secret what is a secret by type, what was one in the inputs of the same name, and text that contains one, such
 * as an ARN with a secret name. `tagsAll` is as secret as `tags`.
 */
export function withSecrets(values: Values, markedInputs: Values, type: ResourceType | undefined): Values {
  const hidden = secretTexts(markedInputs);
  const { tags = {} } = markedInputs;
  const outputs = like(values, { tagsAll: tags, ...markedInputs });
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => {
      const isSecretByType = type?.properties.get(name)?.isSecret === true && !isSecret(value);
      const tells = typeof value === "string" && hidden.some((text) => value.includes(text));
      return [name, isSecretByType || tells ? secret(value) : value];
    }),
  );
}

/** Values with a secret wherever the inputs have one. */
function like(values: Values, markedInputs: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const input = markedInputs[name];
      if (isObject(value) && isObject(input) && !(specialSigKey in input)) return [name, like(value, input)];
      return [name, containsSecret(input) ? secret(value) : value];
    }),
  );
}

/** The texts that are secret; one or two characters say nothing and occur everywhere. */
function secretTexts(value: Value, isInside = false): string[] {
  if (typeof value === "string") return isInside && value.length > 2 && value !== unknownValue ? [value] : [];
  if (isList(value)) return value.flatMap((item) => secretTexts(item, isInside));
  if (!isObject(value)) return [];
  const parts = isSecret(value) ? [value["value"] ?? null] : Object.values(value);
  return parts.flatMap((part) => secretTexts(part, isInside || isSecret(value)));
}

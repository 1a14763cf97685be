import { UnknownValueError } from "@pulumi/policy";
import type * as pulumi from "@pulumi/pulumi";
import { truth, type Truth } from "./truth";

/** A value of which nothing is known at compile time: any key may be asked for. */
export interface Anything {
  readonly [key: string]: Anything;
}

/** What is left of an input's type once it has arrived at the engine. */
export type Settled<T> = Exclude<
  T extends Promise<infer U> ? Settled<U> : T extends pulumi.OutputInstance<infer U> ? Settled<U> : T,
  undefined | null
>;

/** Names of the properties of a settled type, of any of its members if it is a union. */
type Key<T> = T extends readonly unknown[] ? never : T extends object ? keyof T & string : never;

type Member<T, K extends string> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;

type Element<T> = T extends readonly (infer E)[] ? E : T extends Anything ? Anything : never;

/**
 * A property of a resource, read one step at a time. A step into something unknown gives an unknown value instead of an
 * error, so that one unknown element of a list does not hide what its neighbours say.
 *
 * @typeParam T The property's type in the arguments of `@pulumi/aws`; a misspelt property does not compile.
 */
export class Value<T = Anything> {
  private constructor(
    /** Where the value is, as a user would write it: `ingress[0].cidrBlocks[1]`. */
    public readonly path: string,
    /** Undefined: not set. */
    private readonly raw: unknown,
    /** Whether the value is only known once the update has run. */
    public readonly isUnknown: boolean,
  ) {}

  /** A value that is known; its parts need not be. */
  public static of<T>(raw: unknown, path = ""): Value<T> {
    return new Value<T>(path, raw ?? undefined, false);
  }

  /** A value that is not known yet. */
  public static unknown<T>(path: string): Value<T> {
    return new Value<T>(path, undefined, true);
  }

  public get isAbsent(): boolean {
    return !this.isUnknown && this.raw === undefined;
  }

  /** A property of this object. Of something that is no object, an absent one. */
  public at<K extends Key<Settled<T>>>(key: K): Value<Member<Settled<T>, K>> {
    const path = this.path === "" ? key : `${this.path}.${key}`;
    return this.step(key, path);
  }

  /** The elements of this list. An unknown list has one unknown element; something that is no list has none. */
  public items(): Value<Element<Settled<T>>>[] {
    if (this.isUnknown) return [Value.unknown(`${this.path}[*]`)];
    if (!Array.isArray(this.raw)) return [];
    return Array.from({ length: this.raw.length }, (_, index) =>
      this.step(String(index), `${this.path}[${index}]`),
    );
  }

  /** The elements of this list, or the value itself if it is a single one: IAM takes either in most places. */
  public each(): Value<Element<Settled<T>> | Settled<T>>[] {
    if (Array.isArray(this.raw) || this.isAbsent) return this.items();
    return [new Value(this.path, this.raw, this.isUnknown)];
  }

  /** Names of the properties of this object; none if it is no object or unknown. */
  public keys(): string[] {
    return isObject(this.raw) ? Object.keys(this.raw) : [];
  }

  /** The same value, to be read without the help of its type. */
  public loosely(): Value {
    return new Value(this.path, this.raw, this.isUnknown);
  }

  /** Whether the value is the given one. An absent value is none. */
  public is(expected: string | number | boolean): Truth {
    return this.isUnknown ? "unknown" : truth(this.raw === expected);
  }

  /** Whether the value is one of those given. */
  public isOneOf(expected: readonly (string | number | boolean)[]): Truth {
    return this.isUnknown ? "unknown" : truth(expected.some((one) => this.raw === one));
  }

  /** Whether this is a list without elements, or not set, which is the same to AWS. */
  public isEmptyList(): Truth {
    return this.isUnknown ? "unknown" : truth(this.items().length === 0);
  }

  /** Whether there is a value at all. */
  public isSet(): Truth {
    return this.isUnknown ? "unknown" : truth(this.raw !== undefined);
  }

  /** Whether the value is a text that passes the test. */
  public isText(test: (text: string) => boolean): Truth {
    return this.isUnknown ? "unknown" : truth(typeof this.raw === "string" && test(this.raw));
  }

  /** Whether the value is a number that passes the test. */
  public isNumber(test: (number: number) => boolean): Truth {
    return this.isUnknown ? "unknown" : truth(typeof this.raw === "number" && test(this.raw));
  }

  /** The text, if it is a known one. */
  public text(): string | undefined {
    return typeof this.raw === "string" ? this.raw : undefined;
  }

  /** The number, if it is a known one. */
  public number(): number | undefined {
    return typeof this.raw === "number" ? this.raw : undefined;
  }

  /**
   * The value that a JSON text holds; a value that is no text is left as it is. A provider's configuration and policy
   * documents arrive as such texts.
   *
   * @throws SyntaxError when the text is not JSON.
   */
  public parsed(): Value {
    return typeof this.raw === "string" ? Value.of(JSON.parse(this.raw), this.path) : this.loosely();
  }

  /** The value in a message: at most 120 characters of JSON. */
  public shown(): string {
    if (this.isUnknown) return "not known yet";
    if (this.raw === undefined) return "not set";
    const text = this.json();
    return text.length > 120 ? `${text.slice(0, 119)}…` : text;
  }

  private json(): string {
    if (!isObject(this.raw)) return JSON.stringify(this.raw);
    if (Array.isArray(this.raw))
      return `[${this.items()
        .map((item) => item.shown())
        .join(",")}]`;
    const parts = this.keys().map((key) => `${JSON.stringify(key)}:${this.step(key, key).shown()}`);
    return `{${parts.join(",")}}`;
  }

  /** The only place that meets the SDK's way of saying "unknown": an error thrown on reading. */
  private step<V>(key: string, path: string): Value<V> {
    if (this.isUnknown) return Value.unknown(path);
    if (!isObject(this.raw)) return Value.of(undefined, path);
    try {
      return Value.of(this.raw[key], path);
    } catch (error) {
      if (error instanceof UnknownValueError) return Value.unknown(path);
      throw error;
    }
  }
}

function isObject(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === "object" && raw !== null;
}

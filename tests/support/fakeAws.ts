import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** A call that reached the fake. */
export interface FakeCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * Answers an operation. For services that speak JSON the object is the answer; for those that speak XML it is what stands in
 * the answer's element, with lists as `{ item: […] }` or `{ member: […] }`.
 */
export type FakeHandler = (input: Readonly<Record<string, unknown>>) => object;

/** An error as AWS answers it. */
export class FakeError extends Error {
  public constructor(
    public override readonly name: string,
    message = name,
  ) {
    super(message);
  }
}

/** Few operations of AWS over HTTP, for the SDK's own clients. An operation without a handler is refused. */
export class FakeAws {
  public readonly calls: FakeCall[] = [];
  public endpoint = "";
  private readonly handlers = new Map<string, FakeHandler>();
  private readonly server: Server;

  /** @param other Answers what is no call by operation, such as S3. */
  public constructor(
    private readonly other?: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void,
  ) {
    this.server = createServer((request, response) => {
      void this.answer(request, response);
    });
  }

  public async start(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, "127.0.0.1", done));
    const address = this.server.address();
    assert.ok(typeof address === "object" && address !== null);
    this.endpoint = `http://127.0.0.1:${address.port}`;
  }

  public async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  /** Forgets calls and handlers. */
  public reset(): void {
    this.calls.length = 0;
    this.handlers.clear();
  }

  public on(operation: string, handler: FakeHandler): void {
    this.handlers.set(operation, handler);
  }

  /** The inputs with which an operation was called. */
  public inputs(operation: string): readonly Readonly<Record<string, unknown>>[] {
    return this.calls.filter((call) => call.operation === operation).map(({ input }) => input);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const target = request.headers["x-amz-target"];
    if (typeof target === "string") {
      const operation = target.split(".").at(-1) ?? "";
      this.json(operation, JSON.parse(body.toString() || "{}") as Record<string, unknown>, response);
      return;
    }
    if (request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
      const input = Object.fromEntries(new URLSearchParams(body.toString()));
      this.query(input["Action"] ?? "", input, response);
      return;
    }
    if (this.other) this.other(request, body, response);
    else response.writeHead(501).end();
  }

  private json(operation: string, input: Record<string, unknown>, response: ServerResponse): void {
    const { status, result } = this.run(operation, input);
    const body = result instanceof Error ? { __type: result.name, message: result.message } : result;
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
  }

  private query(operation: string, input: Record<string, unknown>, response: ServerResponse): void {
    const { status, result } = this.run(operation, input);
    const inner =
      result instanceof Error
        ? `<Errors><Error><Code>${result.name}</Code><Message>${result.message}</Message></Error></Errors>`
        : // EC2 answers in the element itself, the others in one named after the operation.
          `${toXml(result)}<${operation}Result>${toXml(result)}</${operation}Result>`;
    const error = result instanceof Error;
    const text = error
      ? `<ErrorResponse><Error><Code>${result.name}</Code><Message>${result.message}</Message></Error></ErrorResponse>`
      : `<${operation}Response>${inner}</${operation}Response>`;
    response.writeHead(status, { "content-type": "text/xml" }).end(text);
  }

  private run(operation: string, input: Record<string, unknown>): { status: number; result: object } {
    this.calls.push({ operation, input });
    try {
      const handler = this.handlers.get(operation);
      if (!handler) throw new FakeError("UnknownOperation", `the fake does not answer ${operation}`);
      return { status: 200, result: handler(input) };
    } catch (error) {
      if (error instanceof FakeError) return { status: 400, result: error };
      throw error;
    }
  }
}

/** Gives a suite a fake of its own. */
export function suiteFake(...args: ConstructorParameters<typeof FakeAws>): FakeAws {
  const fake = new FakeAws(...args);
  before(() => fake.start());
  after(() => fake.stop());
  return fake;
}

/** An object as XML: a list repeats its element. */
export function toXml(value: unknown): string {
  if (typeof value !== "object" || value === null) return escaped(String(value));
  return Object.entries(value)
    .flatMap(([name, inner]): string[] =>
      (Array.isArray(inner) ? (inner as unknown[]) : [inner])
        .filter((each) => each !== undefined)
        .map((each) => `<${name}>${toXml(each)}</${name}>`),
    )
    .join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

import { call } from "../asl/call";
import { pass, sequence, type Flow } from "../asl/flow";
import type { Payload } from "../asl/states";
import type { MachineSettings } from "./settings";

export interface NoticeArgs {
  /** Name under which a failure to tell is told in `$.steps`. */
  readonly key: string;
  /** Subject: a text, or an intrinsic function when it starts with `States.`. At most 100 ASCII characters. */
  readonly subject: string;
  /** The message; keys that end with `.$` are paths or intrinsic functions. People get it as JSON. */
  readonly message: Payload;
}

/**
 * Tells people through the topic. That nobody could be told ends nothing: alarms and the events of executions tell it too.
 * Uses `$.notice` for the message.
 */
export function notice(name: string, { topicArn }: MachineSettings, args: NoticeArgs): Flow {
  const { key, subject, message } = args;
  return sequence(
    pass(`${name}: message`, { make: { ...message, "execution.$": "$$.Execution.Id" }, into: "$.notice" }),
    call(name, {
      action: "sns:publish",
      as: "self",
      key,
      input: {
        TopicArn: topicArn,
        [subject.startsWith("States.") ? "Subject.$" : "Subject"]: subject,
        "Message.$": "States.JsonToString($.notice)",
      },
      into: null,
      onFailure: "record",
      timeoutSeconds: 10,
    }),
  );
}

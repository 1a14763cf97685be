import { InvalidArgumentError } from "commander";

/** Checks the id of an account. */
export function accountOption(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError("An account id has 12 digits.");
  return text;
}

/** Checks an endpoint. */
export function urlOption(text: string): string {
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new InvalidArgumentError("An endpoint is a URL such as http://127.0.0.1:5000.");
  }
  return text;
}

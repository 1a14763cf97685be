/** The package brings no types. */
declare module "asl-validator" {
  interface Result {
    readonly isValid: boolean;
    readonly errors: readonly unknown[];
  }
  export default function validate(definition: object): Result;
}

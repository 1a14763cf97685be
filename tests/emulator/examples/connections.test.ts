import { exampleStacks } from "../exampleStacks";

exampleStacks("connections");

import { exampleStacks } from "../exampleStacks";

exampleStacks("inspection");

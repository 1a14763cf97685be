import { exampleStacks } from "../exampleStacks";

exampleStacks("investigation");

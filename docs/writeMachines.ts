import { writeMachinePictures } from "./machines";

void writeMachinePictures();

import { instance } from "@viz-js/viz";

/**
 * Draws a picture.
 *
 * @param source Graphviz text (the DOT language).
 * @returns The picture as SVG. The same text and the same version of the library give the same picture on every machine.
 * @throws Error with Graphviz's message when the text is not well formed.
 */
export async function drawn(source: string): Promise<string> {
  const graphviz = await instance();
  return graphviz.renderString(source, { format: "svg" });
}

declare module "edmonds-blossom-fixed" {
  /** The partner of each vertex in a matching of the greatest weight, or -1. */
  export default function blossom(edges: [number, number, number][], maxCardinality: boolean): number[];
}
